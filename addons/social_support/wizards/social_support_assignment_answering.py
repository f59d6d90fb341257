from odoo import fields, models


class SocialSupportAssignmentAnswering(models.TransientModel):
    """The answer of an organisation that works in Odoo or answers on paper."""

    _name = "social.support.assignment.answering"
    _description = "Answer of the organisation"

    assignment_id = fields.Many2one(
        comodel_name="social.support.assignment",
        string="Measure given to an organisation",
        required=True,
    )
    assignment_state = fields.Selection(related="assignment_id.state")
    kind = fields.Selection(
        selection=[
            ("accept", "Accepts"),
            ("refuse", "Refuses"),
            ("done", "Reports: done"),
            ("not_done", "Reports: not done"),
        ],
        string="The organisation",
        required=True,
    )
    executor_name = fields.Char(string="Specialist of the organisation")
    reason_id = fields.Many2one(
        comodel_name="social.support.refusal.reason", string="Reason of the refusal"
    )
    text = fields.Text(string="Explanation or result")
    attachment_ids = fields.Many2many(
        comodel_name="ir.attachment",
        bypass_search_access=True,
        relation="social_support_assignment_answering_rel",
        string="Files",
    )

    def action_confirm(self):
        """Record the answer."""
        self.ensure_one()
        assignment = self.assignment_id
        if self.kind == "accept":
            assignment.action_accept(self.executor_name)
        elif self.kind == "refuse":
            assignment.action_refuse(self.reason_id.id, self.text)
        else:
            assignment.action_report(self.kind, self.text, self.attachment_ids.ids)
        return {"type": "ir.actions.act_window_close"}
