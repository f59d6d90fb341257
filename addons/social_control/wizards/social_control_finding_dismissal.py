from odoo import fields, models


class SocialControlFindingDismissal(models.TransientModel):
    """The ground and the reason for which violations are dismissed."""

    _name = "social.control.finding.dismissal"
    _description = "Dismissal of violations"

    finding_ids = fields.Many2many(
        comodel_name="social.control.finding",
        relation="social_control_finding_dismissal_rel",
        string="Violations",
        required=True,
    )
    ground_id = fields.Many2one(
        comodel_name="social.control.dismissal.ground",
        string="Ground of dismissal",
        required=True,
    )
    reason = fields.Text(
        required=True, help="What happened, with the paper that proves it."
    )

    def action_confirm(self):
        """Dismiss the violations."""
        self.ensure_one()
        self.finding_ids.action_dismiss(self.ground_id.id, self.reason)
        return {"type": "ir.actions.act_window_close"}
