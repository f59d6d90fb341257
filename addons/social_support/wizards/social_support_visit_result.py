from odoo import fields, models


class SocialSupportVisitResult(models.TransientModel):
    """What came of a planned visit."""

    _name = "social.support.visit.result"
    _description = "Result of a visit"

    visit_id = fields.Many2one(comodel_name="social.support.visit", required=True)
    kind = fields.Selection(
        selection=[
            ("done", "The family was visited"),
            ("cancelled", "The visit is cancelled"),
        ],
        required=True,
        default="done",
    )
    done_date = fields.Date(string="Made on", default=fields.Date.context_today)
    condition = fields.Selection(
        selection=[
            ("better", "Better"),
            ("same", "Unchanged"),
            ("worse", "Worse"),
            ("absent", "Nobody at home"),
        ],
        string="Situation of the family",
    )
    text = fields.Text(string="Result or reason", required=True)

    def action_confirm(self):
        """Write the visit down, or cancel it."""
        self.ensure_one()
        if self.kind == "done":
            self.visit_id.action_done(self.condition, self.text, self.done_date)
        else:
            self.visit_id.action_cancel(self.text)
        return {"type": "ir.actions.act_window_close"}
