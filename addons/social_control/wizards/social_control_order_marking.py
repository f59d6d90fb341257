from odoo import fields, models


class SocialControlOrderMarking(models.TransientModel):
    """What the check of an item found."""

    _name = "social.control.order.marking"
    _description = "Mark of an item"

    item_id = fields.Many2one(comodel_name="social.control.order.item", required=True)
    result = fields.Selection(
        selection=[("met", "Met"), ("failed", "Not met")],
        required=True,
        default="failed",
    )
    note = fields.Char(string="What the check found")

    def action_confirm(self):
        """Mark the item."""
        self.ensure_one()
        self.item_id.action_mark(self.result, self.note)
        return {"type": "ir.actions.act_window_close"}
