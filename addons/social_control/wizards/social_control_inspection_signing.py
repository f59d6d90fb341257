from odoo import api, fields, models


class SocialControlInspectionSigning(models.TransientModel):
    """The self-check, and the ground when the act is late."""

    _name = "social.control.inspection.signing"
    _description = "Signing of an act"

    inspection_id = fields.Many2one(
        comodel_name="social.control.inspection", required=True
    )
    remark_html = fields.Html(related="inspection_id.remark_html")
    closing_date = fields.Date(string="Closing day", compute="_compute_closing")
    is_late = fields.Boolean(compute="_compute_closing")
    late_ground = fields.Text(string="Ground of the delay")

    @api.depends("inspection_id")
    def _compute_closing(self):
        for signing in self:
            inspection = signing.inspection_id
            signing.closing_date = inspection._get_closing_day()
            signing.is_late = inspection._today() > signing.closing_date

    def action_confirm(self):
        """Sign the act."""
        self.ensure_one()
        self.inspection_id.action_sign_act(self.late_ground)
        return {"type": "ir.actions.act_window_close"}
