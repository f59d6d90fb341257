from odoo import models
from odoo.exceptions import UserError


class SocialInteragencyApplicationRequests(models.Model):
    """One click makes every request that the chosen services need (§5а)."""

    _inherit = "social.interagency.application"

    _request_field = "application_id"

    def action_create_requests(self):
        """Draft the requests for all papers that are neither held nor asked.

        :returns: a notification that says what was made, reused and left open
        """
        self.ensure_one()
        self._check_own()
        if self.state not in ("registered", "in_progress"):
            raise UserError(self._explain_state())
        return self._ask()

    def _get_required_types(self):
        types = self.service_ids.document_type_ids
        if not types:
            raise UserError(
                self.env._(
                    "Application %(application)s: the chosen services need no papers. "
                    "Choose the services or complete their list of documents.",
                    application=self.name,
                )
            )
        return types

    def _get_request_subject(self, types):
        service = self.service_ids.filtered(
            lambda service: types[0] in service.document_type_ids
        )
        return {"service_id": service[:1].id}

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
