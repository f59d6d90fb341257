from odoo import fields, models


class SocialSupportSignalSurvey(models.TransientModel):
    """What the survey of a family brought."""

    _name = "social.support.signal.survey"
    _description = "Survey of a family"

    signal_id = fields.Many2one(comodel_name="social.support.signal", required=True)
    consent = fields.Selection(
        selection=[
            ("given", "Given"),
            ("refused", "Refused"),
            ("none", "Not asked"),
        ],
        string="Consent of the family",
        required=True,
    )
    citizen_id = fields.Many2one(
        comodel_name="social.interagency.citizen", string="Card of the citizen"
    )

    def action_confirm(self):
        """Record the survey as done now."""
        self.ensure_one()
        self.signal_id.action_survey(self.consent, self.citizen_id.id)
        return {"type": "ir.actions.act_window_close"}
