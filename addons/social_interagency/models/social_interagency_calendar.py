from datetime import date
from zoneinfo import ZoneInfo

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..tools import production_calendar, terms

YEAR_END = (12, 15)


class SocialInteragencyCalendar(models.Model):
    """A production calendar; a regional one adds its days to those of its parent."""

    _name = "social.interagency.calendar"
    _description = "Production Calendar"
    _inherit = ["social.law.mixin", "social.journal.mixin"]
    _order = "name, id"
    _parent_store = True
    _journal_field = "calendar_id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    region = fields.Char(help="Region whose holidays the calendar adds.")
    parent_id = fields.Many2one(
        comodel_name="social.interagency.calendar",
        string="Adds to",
        ondelete="restrict",
        index=True,
        help="Calendar of the layer above: the regional one adds to the federal one.",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many(
        comodel_name="social.interagency.calendar",
        inverse_name="parent_id",
        string="Regional layers",
    )
    holiday_moving = fields.Selection(
        selection=[
            ("none", "Gives no other day off"),
            ("next_working_day", "Moves to the next working day"),
        ],
        string="Holiday on a weekend",
        required=True,
        default="none",
        help="What the region does with an own holiday that falls on a weekend.",
    )
    year_ids = fields.One2many(
        comodel_name="social.interagency.calendar.year",
        inverse_name="calendar_id",
        string="Loaded years",
    )
    day_ids = fields.One2many(
        comodel_name="social.interagency.calendar.day",
        inverse_name="calendar_id",
        string="Days",
    )
    day_count = fields.Integer(compute="_compute_day_count")
    recount_since = fields.Date(
        readonly=True,
        copy=False,
        help="Earliest day changed since open terms were last recounted.",
    )

    @api.depends("day_ids")
    def _compute_day_count(self):
        groups = self.env["social.interagency.calendar.day"]._read_group(
            Domain("calendar_id", "in", self.ids), ["calendar_id"], ["__count"]
        )
        counts = dict(groups)
        for calendar in self:
            calendar.day_count = counts.get(calendar, 0)

    @api.constrains("parent_id")
    def _check_parent_id(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._(
                    "A calendar cannot add to itself. Choose the federal calendar "
                    "as the one above."
                )
            )

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"parent_id", "holiday_moving"}:
            self._recount_since(self._get_first_day())
        return result

    def action_view_days(self):
        """Open the days of the calendar on a year's sheet."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "social_interagency.social_interagency_calendar_day_action"
        )
        action["domain"] = [("calendar_id", "parent_of", self.id)]
        action["context"] = {"default_calendar_id": self.id}
        return action

    def action_load(self):
        """Open the form that loads a year."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "social_interagency.social_interagency_calendar_load_action"
        )
        action["context"] = {"default_calendar_id": self.id}
        return action

    @api.model
    def _load_federal_years(self, years):
        """Load years that are not there yet into the federal calendar."""
        federal = self.env.ref("social_interagency.calendar_federal")
        for year in years:
            federal._load_year(year, production_calendar.KNOWN_ACTS.get(year, ""))

    def _load_year(self, year, act=""):
        """Load a year from the library; a day that is there already stays as it is.

        A regional layer takes its federal days from the calendar above.
        """
        self.ensure_one()
        if self.parent_id:
            raise UserError(
                self.env._(
                    "The calendar “%(name)s” adds to “%(parent)s”. Load %(year)s there "
                    "and enter only the regional days here.",
                    name=self.name,
                    parent=self.parent_id.name,
                    year=str(year),
                )
            )
        if year in self.year_ids.mapped("year"):
            return
        count = self._create_days(production_calendar.federal_days(year, act))
        self.year_ids.create({"calendar_id": self.id, "year": year, "act": act})
        self._journal("calendar_loaded", {"year": year, "days": count})

    def _create_days(self, days):
        """Create days that are not there yet and return their number."""
        existing = set(self.day_ids.mapped("date"))
        vals_list = [
            {
                "calendar_id": self.id,
                "date": day,
                "kind": entry.kind,
                "name": entry.name,
                "act": entry.act,
            }
            for day, entry in days.items()
            if day not in existing
        ]
        return len(self.env["social.interagency.calendar.day"].create(vals_list))

    def _get_first_day(self):
        """Return the first day of the earliest year that the calendars know."""
        years = [
            year.year for calendar in self for year in calendar._get_top().year_ids
        ]
        return date(min(years), 1, 1) if years else fields.Date.today()

    def _get_layers(self):
        """Return the calendars and all that add to them."""
        return self.with_context(active_test=False).search(
            Domain("id", "child_of", self.ids)
        )

    def _note_changed_days(self, days):
        """Journal changed days of the calendar and have open terms recounted."""
        self.ensure_one()
        loaded = set(self._get_top().year_ids.mapped("year"))
        days = [day for day in days if day.year in loaded]
        if days:
            self._journal("calendar_changed", {"dates": [f"{day}" for day in days]})
            self._recount_since(days[0])

    def _get_top(self):
        """Return the calendar above all others, whose years are loaded."""
        self.ensure_one()
        return self.browse(int(self.parent_path.split("/")[0]))

    def _recount_since(self, day):
        """Note from which day open terms are to be recounted and start the job."""
        self.env.registry.clear_cache()
        for calendar in self._get_layers():
            calendar.recount_since = min(day, calendar.recount_since or day)
        self.env.ref("social_interagency.ir_cron_recount_deadlines")._trigger()

    @api.model
    def _cron_recount_deadlines(self):
        """Recount open terms by each changed calendar, once per change.

        A calendar that changes meanwhile, or a job that stops, leaves the mark.
        """
        for calendar in self.search(Domain("recount_since", "!=", False)):
            since, changed_at = calendar.recount_since, calendar.write_date
            requests = self.env["social.interagency.request"]
            if not requests._recount_deadlines(calendar):
                break
            calendar._journal("calendar_recounted", {"since": since.isoformat()})
            calendar.invalidate_recordset()
            if calendar.write_date == changed_at:
                calendar.recount_since = False
            if not self.env["ir.cron"]._commit_progress(1):
                break

    @api.model
    @tools.ormcache("calendar_id")
    def _get_name(self, calendar_id):
        return self.sudo().browse(calendar_id).name

    def _get_work_calendar(self):
        """Return the days of the calendar for :mod:`terms`."""
        self.ensure_one()
        return terms.WorkCalendar(self._get_year_table)

    def _get_year_table(self, year):
        """Return ``{date: Day}`` of a year, or None when the year is not loaded."""
        rows = self.sudo()._get_year_rows(self.id, year)
        if rows is None:
            return None
        return {date.fromisoformat(day): terms.Day(*values) for day, *values in rows}

    @api.model
    @tools.ormcache("calendar_id", "year")
    def _get_year_rows(self, calendar_id, year):
        """Return the effective days of a year as plain tuples, layers merged."""
        calendar = self.browse(calendar_id)
        if not calendar.parent_id:
            return calendar._get_own_rows(year) if calendar._has_year(year) else None
        above = calendar.parent_id._get_year_table(year)
        if above is None:
            return None
        table = {**above, **calendar._get_moved_days(year), **calendar._get_days(year)}
        return self._as_rows(table)

    def _has_year(self, year):
        return year in self.year_ids.mapped("year")

    def _get_own_rows(self, year):
        return self._as_rows(self._get_days(year))

    @api.model
    def _as_rows(self, table):
        return tuple(
            (day.isoformat(), entry.kind, entry.name, entry.act)
            for day, entry in sorted(table.items())
        )

    def _get_days(self, year):
        """Return the own days of a year as ``{date: Day}``."""
        return self._search_days(date(year, 1, 1), date(year, 12, 31))._as_table()

    def _search_days(self, first, last):
        return self.env["social.interagency.calendar.day"].search(
            Domain("calendar_id", "=", self.id)
            & Domain("date", ">=", first)
            & Domain("date", "<=", last)
        )

    def _get_moved_days(self, year):
        """Return the days off which own holidays on a weekend give in exchange."""
        if self.holiday_moving == "none":
            return {}
        days = self._search_days(date(year - 1, *YEAR_END), date(year, 12, 31))
        if not self.parent_id._get_year_table(year - 1):
            days = days.filtered(lambda day: day.date.year == year)
        movable = days.filtered("is_movable").mapped("date")
        base = self.parent_id._get_work_calendar()
        given = production_calendar.move_holidays(base, days._as_table(), movable)
        return {day: entry for day, entry in given.items() if day.year == year}

    def _get_due(self, term, event_at, tz_name):
        """Return the due moment and the days of a term.

        :param event_at: naive UTC moment
        :raises UserError: when the term needs a year that is not loaded
        """
        event_at = event_at.replace(tzinfo=ZoneInfo("UTC"))
        tz = ZoneInfo(tz_name or "Europe/Moscow")
        try:
            return terms.count(term, event_at, self._get_work_calendar(), tz)
        except terms.YearNotLoaded as error:
            raise self._get_year_refusal(error.year) from error

    def _explain_due(self, facts, event_at, tz_name):
        """Return the deadline in naive UTC and its explanation for a JSON field.

        :param facts: what makes the term: ``value``, ``unit``, ``start_event`` and
            ``legal_basis``, also ``include_start_day`` and ``hours_run_on``
        :param event_at: naive UTC moment of the event
        :raises UserError: when the term needs a year that is not loaded
        """
        facts = {"include_start_day": False, "hours_run_on": True, **facts}
        term = terms.Term(
            facts["value"],
            facts["unit"],
            facts["include_start_day"],
            facts["hours_run_on"],
        )
        due = self._get_due(term, event_at, tz_name)
        deadline = due.moment.replace(tzinfo=None)
        return deadline, {
            **facts,
            "calendar": self._get_name(self.id),
            "tz": tz_name,
            "event_at": self._format_local(event_at, tz_name),
            "due_at": self._format_local(deadline, tz_name),
            "days": [step.as_json() for step in due.steps],
        }

    @api.model
    def _format_local(self, moment, tz_name):
        aware = moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(tz_name))
        return fields.Datetime.to_string(aware.replace(tzinfo=None))

    def _get_year_refusal(self, year):
        return UserError(
            self.env._(
                "The production calendar “%(name)s” has no year %(year)s, so the term "
                "cannot be counted. Load %(year)s in the production calendar first.",
                name=self.sudo().name,
                year=str(year),
            )
        )

    def _add_working_days(self, moment, days, tz_name):
        """Return the end of so many working days after a moment, in naive UTC."""
        due = self._get_due(terms.Term(days, "working_days"), moment, tz_name)
        return due.moment.replace(tzinfo=None)

    def _count_working_days(self, start, end, tz_name):
        """Return the number of working days after the day of ``start`` up to ``end``.

        :param start: naive UTC moment, its own day is not counted
        :param end: naive UTC moment, its own day is counted
        """
        tz = ZoneInfo(tz_name or "Europe/Moscow")
        first, last = (
            moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(tz).date()
            for moment in (start, end)
        )
        try:
            return self._get_work_calendar().count_working_days(
                first + terms.ONE_DAY, last
            )
        except terms.YearNotLoaded as error:
            raise self._get_year_refusal(error.year) from error
