from odoo import api, models
from odoo.fields import Command, Domain

from ..exchange.errors import Refused
from .social_interagency_citizen import SENT_WITH

NAME_PARTS = ("last_name", "first_name", "patronymic")


class SocialInteragencyCitizenExchange(models.Model):
    """The citizen's details that leave with a message, and cards out of messages."""

    _inherit = "social.interagency.citizen"

    def _get_sent_values(self, document_types):
        """Return the values of the details that may leave for these types."""
        sent = [
            name
            for flag, names in SENT_WITH.items()
            if any(document_types.mapped(flag))
            for name in names
        ]
        return {
            name: self[name] or ""
            for name in (*NAME_PARTS, *sent)
            if self[name] or name != "birth_date"
        }

    @api.model
    def _find_or_create_from(self, details, participant):
        """Return the card, sudoed, of the citizen that a message is about.

        The SNILS decides; without it, name and birth date among the participant's own
        cards. A card whose birth date differs is somebody else's.

        :param details: ``exchange.papers.Citizen``
        :param participant: the addressee, who will see the card
        :raises Refused: when the details contradict the card or do not suffice
        """
        card_sudo = self._find_card(details, participant)
        if not card_sudo:
            return self._create_card(details, participant)
        if details.birth_date and details.birth_date != card_sudo.birth_date:
            raise Refused("citizen", card_sudo.number)
        if participant not in card_sudo.participant_ids:
            card_sudo.participant_ids |= participant
        return card_sudo

    @api.model
    def _find_card(self, details, participant):
        if details.snils:
            return self.sudo().search(Domain("snils", "=", details.snils))
        domain = Domain.AND(
            Domain(name, "=", getattr(details, name) or False) for name in NAME_PARTS
        )
        return self.sudo().search(
            domain
            & Domain("birth_date", "=", details.birth_date or False)
            & Domain("participant_ids", "in", participant.ids),
            limit=1,
        )

    @api.model
    def _create_card(self, details, participant):
        if not details.birth_date:
            raise Refused("citizen")
        return self.sudo().create(
            {
                **{
                    name: getattr(details, name) or False
                    for name in (*NAME_PARTS, "snils", "identity_number", "address")
                },
                "birth_date": details.birth_date,
                "identity_kind": details.identity_kind or False,
                "participant_ids": [Command.set(participant.ids)],
            }
        )

    def _create_consent_from(self, paper, participant, document_types):
        """Return the consent that a request names, sudoed; nothing if it names none."""
        consents_sudo = self.env["social.interagency.consent"].sudo()
        if not paper.consent:
            return consents_sudo
        given = paper.consent
        found = consents_sudo.search(
            Domain("citizen_id", "=", self.id)
            & Domain("number", "=", given.number)
            & Domain("signed_date", "=", given.signed_on),
            limit=1,
        )
        return found or consents_sudo.create(
            {
                "citizen_id": self.id,
                "number": given.number,
                "signed_date": given.signed_on,
                "valid_until": given.valid_until or False,
                "participant_ids": [Command.set(participant.ids)],
                "document_type_ids": [Command.set(document_types.ids)],
                "purpose": paper.purpose,
            }
        )
