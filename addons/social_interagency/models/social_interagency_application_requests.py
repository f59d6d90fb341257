from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command


class SocialInteragencyApplicationRequests(models.Model):
    """One click makes every request that the chosen services need (§5а)."""

    _inherit = "social.interagency.application"

    def action_create_requests(self):
        """Draft the requests for all papers that are neither held nor asked.

        :returns: a notification that says what was made, reused and left open
        """
        self.ensure_one()
        self._check_own()
        if self.state not in ("registered", "in_progress"):
            raise UserError(self._explain_state())
        needed = self._get_needed_types()
        reusable = self._get_reusable_documents(needed)
        missing = needed - reusable.document_type_id
        holders = self._get_holders(missing)
        requests = self.env["social.interagency.request"].create(
            self._prepare_requests(holders)
        )
        orphans = missing.filtered(lambda kind: kind not in holders)
        return self._notify_created(requests, reusable, orphans)

    def _get_needed_types(self):
        """Return the types that the services need and no open request asks for."""
        asked = self.request_ids.filtered(lambda request: request.state != "cancelled")
        needed = self.service_ids.document_type_ids
        if not needed:
            raise UserError(
                self.env._(
                    "Application %(application)s: the chosen services need no papers. "
                    "Choose the services or complete their list of documents.",
                    application=self.name,
                )
            )
        return needed - asked.line_ids.document_type_id

    def _get_reusable_documents(self, document_types):
        return self.env["social.interagency.document"]._get_reusable(
            self.citizen_id, document_types
        )

    def _get_holders(self, document_types):
        """Return ``{type: participant}`` by the regulation in force."""
        return (
            self.env["social.interagency.regulation"]
            ._get_in_force()
            ._get_holders(self.participant_id, document_types)
        )

    def _prepare_requests(self, holders):
        by_addressee = {}
        for document_type, addressee in holders.items():
            by_addressee.setdefault(addressee, []).append(document_type)
        return [
            {
                "application_id": self.id,
                "citizen_id": self.citizen_id.id,
                "sender_id": self.participant_id.id,
                "addressee_id": addressee.id,
                "service_id": self._get_service(types).id,
                "consent_id": self._get_consent(types, addressee).id,
                "line_ids": [
                    Command.create({"document_type_id": document_type.id})
                    for document_type in types
                ],
            }
            for addressee, types in by_addressee.items()
        ]

    def _get_service(self, types):
        return self.service_ids.filtered(
            lambda service: types[0] in service.document_type_ids
        )[:1]

    def _get_consent(self, types, addressee):
        kinds = self.env["social.interagency.document.type"].union(*types)
        today = self._now().date()
        return self.citizen_id.consent_ids.filtered(
            lambda consent: consent._covers(kinds, addressee, today)
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
        """Open the requests of the application."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "social_interagency.social_interagency_request_action"
        )
        action["domain"] = [("application_id", "=", self.id)]
        action["context"] = {
            "default_application_id": self.id,
            "default_citizen_id": self.citizen_id.id,
            "default_sender_id": self.participant_id.id,
        }
        return action

    def action_send_requests(self):
        """Send every draft of the application that is complete.

        :returns: a notification that names the drafts left behind, if any
        """
        self.ensure_one()
        drafts = self.request_ids.filtered("can_send")
        if not drafts:
            raise UserError(
                self.env._(
                    "Application %(application)s has no draft that you may send. "
                    "Submit the drafts for approval to the head.",
                    application=self.name,
                )
            )
        incomplete = drafts.filtered(lambda request: request._missing_items())
        complete = drafts - incomplete
        if not complete:
            drafts._check_complete()
        complete.action_send()
        return self._notify_sent(complete, incomplete)

    def _notify_sent(self, sent, incomplete):
        sentences = [self.env._("Requests sent: %(count)s.", count=len(sent))]
        if incomplete:
            sentences.append(
                self.env._(
                    "Not complete yet, open and fill in: %(numbers)s.",
                    numbers=", ".join(incomplete.mapped("name")),
                )
            )
        return self._notify(sentences, is_warning=bool(incomplete))
