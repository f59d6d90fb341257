from odoo import api, models
from odoo.fields import Domain

from ..exchange.papers import INLINE_BYTES


class SocialInteragencyMessageFetching(models.Model):
    """What a participant's system finds at the gateway: its own messages, no others.

    Everything here is returned sudoed and asks for the participant first.
    """

    _inherit = "social.interagency.message"

    @api.model
    def _find_accepted(self, participant, message_uuid):
        """Return the message that the participant has sent to us."""
        return self.sudo().search(
            Domain("participant_id", "=", participant.id)
            & Domain("direction", "=", "in")
            & Domain("message_uuid", "=", message_uuid)
        )

    @api.model
    def _get_waiting_for(self, participant, limit):
        """Return the messages that the participant fetches by itself, oldest first."""
        domain = self._get_waiting_domain(participant)
        return self.sudo().search(domain, order="id", limit=limit)

    @api.model
    def _find_waiting(self, participant, message_uuid):
        """Return one of these messages."""
        domain = self._get_waiting_domain(participant)
        return self.sudo().search(domain & Domain("message_uuid", "=", message_uuid))

    @api.model
    def _get_waiting_domain(self, participant):
        return (
            Domain("participant_id", "=", participant.id)
            & Domain("direction", "=", "out")
            & Domain("state", "=", "queued")
            & Domain("endpoint_id", "=", False)
        )

    @api.model
    def _confirm_fetched(self, participant, message_uuid):
        """Record that the participant has stored the message; again it does nothing."""
        if message := self._find_waiting(participant, message_uuid):
            message._deliver()

    def _get_outer_files(self):
        """Return the files that travel beside the message, not inside it."""
        return self.attachment_ids.filtered(lambda file: file.file_size > INLINE_BYTES)
