from odoo import fields, models


class SocialInteragencyRegulationDecision(models.TransientModel):
    """Asks for what a decision on a regulation needs besides the button."""

    _name = "social.interagency.regulation.decision"
    _description = "Decision on a regulation"

    regulation_id = fields.Many2one(
        comodel_name="social.interagency.regulation",
        required=True,
        readonly=True,
    )
    kind = fields.Selection(
        selection=[
            ("sign", "Sign"),
            ("refuse", "Refuse to sign"),
            ("repeal", "Repeal"),
        ],
        required=True,
        readonly=True,
        default="refuse",
    )
    ground = fields.Text(string="Ground or comment")

    def action_confirm(self):
        """Carry out the decision with its ground."""
        self.ensure_one()
        getattr(self.regulation_id, f"action_{self.kind}")(self.ground)
        return {"type": "ir.actions.act_window_close"}
