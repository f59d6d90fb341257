from odoo import fields, models


class SocialSupportUrgentCancelling(models.TransientModel):
    """The reason for which an act of urgent services is cancelled."""

    _name = "social.support.urgent.cancelling"
    _description = "Cancelling of an act of urgent services"

    urgent_id = fields.Many2one(
        comodel_name="social.support.urgent",
        string="Act of urgent services",
        required=True,
    )
    reason = fields.Char(required=True)

    def action_confirm(self):
        """Cancel the act."""
        self.ensure_one()
        self.urgent_id.action_cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
