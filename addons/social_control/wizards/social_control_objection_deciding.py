from odoo import fields, models


class SocialControlObjectionDeciding(models.TransientModel):
    """The decision on an objection."""

    _name = "social.control.objection.deciding"
    _description = "Decision on an objection"

    objection_id = fields.Many2one(
        comodel_name="social.control.objection", string="Filed objection", required=True
    )
    text = fields.Text(related="objection_id.text", string="Objection")
    decision = fields.Selection(
        selection=[
            ("accepted", "Accepted"),
            ("partly", "Accepted in part"),
            ("rejected", "Rejected"),
        ],
        required=True,
    )
    reasons = fields.Text(string="Reasons of the decision", required=True)

    def action_confirm(self):
        """Decide on the objection."""
        self.ensure_one()
        self.objection_id.action_decide(self.decision, self.reasons)
        return {"type": "ir.actions.act_window_close"}
