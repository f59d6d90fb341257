from base64 import b64decode, b64encode

from odoo import api, models
from odoo.fields import Command

from ..exchange import papers
from ..exchange.channels import CHANNELS


class SocialInteragencyMessagePosting(models.Model):
    """How a paper becomes a message in the queue, in the transaction that sends it."""

    _inherit = "social.interagency.message"

    @api.model
    def _post(self, own, other, channel, paper, original_uuid="", files=None, **links):
        """Queue a paper of ``own`` for ``other`` and return the message.

        Nothing is queued when there is no way to the participant by this channel.

        :param own: participant whose paper it is
        :param other: participant that gets it
        :param paper: ``exchange.papers.Request``, ``Answer`` or ``Notice``
        :param original_uuid: id of the message that the paper is about
        :param files: attachments that the paper names
        :param links: ``request_id`` and ``answer_id`` of the paper; ``is_test`` for a
            message that the other side must not execute
        """
        carrier = CHANNELS[channel]
        is_carried = getattr(paper, "kind", "") in {"", *carrier.notices}
        if not is_carried or not other._has_way(channel):
            return self.browse()
        message_uuid = carrier.make_message_id()
        header = papers.Header(
            message_id=message_uuid,
            original_message_id=original_uuid or message_uuid,
            sent_at=self._now(),
            expires_at=self._get_expiry(),
            test=links.get("is_test", False),
            sender=own._prepare_party(),
            recipient=other._prepare_party(),
        )
        kind = type(paper).__name__.lower()
        content = papers.write(papers.Message(header=header, **{kind: paper}))
        posted = self._unlocked().create(
            {
                **links,
                **self._prepare_posted(header, content),
                "kind": kind,
                "channel": channel,
                "participant_id": other.id,
                "endpoint_id": self.env["social.interagency.endpoint"]
                ._get_for(other, channel)
                .id,
                "attachment_ids": [Command.set(files.ids if files else [])],
            }
        )
        posted._trigger("out")
        return posted

    @api.model
    def _prepare_posted(self, header, content):
        signature = self.env["social.interagency.signature"]._sign(content)
        return {
            "direction": "out",
            "message_uuid": header.message_id,
            "original_uuid": header.original_message_id,
            "expires_at": header.expires_at,
            "content": content.decode(),
            "signature": signature and b64encode(signature),
        }

    def _get_signature(self):
        """Return the detached signature as bytes, empty when there is none."""
        return b64decode(self.sudo().with_context(bin_size=False).signature or b"")

    def _post_rejection(self):
        """Tell the sender of an incoming message why it was not executed."""
        message_sudo = self.sudo()
        other = message_sudo.participant_id
        recipient = self._parse(message_sudo.content).header.recipient
        reading = self.with_context(lang=other._get_system_user().lang)
        if own := other._find_party(recipient):
            self._post(
                own,
                other,
                self.channel,
                papers.Notice(
                    kind="rejected",
                    code=self._get_reject_code(self.failure),
                    ground=reading.failure_text,
                ),
                original_uuid=self.message_uuid,
                request_id=self.request_id.id,
            )
