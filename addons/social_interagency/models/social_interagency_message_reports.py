from odoo import api, models
from odoo.fields import Domain

# The addressee has the request and answers it by a code: these are answers.
ANSWERS = {"NO_DATA": ("no_data", "NO-DATA"), "ACCESS_DENIED": ("refused", "ACCESS")}


class SocialInteragencyMessageReports(models.Model):
    """What a carrier tells of our messages: delivered, registered, refused (SMEV)."""

    _inherit = "social.interagency.message"

    @api.model
    def _take_report(self, endpoint, arrival):
        """Take what the carrier says of a message that it has from us.

        A report about a message that we never sent is journaled and forgotten.
        """
        reported = self.sudo().search(
            (
                Domain("message_uuid", "=", arrival.original_id)
                | Domain("remote_uuid", "=", arrival.original_id)
            )
            & Domain("direction", "=", "out")
            & Domain("endpoint_id", "=", endpoint.id),
            limit=1,
        )
        if arrival.refusal:
            reported._take_rejection(*arrival.refusal)
        elif arrival.is_delivered or arrival.registered:
            reported._take_delivery()
        if arrival.registered and reported.kind == "request":
            reported._take_registration(arrival.registered)

    def _take_rejection(self, code, words):
        """A code of the addressee is his answer; one of the carrier is a failure."""
        if code in ANSWERS and self.kind == "request":
            self._take_coded_answer(code, words)
        elif self:
            self._take_refused(f"{code} {words}".strip())

    def _take_coded_answer(self, code, words):
        outcome, reason_code = ANSWERS[code]
        reasons = self.env["social.interagency.refusal.reason"].sudo()
        reason = reasons.search(Domain("code", "=", reason_code), limit=1)
        self._take_delivery()
        request = self.request_id._as_peer(self.participant_id)
        if self.is_test or request._why_not("answer"):
            return
        request.action_answer(outcome, text=words, reason_id=reason.id)

    def _take_delivery(self):
        """The other side has the message, though we may not have recorded its leaving.

        A try that broke off after the carrier took it needs no other one.
        """
        if self.state == "queued":
            self._deliver()
        elif self.state == "sent":
            self._transition("delivered")

    def _take_registration(self, number):
        request = self.request_id._as_peer(self.participant_id)
        if not self.is_test and not request._why_not("receive"):
            request.action_receive(incoming_number=number)
