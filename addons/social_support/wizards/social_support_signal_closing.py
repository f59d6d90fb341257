from odoo import fields, models


class SocialSupportSignalClosing(models.TransientModel):
    """The decision with which a signal is closed."""

    _name = "social.support.signal.closing"
    _description = "Closing of a signal"

    signal_id = fields.Many2one(comodel_name="social.support.signal", required=True)
    decision = fields.Selection(
        selection=[
            ("support", "Social support is needed"),
            ("services", "Social services are needed"),
            ("urgent", "Urgent services given"),
            ("forwarded", "Passed to another participant"),
            ("not_confirmed", "Not confirmed"),
            ("no_consent", "The family refused"),
        ],
        required=True,
    )
    result = fields.Text(required=True, help="What was done, by which paper.")

    def action_confirm(self):
        """Close the signal with the decision."""
        self.ensure_one()
        self.signal_id.action_close(self.decision, self.result)
        return {"type": "ir.actions.act_window_close"}
