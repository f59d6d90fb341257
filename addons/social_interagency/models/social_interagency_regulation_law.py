from odoo import api, fields, models, tools
from odoo.exceptions import UserError
from odoo.fields import Domain


class SocialInteragencyRegulationLaw(models.Model):
    """What the regulation in force lets whom ask of whom."""

    _inherit = "social.interagency.regulation"

    @api.model
    def _get_in_force(self, scope="art28", date=None):
        """Return the regulation of ``scope`` in force today or on ``date``.

        :raises UserError: when no regulation is in force on that day
        """
        day = date or fields.Date.context_today(self)
        states = ("in_force", "superseded", "repealed") if date else ("in_force",)
        if regulation_id := self._get_in_force_id(scope, day, states):
            return self.browse(regulation_id)
        labels = dict(self._fields["scope"]._description_selection(self.env))
        raise UserError(
            self.env._(
                "No regulation for “%(scope)s” is in force on %(day)s. "
                "Approve and activate one in Rules, Regulations.",
                scope=labels.get(scope, scope),
                day=day.strftime("%d.%m.%Y"),
            )
        )

    @api.model
    @tools.ormcache("scope", "day", "states")
    def _get_in_force_id(self, scope, day, states):
        return (
            self.sudo()
            .search(
                Domain("scope", "=", scope)
                & Domain("state", "in", states)
                & Domain("effective_from", "<=", day)
                & (
                    Domain("effective_to", "=", False)
                    | Domain("effective_to", ">=", day)
                ),
                order="effective_from desc",
                limit=1,
            )
            .id
        )

    @tools.ormcache("self.id")
    def _get_scope(self):
        return self.sudo().scope

    def _get_allowed_types(self, sender, addressee):
        """Return the document types that ``sender`` may ask of ``addressee``.

        The regulation must let one ask and the other answer, the addressee must
        hold the document, and its type must allow both kinds of participants.
        """
        self.ensure_one()
        type_ids = self._get_allowed_type_ids(self.id, sender.id, addressee.id)
        return self.env["social.interagency.document.type"].browse(type_ids)

    @api.model
    @tools.ormcache("regulation_id", "sender_id", "addressee_id")
    def _get_allowed_type_ids(self, regulation_id, sender_id, addressee_id):
        participants_sudo = self.env["social.interagency.participant"].sudo()
        sender_sudo = participants_sudo.browse(sender_id)
        addressee_sudo = participants_sudo.browse(addressee_id)
        members_sudo = self.sudo().browse(regulation_id).member_ids
        asked = self._get_members_of(members_sudo, sender_sudo).ask_type_ids
        answered = self._get_members_of(members_sudo, addressee_sudo).answer_type_ids
        types = asked & answered & addressee_sudo.document_type_ids
        return tuple(
            document_type.id
            for document_type in types
            if document_type._is_held_by_kind(addressee_sudo.kind)
            and document_type._is_asked_by_kind(sender_sudo.kind)
        )

    @api.model
    def _get_members_of(self, members, participant):
        return members.filtered(lambda member: member.participant_id == participant)

    def _get_holders(self, sender, document_types):
        """Return ``{document type: participant}`` that the sender may ask.

        A type that several participants hold goes to the first in the list of the
        regulation; the clerk may choose another one in the draft.
        """
        self.ensure_one()
        holders = {}
        for addressee in self.sudo().member_ids.participant_id - sender:
            allowed = self._get_allowed_types(sender, addressee)
            for document_type in allowed & document_types:
                holders.setdefault(document_type, addressee)
        return {
            document_type: holders[document_type].with_env(self.env)
            for document_type in document_types
            if document_type in holders
        }
