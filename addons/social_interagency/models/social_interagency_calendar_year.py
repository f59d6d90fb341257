from datetime import date

from odoo import api, fields, models

from ..tools import production_calendar


class SocialInteragencyCalendarYear(models.Model):
    """A year for which a calendar is complete, so that terms may run into it."""

    _name = "social.interagency.calendar.year"
    _description = "Year of a Production Calendar"
    _order = "year desc"
    _rec_name = "year"

    calendar_id = fields.Many2one(
        comodel_name="social.interagency.calendar",
        required=True,
        ondelete="cascade",
        index=True,
    )
    year = fields.Integer(required=True, aggregator=False)
    act = fields.Char(
        string="Act on days off",
        help="Government act that moves the days off in this year.",
    )
    is_preliminary = fields.Boolean(
        compute="_compute_is_preliminary",
        store=True,
        help="The library does not know yet how the government moved the days off.",
    )
    working_day_count = fields.Integer(
        string="Working days", compute="_compute_working_day_count"
    )

    _year_unique = models.UniqueIndex(
        "(calendar_id, year)", "This year of the calendar is loaded already."
    )
    _year_range = models.Constraint(
        "CHECK (year BETWEEN 1992 AND 2100)",
        "Enter the year with four digits, from 1992 to 2100.",
    )

    @api.depends("year")
    def _compute_is_preliminary(self):
        for year in self:
            year.is_preliminary = not production_calendar.has_transfers(year.year)

    @api.depends("year", "calendar_id.day_ids.date", "calendar_id.day_ids.kind")
    def _compute_working_day_count(self):
        for year in self:
            work_calendar = year.calendar_id._get_work_calendar()
            year.working_day_count = work_calendar.count_working_days(
                date(year.year, 1, 1), date(year.year, 12, 31)
            )

    @api.model_create_multi
    def create(self, vals_list):
        years = super().create(vals_list)
        self.env.registry.clear_cache()
        return years

    @api.ondelete(at_uninstall=False)
    def _unlink_clear_cache(self):
        self.env.registry.clear_cache()
