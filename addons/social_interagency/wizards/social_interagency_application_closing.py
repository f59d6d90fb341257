from odoo import fields, models


class SocialInteragencyApplicationClosing(models.TransientModel):
    """The final result with which an application closes."""

    _name = "social.interagency.application.closing"
    _description = "Closing of an application"

    application_id = fields.Many2one(
        comodel_name="social.interagency.application", required=True
    )
    outcome = fields.Selection(
        selection=[
            ("grant", "Granted"),
            ("refuse", "Refused"),
            ("cancel", "Withdrawn by the citizen"),
        ],
        required=True,
        default="grant",
    )
    result = fields.Text(
        string="Final result",
        required=True,
        help="What was decided, with the number and date of the decision.",
    )

    def action_confirm(self):
        """Close the application with the chosen outcome."""
        self.ensure_one()
        application = self.application_id
        close = {
            "grant": application.action_grant,
            "refuse": application.action_refuse,
            "cancel": application.action_cancel,
        }[self.outcome]
        close(self.result)
        return {"type": "ir.actions.act_window_close"}
