from base64 import b64encode
from contextlib import suppress

from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Command
from odoo.tools import SQL

from ..exchange import papers
from ..exchange.errors import ExchangeError, Refused


class SocialInteragencyMessageAccepting(models.Model):
    """How what came is stored: read, checked and kept once, before anything is done."""

    _inherit = "social.interagency.message"

    @api.model
    def _accept_all(self, participant, channel, parcels):
        """Store what came in one call, in its order, each message as if it came alone.

        Neighbours that are new and bear no files, which are the many, are stored
        together; a repetition or a fault is met when it is taken alone.

        :return: for each parcel its message, or the error that refuses it
        """
        plain = self._select_plain(participant, parcels)
        outcomes, run = [], []
        for place, parcel in enumerate(parcels):
            if place in plain:
                run.append((parcel, plain[place]))
                continue
            outcomes += self._store_plain(participant, channel, run)
            outcomes.append(self._accept_or_explain(participant, channel, parcel))
            run = []
        return [*outcomes, *self._store_plain(participant, channel, run)]

    @api.model
    def _select_plain(self, participant, parcels):
        """Return the readable, new messages without files by their places."""
        plain = {}
        for place, parcel in enumerate(parcels):
            with suppress(ExchangeError):
                message = papers.read(parcel.content)
                self._check_sender(participant, message.header)
                if not message.files:
                    plain.setdefault(message.header.message_id, (place, message))
        known = self._find_known(plain)
        return dict(plain[number] for number in plain if number not in known)

    @api.model
    def _store_plain(self, participant, channel, run):
        """Store messages that are read and new in one statement.

        :param run: list of pairs of a parcel and its message
        """
        if not run:
            return self.browse()
        accepted = self._create_once(
            [
                self._prepare_accepted(participant, channel, parcel, message)
                for parcel, message in run
            ]
        )
        for message, (parcel, _read) in zip(accepted, run, strict=True):
            message._check_signature(parcel)
        accepted._trigger("in")
        return accepted

    @api.model
    def _accept_or_explain(self, participant, channel, parcel):
        try:
            with self.env.cr.savepoint():
                return self._accept(participant, channel, parcel)
        except (ExchangeError, UserError) as error:
            return error

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
            [
                {
                    **self._prepare_accepted(participant, channel, parcel, message),
                    "endpoint_id": endpoint and endpoint.id,
                    "attachment_ids": [Command.set(files_sudo.ids)],
                }
            ]
        )
        accepted._check_signature(parcel)
        accepted._trigger("in")
        return accepted

    @api.model
    def _create_once(self, vals_list):
        """Store the messages; if a twin of this moment was faster, try all anew."""
        try:
            with self.env.cr.savepoint(flush=False):
                return self._unlocked().create(vals_list)
        except UniqueViolation:
            raise ConcurrencyError("A message came twice at once") from None

    @api.model
    def _prepare_accepted(self, participant, channel, parcel, message):
        header = message.header
        return {
            "channel": channel,
            "participant_id": participant.id,
            "content": parcel.content.decode(),
            "signature": parcel.signature and b64encode(parcel.signature),
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
        stored = self._find_known([header.message_id]).get(header.message_id)
        if stored and (
            stored.participant_id != participant
            or (stored.content or "").encode() != parcel.content
        ):
            raise Refused("id_reused")
        return stored

    @api.model
    def _find_known(self, numbers):
        """Return ``{message id: message}``, sudoed, of those that came before."""
        rows = self.env.execute_query(
            SQL(
                "SELECT message_uuid, id FROM social_interagency_message "
                "WHERE message_uuid = ANY(%s) AND direction = 'in'",
                list(numbers),
            )
        )
        return {number: self.sudo().browse(key) for number, key in rows}

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
