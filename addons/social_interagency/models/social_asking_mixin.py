from odoo import models
from odoo.fields import Command


class SocialAskingMixin(models.AbstractModel):
    """A document about a citizen for which papers are asked of the participants.

    A model defines ``request_ids``, ``citizen_id`` and ``participant_id``, names in
    ``_request_field`` the field by which requests lead back to it, and says in
    ``_get_required_types`` what it needs.
    """

    _name = "social.asking.mixin"
    _description = "Document that asks for papers"
    _inherit = ["social.lock.mixin"]

    _request_field = None

    def _get_required_types(self):
        """Return the document types that the document needs."""
        raise NotImplementedError

    def _get_request_subject(self, types):
        """Return the values by which a request says for what the types are asked."""
        raise NotImplementedError

    def _ask(self):
        """Draft the requests for all papers that are neither held nor asked.

        :returns: a notification that says what was made, reused and left open
        """
        needed = self._get_required_types() - self._get_asked_types()
        reusable = self._get_reusable_documents(needed)
        missing = needed - reusable.document_type_id
        holders = self._get_type_holders(missing)
        requests = self.env["social.interagency.request"].create(
            self._prepare_requests(holders)
        )
        orphans = missing.filtered(lambda kind: kind not in holders)
        return self._notify_created(requests, reusable, orphans)

    def _get_asked_types(self):
        asked = self.request_ids.filtered(lambda request: request.state != "cancelled")
        return asked.line_ids.document_type_id

    def _get_reusable_documents(self, document_types):
        return self.env["social.interagency.document"]._get_reusable(
            self.citizen_id, document_types
        )

    def _get_type_holders(self, document_types):
        """Return ``{type: participant}`` by the regulation in force."""
        return (
            self.env["social.interagency.regulation"]
            ._get_in_force()
            ._get_holders(self.participant_id, document_types)
        )

    def _prepare_requests(self, holders):
        by_addressee = {}
        for document_type, addressee in holders.items():
            types = by_addressee.get(addressee, document_type.browse())
            by_addressee[addressee] = types | document_type
        return [
            {
                self._request_field: self.id,
                "citizen_id": self.citizen_id.id,
                "sender_id": self.participant_id.id,
                "addressee_id": addressee.id,
                "consent_id": self._get_consent(types, addressee).id,
                "line_ids": [
                    Command.create({"document_type_id": document_type.id})
                    for document_type in types
                ],
                **self._get_request_subject(types),
            }
            for addressee, types in by_addressee.items()
        ]

    def _get_consent(self, types, addressee):
        today = self._now().date()
        return self.citizen_id.consent_ids.filtered(
            lambda consent: consent._covers(types, addressee, today)
        )[:1]

    def _notify_created(self, requests, reusable, orphans):
        sentences = [
            self.env._("Requests drafted: %(count)s.", count=len(requests)),
            self.env._("Papers on file used again: %(count)s.", count=len(reusable)),
        ]
        if orphans:
            sentences.append(
                self.env._(
                    "Nobody in the regulation holds: %(types)s.",
                    types=", ".join(orphans.mapped("name")),
                )
            )
        return self._notify(sentences, is_warning=bool(orphans))

    def _notify(self, sentences, is_warning):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.name,
                "message": " ".join(sentences),
                "type": "warning" if is_warning else "success",
                "sticky": is_warning,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_view_requests(self):
        """Open the requests of the document."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "social_interagency.social_interagency_request_action"
        )
        action["domain"] = [(self._request_field, "=", self.id)]
        action["context"] = {
            f"default_{self._request_field}": self.id,
            "default_citizen_id": self.citizen_id.id,
            "default_sender_id": self.participant_id.id,
        }
        return action
