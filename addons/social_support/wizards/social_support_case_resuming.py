from odoo import fields, models


class SocialSupportCaseResuming(models.TransientModel):
    """Why a family returns from monitoring into support."""

    _name = "social.support.case.resuming"
    _description = "Return into support"

    case_id = fields.Many2one(
        comodel_name="social.support.case", string="Support case", required=True
    )
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Take the case back into support."""
        self.ensure_one()
        self.case_id.action_resume(self.reason)
        return {"type": "ir.actions.act_window_close"}
