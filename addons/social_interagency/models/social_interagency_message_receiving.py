import hashlib
import logging
import time
from base64 import b64encode
from datetime import timedelta

from psycopg2 import OperationalError
from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.exceptions import ConcurrencyError, LockError, UserError
from odoo.fields import Command, Domain
from odoo.tools import SQL

from ..exchange import papers
from ..exchange.channels import CHANNELS
from ..exchange.errors import Malformed, Postponed, Refused
from .social_interagency_message_queue import PAUSES

_logger = logging.getLogger(__name__)

FETCH_LIMIT = 200
KEPT_PARAMETER = "social_interagency.refused_message_days"
DEFAULT_KEPT = 180
WIPED_BATCH = 500


class SocialInteragencyMessageReceiving(models.Model):
    """How messages come in: read, checked and stored once, before anything is done."""

    _inherit = "social.interagency.message"

    @api.model
    def _accept(self, participant, channel, parcel, endpoint=None):
        """Store a message of ``participant`` and return it; a repetition is found.

        :param participant: whose channel brought it
        :param channel: code of the channel
        :param parcel: ``exchange.parcel.Parcel``
        :param endpoint: the service from which it was fetched, if it was
        :raises Malformed: it cannot be read
        :raises Refused: it is not the participant's message, or its id is taken
        """
        message = papers.read(parcel.content)
        self._check_sender(participant, message.header)
        if stored := self._find_stored(participant, message.header, parcel):
            stored._accept_again(parcel.signature)
            return stored
        files_sudo = self._store_files(participant, message.files, parcel.files)
        accepted = self._create_once(
            {
                **self._prepare_accepted(message),
                "channel": channel,
                "participant_id": participant.id,
                "endpoint_id": endpoint and endpoint.id,
                "content": parcel.content.decode(),
                "signature": parcel.signature and b64encode(parcel.signature),
                "attachment_ids": [Command.set(files_sudo.ids)],
            }
        )
        accepted._check_signature(parcel)
        accepted._trigger("in")
        return accepted

    @api.model
    def _create_once(self, vals):
        """Store the message; if a twin of this moment was faster, try all anew."""
        try:
            with self.env.cr.savepoint(flush=False):
                return self._unlocked().create(vals)
        except UniqueViolation:
            raise ConcurrencyError(vals["message_uuid"]) from None

    @api.model
    def _prepare_accepted(self, message):
        header = message.header
        return {
            "direction": "in",
            "kind": message.kind,
            "message_uuid": header.message_id,
            "original_uuid": header.original_message_id,
            "is_test": header.test,
            "expires_at": header.expires_at,
            "sent_at": min(header.sent_at, self._now()),
        }

    @api.model
    def _check_sender(self, participant, header):
        """Refuse a message that speaks for another participant."""
        if participant._find_party(header.sender) != participant:
            raise Refused("wrong_sender")

    @api.model
    def _find_stored(self, participant, header, parcel):
        """Return the message that came with this id before."""
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM social_interagency_message "
                "WHERE message_uuid = %s AND direction = 'in'",
                header.message_id,
            )
        )
        stored = self.sudo().browse(message_id for (message_id,) in rows)
        if stored and (
            stored.participant_id != participant
            or (stored.content or "").encode() != parcel.content
        ):
            raise Refused("id_reused")
        return stored

    @api.model
    def _store_files(self, participant, files, beside):
        """Return the files of a message: within it, beside it or uploaded before.

        :param files: ``papers.File`` of the message
        :param beside: ``{SHA-256: bytes}`` that came in one package with it
        """
        owner = participant._get_system_user()
        uploads = self.env["ir.attachment"].with_user(owner).sudo()
        stored_sudo = uploads.browse()
        for file in files:
            content = file.content
            if content is None and file.sha256 in beside:
                content = file.check(beside[file.sha256])
            if content is None:
                content = uploads._find_upload(file.sha256)._get_sealed_content()
            stored_sudo |= uploads._upload(file.name, content)
        return stored_sudo

    def _accept_again(self, signature):
        """Try once more what was refused; what is queued or executed stays as it is.

        A sender repeats a message after he or we have mended the cause.
        """
        if self.state not in ("refused", "quarantined"):
            return
        if signature:
            self._unlocked().write({"signature": b64encode(signature)})
        self._check_signature_anew()
        if not self._get_signature_fault(self.participant_id):
            self._requeue()

    def _check_signature(self, parcel):
        """Keep a message apart whose signature is wrong or missing where it must be."""
        participant = self.participant_id.sudo()
        if parcel.signature:
            self._unlocked().write(
                self._prepare_verdict(parcel.content, parcel.signature, participant)
            )
        self._keep_apart()

    def _keep_apart(self):
        """Keep the message apart if its signature is at fault, and tell whether."""
        reason = self._get_signature_fault(self.participant_id.sudo())
        if reason:
            self._transition(
                "quarantined",
                payload={"message": self.message_uuid, "why": reason},
                failure=reason,
            )
            self._notify_refusal()
        return bool(reason)

    def _check_signature_anew(self):
        """Check the signature with the certificates that are trusted now."""
        message_sudo = self.sudo()
        if signature := message_sudo._get_signature():
            content = message_sudo.content.encode()
            participant = message_sudo.participant_id
            verdict = self._prepare_verdict(content, signature, participant)
            self._unlocked().write(verdict)

    def _get_signature_fault(self, participant):
        """Return the code of why the message is not executed, "" when it may be."""
        if self.signature_state == "invalid":
            return "signature"
        if participant.is_signature_required and self.signature_state != "valid":
            return "signature" if self.signature_state else "signature_missing"
        return ""

    @api.model
    def _cron_fetch(self):
        """Ask the services of polled channels for what waits there."""
        polled = [code for code, channel in CHANNELS.items() if channel.is_polled]
        endpoints = self.env["social.interagency.endpoint"].search(
            Domain("channel", "in", polled)
        )
        remaining = len(endpoints)
        for endpoint in endpoints:
            self._fetch_from(endpoint)
            remaining -= 1
            if not self.env["ir.cron"]._commit_progress(1, remaining=remaining):
                break

    @api.model
    def _fetch_from(self, endpoint):
        """Store what waits at a service and confirm each message once it is stored."""
        channel = CHANNELS[endpoint.channel](endpoint.sudo())
        try:
            for arrival in channel.fetch(FETCH_LIMIT):
                self._take_in_patiently(endpoint, arrival)
                channel.confirm(arrival.mark)
        except (Postponed, Refused) as error:
            _logger.info("Service %s was not fetched: %s", endpoint.code, error.code)

    @api.model
    def _take_in_patiently(self, endpoint, arrival):
        """Take one arrival in; it stays unconfirmed while a rival holds what it needs.

        A report may be here before our own sender has recorded that the message left.

        :raises Postponed: the rival did not finish; the carrier brings it again
        """
        for pause in PAUSES:
            try:
                self._take_in(endpoint, arrival)
                self.env["ir.cron"]._commit_progress()
                return
            except (OperationalError, ConcurrencyError, LockError):
                self.env.cr.rollback()
                time.sleep(pause)
        raise Postponed("busy")

    @api.model
    def _take_in(self, endpoint, arrival):
        """Store one arrival, or journal why it cannot be stored."""
        participant = endpoint.sudo().participant_id
        try:
            with self.env.cr.savepoint():
                self._store_arrival(participant, endpoint, arrival)
        except (Malformed, Refused) as error:
            self._journal_refused(participant, arrival.parcel, error)
        except UserError as error:
            if isinstance(error.__cause__, LockError):
                raise error.__cause__ from None
            self._journal_refused(participant, arrival.parcel, Refused("not_executed"))

    @api.model
    def _store_arrival(self, participant, endpoint, arrival):
        if arrival.failure:
            raise Malformed(*arrival.failure)
        if not arrival.parcel:
            self._take_report(endpoint, arrival)
            return
        stored = self._accept(participant, endpoint.channel, arrival.parcel, endpoint)
        stored._unlocked().write({"remote_uuid": arrival.remote_id})

    @api.autovacuum
    def _gc_refused(self):
        """Erase what refused messages hold of citizens when nobody needs it any more.

        Messages of a request are erased with the request.
        """
        get_param = self.env["ir.config_parameter"].sudo().get_param
        days = int(get_param(KEPT_PARAMETER, DEFAULT_KEPT))
        old = self.search(
            Domain("direction", "=", "in")
            & Domain("state", "in", ["refused", "quarantined"])
            & Domain("request_id", "=", False)
            & Domain("is_wiped", "=", False)
            & Domain("accepted_at", "<", self._now() - timedelta(days=days)),
            limit=WIPED_BATCH,
        )
        old._do_wipe()
        return len(old), len(old) == WIPED_BATCH

    @api.model
    def _get_waiting_files(self):
        """Return the files of messages that are not executed yet."""
        waiting = self.search(
            Domain("direction", "=", "in") & Domain("state", "!=", "executed")
        )
        return waiting.attachment_ids

    @api.model
    def _journal_refused(self, participant, parcel, error):
        """Journal what was not taken: by its digest, for nothing of it is kept."""
        content = parcel.content if parcel else b""
        participant.sudo()._journal(
            "message_refused",
            {
                "why": error.code,
                "where": error.detail,
                "sha256": hashlib.sha256(content).hexdigest(),
            },
        )
