from odoo import fields, models
from odoo.tools import format_date


class SocialSupportCaseLevel(models.Model):
    """A level of support of a case from day to day: a history, never a field."""

    _name = "social.support.case.level"
    _description = "Level of a case"
    _inherit = ["social.evidence.mixin"]
    _order = "case_id, id desc"
    _rec_name = "level_id"

    _code_fields = frozenset(
        {"case_id", "level_id", "start_date", "end_date", "limit_date", "reason"}
    )

    case_id = fields.Many2one(
        comodel_name="social.support.case",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    level_id = fields.Many2one(
        comodel_name="social.support.level",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    start_date = fields.Date(string="Since", required=True, readonly=True)
    end_date = fields.Date(string="Until", readonly=True)
    limit_date = fields.Date(string="Review until", required=True, readonly=True)
    reason = fields.Text(required=True, readonly=True)

    _current_unique = models.UniqueIndex(
        "(case_id) WHERE end_date IS NULL", "A case has one level at a time."
    )

    def _get_register_text(self):
        """Return the level with its days, as the journal of families shows it."""
        return self.env._(
            "%(level)s: %(start)s – %(end)s",
            level=self.level_id.name,
            start=format_date(self.env, self.start_date),
            end=format_date(self.env, self.end_date) if self.end_date else "…",
        )

    def _end_current(self, day):
        """End the level that runs, before another one begins."""
        running = self.filtered(lambda level: not level.end_date)
        running._unlocked().write({"end_date": day})
        running.flush_recordset(["end_date"])
