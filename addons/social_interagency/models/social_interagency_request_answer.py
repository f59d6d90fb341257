from odoo import api, fields, models
from odoo.exceptions import UserError

NEEDS_REASON = {"partial", "no_data", "refused"}
RESULT_BY_OUTCOME = {
    "full": "provided",
    "partial": "no_data",
    "no_data": "no_data",
    "refused": "refused",
}


class SocialInteragencyRequestAnswer(models.Model):
    """How a request is answered and what becomes of the papers received."""

    _inherit = "social.interagency.request"

    def action_answer(
        self,
        outcome,
        text=False,
        reason_id=False,
        provided_line_ids=(),
        attachment_ids=(),
        own_number=False,
        signer_name=False,
        signer_position=False,
        sent_at=False,
    ):
        """Answer the request.

        :param outcome: full, partial, no_data or refused
        :param text: the information itself, or words to the requester
        :param reason_id: id of a reason from the list; needed unless full
        :param provided_line_ids: for a partial answer, ids of the lines provided
        :param attachment_ids: ids of files that this user has just uploaded
        :param own_number: number and date in the answering body's register
        :param signer_name: who signed the answer
        :param signer_position: position of the signer
        :param sent_at: naive UTC moment of a paper answer, the present if not given
        :returns: id of the answer
        """
        self.ensure_one()
        self._check_can("answer")
        self._lock_for_transition()
        lines = self._get_provided_lines(outcome, provided_line_ids)
        files_sudo = self._take_files(attachment_ids)
        self._check_answer(outcome, text, reason_id, lines, files_sudo)
        answer_sudo = self._create_answer(
            {
                "outcome": outcome,
                "text": text,
                "reason_id": reason_id,
                "own_number": own_number,
                "signer_name": signer_name or self.env.user.name,
                "signer_position": signer_position or self.env.user.partner_id.function,
                "sent_at": self._get_answer_moment(sent_at),
            },
            files_sudo,
        )
        self._mark_lines(outcome, lines)
        self._do_answer(answer_sudo)
        return answer_sudo.id

    def _get_answer_moment(self, sent_at):
        if sent_at and not self.env.user._acts_for(self.sudo().sender_id):
            raise UserError(
                self.env._(
                    "Request %(request)s: only the requester enters the moment of an "
                    "answer, by the stamp on its paper. Leave the moment empty.",
                    request=self.name,
                )
            )
        moment = fields.Datetime.to_datetime(sent_at) or self._now()
        self._check_moment(moment)
        return moment

    def _do_answer(self, answer_sudo):
        self._transition(
            "answered",
            payload={"answer": answer_sudo.id, "outcome": answer_sudo.outcome},
            closed_at=answer_sudo.sent_at,
        )

    def _get_provided_lines(self, outcome, line_ids):
        lines = self.sudo().line_ids
        if outcome == "full":
            return lines
        if outcome == "partial":
            return lines.filtered(lambda line: line.id in set(line_ids))
        return lines.browse()

    def _check_answer(self, outcome, text, reason_id, lines, files):
        checks = {
            self.env._("the outcome"): outcome in RESULT_BY_OUTCOME,
            self.env._("the reason from the list"): outcome not in NEEDS_REASON
            or reason_id,
            self.env._("the information or a file"): outcome in ("no_data", "refused")
            or (text or "").strip()
            or files,
            self.env._("which papers are provided and which are not"): outcome
            != "partial"
            or 0 < len(lines) < len(self.sudo().line_ids),
        }
        if missing := [name for name, is_met in checks.items() if not is_met]:
            raise UserError(
                self.env._(
                    "The answer to request %(request)s lacks: %(items)s. "
                    "Fill them in and send the answer again.",
                    request=self.name,
                    items="; ".join(missing),
                )
            )
        lines.document_type_id._check_contents(files, self.name)

    @api.model
    def _take_files(self, attachment_ids):
        """Return the user's own fresh uploads; ids of other files are refused."""
        files_sudo = self.env["ir.attachment"].sudo().browse(attachment_ids).exists()
        files_sudo._check_own_uploads()
        return files_sudo

    def _create_answer(self, vals, files_sudo):
        partner = self.env.user.partner_id
        number = self.env["ir.sequence"]._next_numbers("social.interagency.answer", 1)
        answer_sudo = (
            self.env["social.interagency.answer"]
            ._unlocked()
            .create(
                {
                    **vals,
                    "name": number[0],
                    "request_id": self.id,
                    "executor_name": partner.name,
                    "executor_phone": partner.phone,
                    "executor_email": partner.email,
                    "deadline": self.deadline,
                    "is_late": bool(self.deadline and vals["sent_at"] > self.deadline),
                    "attachment_ids": files_sudo.ids,
                }
            )
        )
        files_sudo._bind_to(answer_sudo)
        return answer_sudo

    def _mark_lines(self, outcome, provided):
        rest = self.sudo().line_ids - provided
        provided._unlocked().write({"result": "provided"})
        rest._unlocked().write({"result": RESULT_BY_OUTCOME[outcome]})

    def _file_documents(self):
        """Put each provided paper on the citizen's file, to be used again."""
        lines_sudo = self.sudo().line_ids.filtered(
            lambda line: line.result == "provided" and line.request_id.citizen_id
        )
        documents = self.env["social.interagency.document"]._create_from_lines(
            lines_sudo
        )
        for line_sudo, document in zip(lines_sudo, documents, strict=True):
            line_sudo._unlocked().write({"document_id": document.id})
