from odoo import api, fields, models

from ..tools.terms import Day


class SocialInteragencyCalendarDay(models.Model):
    """A date that differs from the plain week of five working days."""

    _name = "social.interagency.calendar.day"
    _description = "Day of a Production Calendar"
    _order = "date, calendar_id"

    calendar_id = fields.Many2one(
        comodel_name="social.interagency.calendar",
        required=True,
        ondelete="cascade",
        index=True,
    )
    date = fields.Date(required=True)
    kind = fields.Selection(
        selection=[
            ("off", "Day off"),
            ("working", "Working weekend"),
            ("shortened", "Shortened day"),
        ],
        required=True,
        default="off",
    )
    name = fields.Char(required=True)
    act = fields.Char(string="Legal basis")
    is_movable = fields.Boolean(
        string="Moves off a weekend",
        default=True,
        help="A regional holiday on a weekend gives the next working day as a day off "
        "when the calendar says so. Clear the mark on a day that was moved already.",
    )
    color = fields.Integer(compute="_compute_color")

    _date_unique = models.UniqueIndex(
        "(calendar_id, date)",
        "This date is in the calendar already. Change its line instead.",
    )

    @api.depends("kind")
    def _compute_color(self):
        colors = {"off": 1, "working": 10, "shortened": 3}
        for day in self:
            day.color = colors.get(day.kind, 0)

    @api.model_create_multi
    def create(self, vals_list):
        days = super().create(vals_list)
        self._note_changes(days._get_dates())
        return days

    def write(self, vals):
        before = self._get_dates()
        result = super().write(vals)
        self._note_changes(before + self._get_dates())
        return result

    def unlink(self):
        before = self._get_dates()
        result = super().unlink()
        self._note_changes(before)
        return result

    def _get_dates(self):
        return [(day.calendar_id, day.date) for day in self]

    @api.model
    def _note_changes(self, changes):
        """Journal changed days and have open terms recounted.

        Days of a year that is being loaded move no term: none could reach it.

        :param changes: list of ``(calendar, date)``
        """
        self.env.registry.clear_cache()
        for calendar in {calendar for calendar, day in changes}:
            days = {day for changed, day in changes if changed == calendar}
            calendar._note_changed_days(sorted(days))

    def _as_table(self):
        """Return ``{date: Day}``."""
        return {day.date: Day(day.kind, day.name or "", day.act or "") for day in self}
