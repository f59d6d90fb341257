from odoo import fields, models


class SocialSupportAssignmentDecision(models.TransientModel):
    """A measure is taken back, or given to an organisation anew."""

    _name = "social.support.assignment.decision"
    _description = "Decision on a measure"

    assignment_id = fields.Many2one(
        comodel_name="social.support.assignment",
        string="Measure given to an organisation",
        required=True,
    )
    kind = fields.Selection(
        selection=[("revoke", "Take back"), ("reassign", "Give anew")], required=True
    )
    reason = fields.Text()
    participant_id = fields.Many2one(
        comodel_name="social.interagency.participant", string="Organisation"
    )
    days = fields.Integer(string="Working days")

    def action_confirm(self):
        """Carry the decision out."""
        self.ensure_one()
        if self.kind == "revoke":
            self.assignment_id.action_revoke(self.reason)
        else:
            self.assignment_id.action_reassign(self.participant_id.id, self.days)
        return {"type": "ir.actions.act_window_close"}
