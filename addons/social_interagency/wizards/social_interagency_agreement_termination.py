from odoo import fields, models


class SocialInteragencyAgreementTermination(models.TransientModel):
    """Asks for the ground on which an agreement ends before its term."""

    _name = "social.interagency.agreement.termination"
    _description = "Termination of an agreement"

    agreement_id = fields.Many2one(
        comodel_name="social.interagency.agreement",
        required=True,
        readonly=True,
    )
    ground = fields.Text(required=True)

    def action_confirm(self):
        """Terminate the agreement."""
        self.ensure_one()
        self.agreement_id.action_terminate(self.ground)
        return {"type": "ir.actions.act_window_close"}
