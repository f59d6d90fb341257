from odoo import api, models
from odoo.fields import Command, Domain

from ..exchange.errors import Refused
from .social_lock_mixin import Clock

_PEER = object()


class SocialInteragencyRequestIncoming(models.Model):
    """Requests and decisions that come from another body's system.

    They act with the rights of that participant's own system user. What its officer
    has signed there needs no role of an officer here.
    """

    _inherit = "social.interagency.request"

    def _as_peer(self, participant, moment=None):
        """Return the requests as the system of a participant acts on them.

        :param moment: the present for what is done, by the moment at which a message
            was accepted: a queue on our side makes no answer late
        """
        user = participant.sudo()._get_system_user()
        return self.with_user(user).with_context(
            social_peer=_PEER, social_clock=moment and Clock(moment)
        )

    def _is_from_peer(self):
        return self.env.context.get("social_peer") is _PEER

    def _has_role(self, group):
        return self._is_from_peer() or super()._has_role(group)

    @api.model
    def _create_from_paper(self, message, channel, files_sudo):
        """Return the request of a message, sent and with its term counted.

        :param message: ``exchange.papers.Message`` with a request
        :param channel: code of the channel that brought it
        :param files_sudo: the files that came with it
        :raises Refused: for unknown codes, or what the regulation does not allow
        """
        paper, header = message.request, message.header
        participants = self.env["social.interagency.participant"]
        sender = participants._find_party(header.sender)
        addressee = participants._find_party(header.recipient)
        if not addressee or addressee == sender:
            raise Refused("unknown_recipient")
        types = self._find_types(paper.documents)
        regulation = self.env["social.interagency.regulation"]._get_in_force()
        if types - regulation._get_allowed_types(sender, addressee):
            raise Refused("not_allowed")
        citizen = self.env["social.interagency.citizen"]._find_or_create_from(
            paper.citizen, addressee
        )
        return self._create_sent(
            {
                **self._prepare_from_paper(paper),
                "channel": channel,
                "regulation_id": regulation.id,
                "sender_id": sender.id,
                "addressee_id": addressee.id,
                "citizen_id": citizen.id,
                "consent_id": citizen._create_consent_from(paper, addressee, types).id,
                "attachment_ids": [Command.set(files_sudo.ids)],
                "line_ids": [
                    Command.create({"document_type_id": kind.id}) for kind in types
                ],
            }
        )

    @api.model
    def _create_sent(self, vals):
        request_sudo = self._unlocked().create(vals)
        request_sudo._check_complete()
        now = self._now()
        request = request_sudo.sudo(False)
        request._transition("sent", sent_at=now, received_at=now)
        request._plan_answer()
        return request

    @api.model
    def _prepare_from_paper(self, paper):
        executor = paper.executor
        service = self._find_by_code("social.interagency.service", paper.service)
        return {
            "is_from_exchange": True,
            "sender_number": paper.number,
            "is_third_person": paper.is_third_person,
            "service_id": service.id,
            "subject_text": paper.service and paper.service.name,
            "legal_basis": paper.legal_basis,
            "purpose": paper.purpose,
            "content": paper.content,
            "contact": paper.contact,
            "executor_id": False,
            "executor_name": executor.name,
            "executor_position": executor.position,
            "executor_phone": executor.phone,
            "executor_email": executor.email,
        }

    @api.model
    def _find_types(self, documents):
        found = self.env["social.interagency.document.type"].sudo()
        for named in documents:
            kind = self._find_by_code(found._name, named)
            if not kind:
                raise Refused("unknown_type", named.code)
            found |= kind
        return found

    @api.model
    def _find_by_code(self, model, named):
        records_sudo = self.env[model].sudo()
        if not named:
            return records_sudo
        return records_sudo.search(Domain("code", "=", named.code), limit=1)

    def _answer_from_paper(self, paper, files_sudo):
        """Answer the request with what the addressee's system sent; return the id."""
        provided = self._find_types(paper.provided)
        lines_sudo = self.sudo().line_ids
        reason = self._find_by_code("social.interagency.refusal.reason", paper.reason)
        if paper.reason and not reason:
            raise Refused("unknown_reason", paper.reason.code)
        return self.action_answer(
            paper.outcome,
            text=paper.text,
            reason_id=reason.id,
            provided_line_ids=lines_sudo.filtered(
                lambda line: line.document_type_id in provided
            ).ids,
            attachment_ids=files_sudo.ids,
            own_number=paper.number,
            signer_name=paper.signer.name,
            signer_position=paper.signer.position,
        )

    def _take_notice(self, paper):
        """Do what a notice tells about this request."""
        if paper.kind == "registered":
            self.action_receive(incoming_number=paper.number)
        elif paper.kind == "accepted":
            self._check_can("accept")
            self._do_accept(paper.is_complete is not False)
        elif paper.kind == "returned":
            self.action_return(paper.ground)
        else:
            self.action_cancel(paper.ground)
