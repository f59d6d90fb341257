from datetime import timedelta
from itertools import accumulate

from odoo import api, models
from odoo.addons.social_interagency.tools import terms
from odoo.tools import SQL


class SocialControlIndicatorDays(models.Model):
    """Working days between two moments, by the production calendar of each body.

    The days are numbered by their working days: the number of the last day less that
    of the first one is what ``social.interagency.calendar`` counts.
    """

    _inherit = "social.control.indicator"

    @api.model
    def _get_days_sql(self, records, query, method, span):
        """Join the numbered days to the query and return the SQL of the difference."""
        body = method.parts["participant"]
        get_path_sql = self.env["social.workbook"]._get_path_sql
        calendar = get_path_sql(records, query, f"{body}.calendar_id")
        tz = get_path_sql(records, query, f"{body}.tz")
        days = [
            self._get_day_sql(records, query, path, tz)
            for path in (method.start, method.moment)
        ]
        numbered = self._get_numbered_days(query, calendar, *days)
        for alias, day in zip(("day_from", "day_to"), days, strict=True):
            query.add_join(
                "LEFT JOIN",
                alias,
                numbered,
                SQL(
                    "%s = %s AND %s = %s",
                    SQL.identifier(alias, "calendar"),
                    calendar,
                    SQL.identifier(alias, "day"),
                    day,
                ),
            )
        return SQL("(day_to.number - day_from.number)")

    @api.model
    def _get_day_sql(self, records, query, path, tz):
        """Return the SQL of the day of a moment in the zone of the body."""
        sql = self.env["social.workbook"]._get_path_sql(records, query, path)
        *links, name = path.split(".")
        for link in links:
            records = self.env[records._fields[link].comodel_name]
        if records._fields[name].type == "date":
            return sql
        return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", sql, tz)

    @api.model
    def _get_numbered_days(self, query, calendar, first, last):
        """Return the SQL table of the days that the query needs, with their numbers."""
        query.groupby = calendar
        limits = (
            SQL("min(LEAST(%s, %s))", first, last),
            SQL("max(GREATEST(%s, %s))", first, last),
        )
        spans = self.env.execute_query(query.select(calendar, *limits))
        query.groupby = None
        rows = [
            (calendar_id, day, number)
            for calendar_id, start, end in spans
            if calendar_id and start and end
            for day, number in self._number_days(calendar_id, start, end)
        ]
        calendars, days, numbers = zip(*rows, strict=True) if rows else ((), (), ())
        return SQL(
            "(SELECT * FROM unnest(%s::int[], %s::date[], %s::int[]) "
            "AS numbered (calendar, day, number))",
            list(calendars),
            list(days),
            list(numbers),
        )

    @api.model
    def _number_days(self, calendar_id, start, end):
        """Return the days with how many of them, up to each, are working days.

        :raises UserError: when a year of the calendar is not loaded
        """
        calendar = self.env["social.interagency.calendar"].browse(calendar_id)
        work_calendar = calendar._get_work_calendar()
        days = [start + timedelta(n) for n in range((end - start).days + 1)]
        try:
            working = [int(work_calendar.is_working(day)) for day in days]
        except terms.YearNotLoaded as error:
            raise calendar._get_year_refusal(error.year) from error
        return zip(days, accumulate(working), strict=True)
