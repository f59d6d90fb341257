from odoo import fields, models


class SocialControlInspectionScheduling(models.TransientModel):
    """The order to inspect: its number and the day of the start."""

    _name = "social.control.inspection.scheduling"
    _description = "Order to inspect"

    inspection_id = fields.Many2one(
        comodel_name="social.control.inspection", required=True
    )
    decision = fields.Char(
        string="Number and date of the order",
        required=True,
        help="As in the register of orders.",
    )
    scheduled_date = fields.Date(
        string="Begins on", required=True, default=fields.Date.context_today
    )

    def action_confirm(self):
        """Sign the order to inspect."""
        self.ensure_one()
        self.inspection_id.action_schedule(self.decision, self.scheduled_date)
        return {"type": "ir.actions.act_window_close"}
