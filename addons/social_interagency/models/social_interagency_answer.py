from odoo import api, fields, models
from odoo.exceptions import UserError

from ..exchange import papers
from ..tools.selections import ANSWER_OUTCOMES


class SocialInteragencyAnswer(models.Model):
    """The reply to a request; made by ``request.action_answer`` and never changed."""

    _name = "social.interagency.answer"
    _description = "Answer to an interagency request"
    _inherit = ["social.lock.mixin", "social.signed.paper.mixin"]
    _order = "id desc"

    _code_fields = frozenset(
        {
            "name",
            "request_id",
            "outcome",
            "reason_id",
            "text",
            "attachment_ids",
            "signer_name",
            "signer_position",
            "executor_name",
            "executor_phone",
            "executor_email",
            "own_number",
            "sent_at",
            "deadline",
            "is_late",
            "is_judged",
            "is_complete",
            "judged_by_id",
        }
    )

    name = fields.Char(string="Number", readonly=True, default="/")
    request_id = fields.Many2one(
        comodel_name="social.interagency.request",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    outcome = fields.Selection(selection=ANSWER_OUTCOMES, required=True, readonly=True)
    reason_id = fields.Many2one(
        comodel_name="social.interagency.refusal.reason",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    text = fields.Text(readonly=True)
    attachment_ids = fields.Many2many(
        comodel_name="ir.attachment",
        bypass_search_access=True,
        relation="social_interagency_answer_attachment_rel",
        string="Files",
        readonly=True,
    )
    own_number = fields.Char(
        string="Number of the answering body",
        readonly=True,
        help="Outgoing number and date by the answering body's own register.",
    )
    signer_name = fields.Char(string="Signed by", readonly=True)
    signer_position = fields.Char(string="Position of the signer", readonly=True)
    executor_name = fields.Char(readonly=True)
    executor_phone = fields.Char(readonly=True)
    executor_email = fields.Char(string="Executor's e-mail", readonly=True)
    sent_at = fields.Datetime(required=True, readonly=True)
    deadline = fields.Datetime(readonly=True, help="The term in force at the answer.")
    is_late = fields.Boolean(readonly=True)
    is_judged = fields.Boolean(readonly=True)
    is_complete = fields.Boolean(
        readonly=True,
        help="The answer holds the information needed: judged by the requester.",
    )
    judged_by_id = fields.Many2one(comodel_name="res.users", readonly=True)

    _name_unique = models.UniqueIndex("(name)", "An answer with this number exists.")

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_unlocked():
            raise UserError(
                self.env._("An answer is given by the button “Answer” of its request.")
            )
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_always(self):
        raise UserError(
            self.env._(
                "An answer is evidence and is not deleted. "
                "Return it for completion instead."
            )
        )

    def _prepare_paper(self):
        """Return the answer as a paper of the exchange."""
        provided = self.request_id.line_ids.filtered(
            lambda line: line.result == "provided"
        )
        prepare = self.request_id._prepare_named
        return papers.Answer(
            number=self.own_number or self.name,
            outcome=self.outcome,
            reason=prepare(self.reason_id),
            provided=tuple(prepare(kind) for kind in provided.document_type_id),
            text=self.text or "",
            signer=papers.Person(
                name=self.signer_name or "",
                position=self.signer_position or "",
                phone=self.executor_phone or "",
                email=self.executor_email or "",
            ),
            files=self.attachment_ids._prepare_papers(),
        )

    def _get_signing_participant(self):
        return self.request_id.addressee_id

    def _get_report_base_filename(self):
        return self.name

    @api.depends("name", "own_number")
    def _compute_display_name(self):
        for answer in self:
            answer.display_name = answer.own_number or answer.name
