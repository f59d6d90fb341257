from odoo import api, fields, models

from ..tools import production_calendar


class SocialInteragencyCalendarLoad(models.TransientModel):
    """Load a year into a production calendar."""

    _name = "social.interagency.calendar.load"
    _description = "Load a Year of the Production Calendar"

    calendar_id = fields.Many2one(
        comodel_name="social.interagency.calendar",
        required=True,
        domain=[("parent_id", "=", False)],
        default=lambda self: self.env.ref(
            "social_interagency.calendar_federal", raise_if_not_found=False
        ),
    )
    year = fields.Integer(required=True, default=lambda self: self._default_year())
    act = fields.Char(
        string="Act on days off",
        compute="_compute_act",
        store=True,
        readonly=False,
        help="Government act that moves the days off in this year.",
    )
    is_preliminary = fields.Boolean(compute="_compute_is_preliminary")

    @api.model
    def _default_year(self):
        """Return the first year from now on that is not loaded."""
        federal = self.env.ref("social_interagency.calendar_federal", False)
        loaded = federal.year_ids.mapped("year") if federal else []
        year = fields.Date.context_today(self).year
        while year in loaded:
            year += 1
        return year

    @api.depends("year")
    def _compute_act(self):
        for wizard in self:
            wizard.act = production_calendar.KNOWN_ACTS.get(wizard.year, "")

    @api.depends("year")
    def _compute_is_preliminary(self):
        for wizard in self:
            wizard.is_preliminary = not production_calendar.has_transfers(wizard.year)

    def action_load(self):
        """Load the year; days that are in the calendar already stay as they are."""
        self.ensure_one()
        self.calendar_id._load_year(self.year, self.act or "")
        return self.calendar_id.action_view_days()
