from odoo import api, fields, models

from ..exchange import papers
from ..tools.selections import PAPER_CHANNELS, QUEUED_CHANNELS


class SocialInteragencyRequestExchange(models.Model):
    """What of a request's life travels as messages to the other side."""

    _inherit = "social.interagency.request"

    _code_fields = frozenset({"is_from_exchange", "sender_number", "subject_text"})
    _content_fields = frozenset({"attachment_ids"})

    is_from_exchange = fields.Boolean(
        string="Came by electronic exchange", readonly=True, copy=False
    )
    sender_number = fields.Char(string="Sender's number", readonly=True, copy=False)
    subject_text = fields.Char(
        string="Service as the sender names it", readonly=True, copy=False
    )
    attachment_ids = fields.Many2many(
        comodel_name="ir.attachment",
        bypass_search_access=True,
        relation="social_interagency_request_attachment_rel",
        string="Enclosures",
        copy=False,
    )
    message_queue_ids = fields.One2many(
        comodel_name="social.interagency.message",
        inverse_name="request_id",
        string="Messages of the exchange",
        groups="base.group_user",
    )
    is_uncarried = fields.Boolean(
        string="Sent by other means", compute="_compute_is_uncarried"
    )
    exchange_failure = fields.Char(
        string="Why not delivered",
        compute="_compute_exchange_failure",
        compute_sudo=True,
    )

    @api.depends("addressee_id", "channel", "state")
    def _compute_is_uncarried(self):
        """Tell whether the channel is electronic but this program carries nothing."""
        for request in self:
            request.is_uncarried = (
                request.channel in QUEUED_CHANNELS - PAPER_CHANNELS
                and request.state in ("draft", "approval", "sent")
                and bool(request.addressee_id)
                and not request.is_from_exchange
                and not request._is_message_due(request.addressee_id, request.channel)
            )

    @api.depends("message_queue_ids.state")
    @api.depends_context("lang")
    def _compute_exchange_failure(self):
        for request in self:
            newest = request.message_queue_ids.filtered(
                lambda message: message.direction == "out" and message.kind != "notice"
            )[:1]
            is_stuck = newest.state in ("failed", "refused")
            request.exchange_failure = is_stuck and newest.failure_text

    @api.model
    def _is_message_due(self, participant, channel):
        return channel in QUEUED_CHANNELS and participant.sudo()._has_way(channel)

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        requests._bind_enclosures()
        return requests

    def write(self, vals):
        written = super().write(vals)
        if "attachment_ids" in vals:
            self._bind_enclosures()
        return written

    def _bind_enclosures(self):
        for request in self.filtered("attachment_ids"):
            request.attachment_ids.sudo()._bind_to(request)

    def _is_open_for_files(self):
        """Enclosures come and go while the request is a draft."""
        return self._is_open_for_editing()

    def action_send(self):
        """Send the requests, by messages where the addressee's service takes them."""
        super().action_send()
        self._post_requests()

    def action_redirect(self, addressee_id, ground):
        """Hand the request over and tell the former addressee that it is withdrawn."""
        self.ensure_one()
        self._notify_addressee("cancelled", ground=ground)
        super().action_redirect(addressee_id, ground)
        self._post_requests()

    def action_receive(self, received_at=False, incoming_number=False):
        """Record the receipt and tell the sender's system the number."""
        super().action_receive(received_at, incoming_number)
        for request in self:
            request._notify_sender("registered", number=incoming_number or "")

    def _do_answer(self, answer_sudo):
        super()._do_answer(answer_sudo)
        self._post_answer(answer_sudo)

    def _do_accept(self, is_complete):
        super()._do_accept(is_complete)
        for request in self:
            request._notify_addressee("accepted", is_complete=bool(is_complete))

    def action_return(self, ground):
        """Return the requests and tell the addressee's system what is missing."""
        returned = self.filtered(lambda request: request.state == "answered")
        super().action_return(ground)
        for request in returned:
            request._notify_addressee("returned", ground=ground)

    def action_cancel(self, ground):
        """Withdraw the requests and tell the addressee's system why."""
        sent = self.filtered("sent_at")
        super().action_cancel(ground)
        for request in sent:
            request._notify_addressee("cancelled", ground=ground)

    def _post_requests(self):
        """Queue the requests that travel by messages and bind them to their ids."""
        due = self.filtered(lambda request: request.channel in QUEUED_CHANNELS)
        for request in due:
            request_sudo = request.sudo()
            if posted := request._post(
                request_sudo.sender_id,
                request_sudo.addressee_id,
                request_sudo._prepare_paper(),
                files=request_sudo.attachment_ids,
            ):
                request._unlocked().write({"message_uuid": posted.message_uuid})

    def _post_answer(self, answer_sudo):
        if not self.is_from_exchange:
            return
        request_sudo = self.sudo()
        self._post(
            request_sudo.addressee_id,
            request_sudo.sender_id,
            answer_sudo._prepare_paper(),
            original_uuid=self._get_root("in").message_uuid,
            files=answer_sudo.attachment_ids,
            answer_id=answer_sudo.id,
        )

    def _notify_sender(self, kind, **details):
        """Send a notice to the system from which the request came, if it did."""
        if self.is_from_exchange and not self._is_from_peer():
            request_sudo = self.sudo()
            self._post(
                request_sudo.addressee_id,
                request_sudo.sender_id,
                papers.Notice(kind=kind, **details),
                original_uuid=self._get_root("in").message_uuid,
            )

    def _notify_addressee(self, kind, **details):
        """Send a notice to the system to which the request went, if it did."""
        if (root := self._get_root("out")) and not self._is_from_peer():
            request_sudo = self.sudo()
            self._post(
                request_sudo.sender_id,
                root.participant_id,
                papers.Notice(kind=kind, **details),
                original_uuid=root.message_uuid,
            )

    def _post(self, own, other, paper, **options):
        messages_sudo = self.env["social.interagency.message"].sudo()
        return messages_sudo._post(
            own, other, self.channel, paper, request_id=self.id, **options
        )

    def _get_root(self, direction):
        """Return the newest message that brought the request out or in."""
        return self.sudo().message_queue_ids.filtered(
            lambda message: message.kind == "request" and message.direction == direction
        )[:1]

    def _record_delivery(self, moment):
        """Record that the addressee's system has the request; its term may begin."""
        fresh = self.filtered(
            lambda request: request.state == "sent" and not request.received_at
        )
        fresh._unlocked().write({"received_at": moment})
        fresh.filtered(lambda request: not request.deadline)._plan_answer()

    def _do_destroy(self, act):
        """Erase the messages with the request that they carried."""
        super()._do_destroy(act)
        self.attachment_ids.sudo()._keyed_unlink()
        self.sudo().message_queue_ids._do_wipe()

    def _prepare_paper(self):
        """Return the request as a paper of the exchange."""
        types = self.line_ids.document_type_id
        return papers.Request(
            number=self.name,
            service=self._prepare_named(self._get_subject()),
            documents=tuple(self._prepare_named(kind) for kind in types),
            legal_basis=self.legal_basis or "",
            purpose=self.purpose or "",
            content=self.content or "",
            contact=self.contact or "",
            answer_by=self.deadline or None,
            executor=papers.Person(
                name=self.executor_name or "",
                position=self.executor_position or "",
                phone=self.executor_phone or "",
                email=self.executor_email or "",
            ),
            citizen=papers.Citizen(**self.citizen_id._get_sent_values(types)),
            consent=self.consent_id._prepare_paper() if self.consent_id else None,
            files=self.attachment_ids._prepare_papers(),
            is_third_person=self.is_third_person,
        )

    @api.model
    def _prepare_named(self, entry):
        return papers.Named(code=entry.code, name=entry.name) if entry else None
