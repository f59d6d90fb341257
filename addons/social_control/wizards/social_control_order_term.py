from odoo import fields, models


class SocialControlOrderTerm(models.TransientModel):
    """A new term of a prescription: an extension, or a re-check of failed items."""

    _name = "social.control.order.term"
    _description = "Term of a prescription"

    order_id = fields.Many2one(
        comodel_name="social.control.order", string="Prescription", required=True
    )
    kind = fields.Selection(
        selection=[
            ("extend", "Extend the running term by an act"),
            ("recheck", "New term for the failed items"),
        ],
        required=True,
    )
    days = fields.Integer(string="Working days", required=True, default=10)
    ground = fields.Text()

    def action_confirm(self):
        """Extend the term, or set a new one for the failed items."""
        self.ensure_one()
        if self.kind == "extend":
            self.order_id.action_extend(self.days, self.ground)
        else:
            self.order_id.action_recheck(self.days)
        return {"type": "ir.actions.act_window_close"}
