from odoo import api, fields, models

from ..tools.selections import ANSWER_OUTCOMES


class SocialInteragencyRequestAnswering(models.TransientModel):
    """The form of an answer, filled in before it becomes a locked paper."""

    _name = "social.interagency.request.answering"
    _description = "Answer to be sent"

    request_id = fields.Many2one(
        comodel_name="social.interagency.request", required=True
    )
    outcome = fields.Selection(selection=ANSWER_OUTCOMES, required=True, default="full")
    reason_id = fields.Many2one(comodel_name="social.interagency.refusal.reason")
    text = fields.Text(string="Information")
    line_ids = fields.Many2many(
        comodel_name="social.interagency.request.line",
        relation="social_interagency_request_answering_line_rel",
        string="Provided",
    )
    attachment_ids = fields.Many2many(
        comodel_name="ir.attachment",
        bypass_search_access=True,
        relation="social_interagency_request_answering_file_rel",
        string="Files",
    )
    own_number = fields.Char(string="Number and date of the answer")
    signer_name = fields.Char(string="Signed by")
    signer_position = fields.Char(string="Position of the signer")
    sent_at = fields.Datetime(
        string="Received on",
        help="For an answer on paper: the moment by the stamp or the notice. "
        "Empty: now.",
    )
    is_paper = fields.Boolean(compute="_compute_is_paper")

    @api.depends("request_id")
    def _compute_is_paper(self):
        for answering in self:
            request = answering.request_id
            answering.is_paper = self.env.user._acts_for(request.sender_id)

    def action_confirm(self):
        """Answer the request with what the form holds."""
        self.ensure_one()
        self.request_id.action_answer(
            self.outcome,
            text=self.text,
            reason_id=self.reason_id.id,
            provided_line_ids=self.line_ids.ids,
            attachment_ids=self._free_files().ids,
            own_number=self.own_number,
            signer_name=self.signer_name,
            signer_position=self.signer_position,
            sent_at=self.sent_at,
        )
        return {"type": "ir.actions.act_window_close"}

    def _free_files(self):
        """Loosen the uploads from this form, so that the answer may take them."""
        self.attachment_ids.write({"res_model": False, "res_id": 0})
        return self.attachment_ids
