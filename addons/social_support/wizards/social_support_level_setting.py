from odoo import fields, models


class SocialSupportLevelSetting(models.TransientModel):
    """The level of support of a case from today, and why."""

    _name = "social.support.level.setting"
    _description = "Level of support"

    case_id = fields.Many2one(
        comodel_name="social.support.case", string="Support case", required=True
    )
    level_id = fields.Many2one(comodel_name="social.support.level", required=True)
    visit_days = fields.Integer(related="level_id.visit_days")
    limit_days = fields.Integer(related="level_id.limit_days")
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Set the level."""
        self.ensure_one()
        self.case_id.action_set_level(self.level_id.id, self.reason)
        return {"type": "ir.actions.act_window_close"}
