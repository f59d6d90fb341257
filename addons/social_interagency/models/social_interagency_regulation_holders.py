from odoo import models


class SocialInteragencyRegulationHolders(models.Model):
    """Whom to ask for what, by the regulation."""

    _inherit = "social.interagency.regulation"

    def _get_holders(self, sender, document_types):
        """Return ``{document type: participant}`` that the sender may ask.

        A type that several participants hold goes to the first in the list of the
        regulation; the clerk may choose another one in the draft.
        """
        self.ensure_one()
        regulation_sudo = self.sudo()
        holders = {}
        for addressee in regulation_sudo.member_ids.participant_id - sender:
            allowed = regulation_sudo._get_allowed_types(sender, addressee)
            for document_type in allowed & document_types:
                holders.setdefault(document_type, addressee)
        return {
            document_type: holders[document_type].with_env(self.env)
            for document_type in document_types
            if document_type in holders
        }
