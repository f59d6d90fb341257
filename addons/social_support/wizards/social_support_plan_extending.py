from odoo import fields, models


class SocialSupportPlanExtending(models.TransientModel):
    """The act by which a plan is extended."""

    _name = "social.support.plan.extending"
    _description = "Extension of a plan"

    plan_id = fields.Many2one(
        comodel_name="social.support.plan", string="Plan of support", required=True
    )
    end_date = fields.Date(string="New end", required=True)
    ground = fields.Text(required=True)

    def action_confirm(self):
        """Sign the act."""
        self.ensure_one()
        self.plan_id.action_extend(self.end_date, self.ground)
        return {"type": "ir.actions.act_window_close"}
