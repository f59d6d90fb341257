from psycopg2 import OperationalError

from odoo import api, models

from ..exchange.channels import CHANNELS
from ..exchange.errors import ExchangeError, Postponed, Refused
from ..exchange.parcel import Parcel, Receipt
from ..tools.selections import PAPER_CHANNELS

BATCH = 50
FETCH_CRON = "social_interagency.ir_cron_fetch_messages"
UNDELIVERED_ACTIVITY = "social_interagency.mail_activity_type_undelivered"


class SocialInteragencyMessageSending(models.Model):
    """How messages leave: at least once; the other side knows a repetition by its id.

    A batch is handed over first and recorded in a few statements afterwards. A process
    that is killed between the two leaves the batch in the queue: it is sent again.
    """

    _inherit = "social.interagency.message"

    @api.model
    def _cron_send(self):
        """Send what is due."""
        carriers = {}
        self._work_off("out", BATCH, lambda messages: messages._send(carriers))

    def _send(self, carriers):
        """Hand the messages over and record what became of them.

        :param carriers: open channels by endpoint, shared by the batches of a run
        """
        outcomes = self._hand_over_all(carriers)
        sent = self.browse(outcomes)
        sent._do_patiently(lambda messages: messages._record(outcomes))

    def _hand_over_all(self, carriers):
        """Return what became of the messages by their ids, of some maybe nothing."""
        outcomes = {}
        self.sudo().fetch(["content", "signature"])
        for endpoint, messages in self.grouped("endpoint_id").items():
            outcomes |= messages._hand_over(endpoint.sudo(), carriers)
        return outcomes

    def _hand_over(self, endpoint, carriers):
        """Hand the messages of one service over: all in turn, as long as it answers."""
        outcomes = {message.id: message._prepare_outcome() for message in self}
        ready = [key for key, made in outcomes.items() if isinstance(made, Parcel)]
        if not ready:
            return outcomes
        parcels = [outcomes.pop(key) for key in ready]
        try:
            sent = self._get_carrier(endpoint, carriers).send_many(parcels)
            outcomes.update(zip(ready, sent, strict=False))
        except OperationalError:
            raise
        except Exception as error:  # noqa: BLE001  (a poison message stops nothing)
            self._log_fault(error)
            untried = next(key for key in ready if key not in outcomes)
            outcomes[untried] = Postponed("internal")
        return outcomes

    def _prepare_outcome(self):
        """Return the parcel, or why the message will never be one."""
        if self.expires_at and self.expires_at <= self._now():
            return Refused("expired")
        try:
            return self._prepare_parcel()
        except ExchangeError as error:
            return error

    def _get_carrier(self, endpoint, carriers):
        if endpoint not in carriers:
            carriers[endpoint] = CHANNELS[endpoint.channel](endpoint)
        return carriers[endpoint]

    def _prepare_parcel(self):
        message_sudo = self.sudo()
        files_sudo = message_sudo._get_outer_files()
        return Parcel(
            message_id=self.message_uuid,
            content=message_sudo.content.encode(),
            signature=self._get_signature(),
            files={file.sha256: file._get_sealed_content() for file in files_sudo},
            names={file.sha256: file.name for file in files_sudo},
            subject=self._get_subject(),
            reply_to=self._get_reply_to(),
            is_test=self.is_test,
            expires_at=self.expires_at,
        )

    def _get_reply_to(self):
        """Return the carrier's number of the message that this one answers."""
        if self.original_uuid == self.message_uuid:
            return ""
        return self._find_original("in").remote_uuid or self.original_uuid

    def _get_subject(self):
        """Return words for carriers that show some, without personal data."""
        labels = dict(self._fields["kind"]._description_selection(self.env))
        return f"{labels[self.kind]} {self.request_id.sudo().name or ''}".strip()

    def _record(self, outcomes):
        """Write what became of the messages: one statement for all that went well."""
        for outcome, messages in self.grouped(
            lambda message: outcomes[message.id]
        ).items():
            if isinstance(outcome, Receipt):
                messages._deliver(outcome)
            elif isinstance(outcome, Postponed):
                messages._postpone(outcome)
            else:
                messages._fail(outcome.code, outcome.detail)

    def _deliver(self, receipt=None):
        """Record that the carrier took the messages or that the other side has them."""
        receipt = receipt or Receipt()
        for try_count, messages in self.grouped("try_count").items():
            messages._transition(
                "delivered" if receipt.is_delivered else "sent",
                payload={one.id: {"message": one.message_uuid} for one in messages},
                sent_at=self._now(),
                try_count=try_count + 1,
                remote_uuid=receipt.remote_id or False,
                failure=False,
                failure_detail=False,
            )
        papers = self.filtered(
            lambda one: one.kind == "request" and one.channel not in PAPER_CHANNELS
        )
        papers.request_id._record_delivery(self._now())

    def _fail(self, code, detail=""):
        """Give the message up and tell the officer whose paper it is."""
        self._transition(
            "failed", payload={"why": code}, failure=code, failure_detail=detail
        )
        self._alert()

    def _alert(self):
        """Put each undelivered paper on the list of the officer who sent it."""
        for message in self:
            request = message.request_id.sudo()
            officer = request.executor_id
            if message.kind == "answer":
                officer = message.create_uid
            if officer and officer._is_internal() and officer.active:
                reading = {"lang": officer.lang}
                request.with_context(**reading).activity_schedule(
                    UNDELIVERED_ACTIVITY,
                    user_id=officer.id,
                    note=message.with_context(**reading).failure_text,
                )
