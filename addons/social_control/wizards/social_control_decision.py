from odoo import api, fields, models


class SocialControlDecision(models.TransientModel):
    """The words with which a paper of control is approved or cancelled."""

    _name = "social.control.decision"
    _description = "Decision on a paper of control"

    plan_id = fields.Many2one(
        comodel_name="social.control.plan", string="Plan of control"
    )
    inspection_id = fields.Many2one(comodel_name="social.control.inspection")
    order_id = fields.Many2one(
        comodel_name="social.control.order", string="Prescription"
    )
    kind = fields.Selection(
        selection=[("approve", "Approve"), ("cancel", "Cancel")], required=True
    )
    text = fields.Text(string="Ground", required=True)
    hint = fields.Char(string="What to write", compute="_compute_hint")

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_hint(self):
        for decision in self:
            if decision.kind == "approve":
                decision.hint = self.env._(
                    "Number and date of the order that approves the plan."
                )
            else:
                decision.hint = self.env._(
                    "Why, with the number and date of the paper. The paper keeps "
                    "these words and stays in the register."
                )

    def action_confirm(self):
        """Approve or cancel the paper."""
        self.ensure_one()
        paper = self.plan_id or self.inspection_id or self.order_id
        if self.kind == "approve":
            self.plan_id.action_approve(self.text)
        else:
            paper.action_cancel(self.text)
        return {"type": "ir.actions.act_window_close"}
