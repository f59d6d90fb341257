from odoo import api, models
from odoo.addons.social_interagency.tools.selections import ELECTRONIC_CHANNELS
from odoo.fields import Domain

from ..tools.indicators import Method

REQUEST = "social.interagency.request"
ANSWER = "social.interagency.answer"
ASSIGNMENT = "social.support.assignment"
CASE = "social.support.case"
ASSESSMENT = "social.support.assessment"
PLAN = "social.support.plan"
ORDER = "social.control.order"
FINDING = "social.control.finding"

BY_SENDER = {
    "participant": "sender_id",
    "document_type": "line_ids.document_type_id",
    "channel": "channel",
}
BY_ADDRESSEE = {**BY_SENDER, "participant": "addressee_id"}
BY_ANSWER = {
    "participant": "request_id.addressee_id",
    "channel": "request_id.channel",
}
BY_KEEPER = {"participant": "case_id.participant_id"}


class SocialControlIndicatorMethods(models.Model):
    """What each figure counts: the one place of every formula.

    The figures, their records, the snapshot and the workbook all follow from here.
    """

    _inherit = "social.control.indicator"

    @api.model
    def _get_methods(self, span):
        """Return the methods by their keys.

        :param span: what is due after its moment of counting is not counted yet
        """
        at = span.at
        return {
            **self._get_request_methods(span),
            **self._get_answer_methods(at),
            **self._get_support_methods(at),
            **self._get_control_methods(at),
        }

    @api.model
    def _get_due_domain(self, at):
        """Return what has closed by the moment or is overdue, unclosed, at it."""
        return Domain("closed_at", "<=", at) | Domain("deadline", "<=", at)

    @api.model
    def _get_on_time_domain(self, at):
        return Domain("closed_at", "<=", at) & Domain("is_closed_late", "=", False)

    @api.model
    def _get_request_methods(self, span):
        sent = Domain.TRUE
        return {
            "sent_on_time": Method(
                "share",
                REQUEST,
                "sent_at",
                Domain("prepare_deadline", "!=", False),
                Domain("is_sent_late", "=", False),
                BY_SENDER,
            ),
            "repeated": Method(
                "share",
                REQUEST,
                "sent_at",
                sent,
                self.env[REQUEST]._get_repeated_domain(span),
                BY_SENDER,
            ),
            "electronic": Method(
                "share",
                REQUEST,
                "sent_at",
                sent,
                Domain("channel", "in", sorted(ELECTRONIC_CHANNELS)),
                {"participant": "sender_id"},
            ),
        }

    @api.model
    def _get_answer_methods(self, at):
        living = Domain("state", "!=", "cancelled")
        is_refused = Domain("outcome", "=", "refused")
        answers = (ANSWER, "sent_at")
        return {
            "in_order": Method(
                "share",
                *answers,
                Domain.TRUE,
                ~Domain("reason_id.is_request_defect", "=", True),
                {"participant": "request_id.sender_id"},
            ),
            "answered_on_time": Method(
                "share",
                REQUEST,
                "deadline",
                living & self._get_due_domain(at),
                self._get_on_time_domain(at),
                BY_ADDRESSEE,
            ),
            "answer_complete": Method(
                "share",
                *answers,
                Domain("is_judged", "=", True),
                Domain("is_complete", "=", True),
                BY_ANSWER,
            ),
            "answer_days": Method(
                "days", REQUEST, "closed_at", living, None, BY_ADDRESSEE, "sent_at"
            ),
            "refused": Method("share", *answers, Domain.TRUE, is_refused, BY_ANSWER),
            "refusals": Method(
                "count",
                *answers,
                Domain.TRUE,
                is_refused,
                {**BY_ANSWER, "reason": "reason_id"},
            ),
        }

    @api.model
    def _get_support_methods(self, at):
        given = Domain("state", "in", ["accepted", "done", "not_done"])
        due = given & self._get_due_domain(at)
        is_done = Domain("state", "=", "done") & Domain("closed_at", "<=", at)
        organisation = {"participant": "participant_id"}
        signalled = Domain("case_id.signal_id", "!=", False)
        received = "case_id.signal_id.received_at"
        first_act = Domain("state", "=", "signed") & Domain("kind", "=", "primary")
        first_plan = Domain("version", "=", 1)
        return {
            "measures_done": Method(
                "share", ASSIGNMENT, "deadline", due, is_done, organisation
            ),
            "measures_on_time": Method(
                "share",
                ASSIGNMENT,
                "deadline",
                due,
                is_done & self._get_on_time_domain(at),
                organisation,
            ),
            "improved": Method(
                "share",
                CASE,
                "closed_date",
                Domain("state", "=", "closed"),
                Domain("outcome", "=", "improved"),
                organisation,
            ),
            "signal_to_act": Method(
                "days",
                ASSESSMENT,
                "signed_date",
                signalled & first_act,
                None,
                BY_KEEPER,
                received,
            ),
            "signal_to_plan": Method(
                "days",
                PLAN,
                "approved_date",
                signalled & first_plan,
                None,
                BY_KEEPER,
                received,
            ),
        }

    @api.model
    def _get_control_methods(self, at):
        """A prescription met after a failed check is met, yet not within its term."""
        subject = {"participant": "subject_id"}
        issued = Domain("state", "not in", ["draft", "cancelled"])
        is_met = Domain("state", "=", "met") & Domain("round", "=", 1)
        return {
            "orders_on_time": Method(
                "share",
                ORDER,
                "deadline",
                issued & self._get_due_domain(at),
                is_met & self._get_on_time_domain(at),
                subject,
            ),
            "repeat_findings": Method(
                "share",
                FINDING,
                "found_date",
                Domain("state", "in", ["confirmed", "closed"]),
                Domain("is_repeated", "=", True),
                subject,
            ),
        }
