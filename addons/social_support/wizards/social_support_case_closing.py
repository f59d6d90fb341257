from odoo import fields, models

from ..tools.selections import CASE_OUTCOMES


class SocialSupportCaseClosing(models.TransientModel):
    """The words with which a case is closed, or not taken into support."""

    _name = "social.support.case.closing"
    _description = "Closing of a support case"

    case_id = fields.Many2one(
        comodel_name="social.support.case", string="Support case", required=True
    )
    is_refusal = fields.Boolean()
    ground_id = fields.Many2one(
        comodel_name="social.support.closing.ground",
        required=True,
        domain="[('is_refusal', '=', is_refusal)]",
    )
    outcome = fields.Selection(selection=CASE_OUTCOMES)
    conclusion = fields.Text(
        required=True, help="What was reached, what is advised to the family."
    )
    open_assignment_count = fields.Integer(related="case_id.open_assignment_count")
    open_reason = fields.Text(string="Why measures end without a result")

    def action_confirm(self):
        """Close the case, or refuse the support."""
        self.ensure_one()
        if self.is_refusal:
            self.case_id.action_refuse(self.ground_id.id, self.conclusion)
        else:
            self.case_id.action_close(
                self.ground_id.id, self.outcome, self.conclusion, self.open_reason
            )
        return {"type": "ir.actions.act_window_close"}
