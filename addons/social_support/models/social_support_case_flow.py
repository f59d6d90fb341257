from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.selections import CASE_OUTCOMES
from .social_support_document_mixin import CURATOR, HEAD

GIVING_STATES = ("planning", "active", "monitoring")


class SocialSupportCaseFlow(models.Model):
    """The stages of a case: assessment, planning, support, monitoring, closing."""

    _inherit = "social.support.case"

    def action_assess(self):
        """Begin the assessment of the family."""
        self._check_may(CURATOR)
        self._transition("assessment")

    def action_plan(self):
        """Go on to planning: the act of assessment is signed, the level is set."""
        self._check_may(CURATOR)
        for case in self:
            case._check_transition("planning")
            case._check_assessed()
        self._transition("planning")

    def action_monitor(self):
        """Begin the monitoring: every measure has its result."""
        self._check_may(CURATOR)
        for case in self:
            case._check_transition("monitoring")
            if case.open_assignment_count:
                raise UserError(
                    self.env._(
                        "Support case %(case)s: measures without a result: %(count)s. "
                        "Wait for the reports of the organisations or revoke them.",
                        case=case.name,
                        count=case.open_assignment_count,
                    )
                )
        self._transition("monitoring")

    def action_resume(self, reason):
        """Take cases back from monitoring into support.

        :param reason: what has changed in the family
        """
        self._check_may(CURATOR)
        self._check_text(reason, "decision_ground")
        self._transition("active", event="resumed", decision_ground=reason)

    def action_close(self, ground_id, outcome, conclusion, open_reason=None):
        """Close the cases.

        :param ground_id: id of a ground from the list
        :param outcome: ``improved``, ``stable``, ``worse`` or ``transferred``
        :param conclusion: what was reached and what is advised
        :param open_reason: why measures without a result end here; needed if any
        """
        self._check_may(HEAD)
        ground = self._get_ground(ground_id, is_refusal=False)
        labels = dict(CASE_OUTCOMES)
        self._check_text(labels.get(outcome), "outcome")
        self._check_text(conclusion, "conclusion")
        for case in self:
            case._check_transition("closed")
            case._end_assignments(open_reason)
            case._end("closed", ground, outcome=outcome, conclusion=conclusion)

    def action_refuse(self, ground_id, conclusion):
        """End cases that do not become support.

        :param ground_id: id of a ground from the list
        :param conclusion: why, and what the family was advised
        """
        self._check_may(HEAD)
        ground = self._get_ground(ground_id, is_refusal=True)
        self._check_text(conclusion, "conclusion")
        for case in self:
            case._check_transition("refused")
            case._end_assignments(conclusion)
            case._end("refused", ground, conclusion=conclusion)

    def _activate(self):
        """Begin the support when a plan becomes current."""
        self.filtered(lambda case: case.state == "planning")._transition("active")

    def _end(self, state, ground, **values):
        self.plan_ids._close()
        self.visit_ids._cancel_planned(ground.name)
        self.level_ids._end_current(self._get_today())
        self.activity_unlink(["mail.mail_activity_data_todo"])
        self._transition(
            state,
            payload={"ground": ground.code},
            closing_ground_id=ground.id,
            closed_date=self._get_today(),
            **values,
        )
        self.flush_recordset(["state"])

    def _end_assignments(self, reason):
        """Revoke what still runs, with the stated reason."""
        running = self.assignment_ids.filtered("is_open")
        if running and not (reason or "").strip():
            raise UserError(
                self.env._(
                    "Support case %(case)s: measures without a result: %(count)s. "
                    "State why they end, or wait for the reports.",
                    case=self.name,
                    count=len(running),
                )
            )
        running._revoke(reason)

    def _get_ground(self, ground_id, is_refusal):
        ground = self.env["social.support.closing.ground"].browse(ground_id).exists()
        if not ground or ground.is_refusal != is_refusal:
            raise UserError(
                self.env._(
                    "%(cases)s: this ground does not fit the decision. "
                    "Choose a ground from the list.",
                    cases=", ".join(self.mapped("name")),
                )
            )
        return ground

    def _check_assessed(self):
        signed = self.assessment_ids.filtered(lambda act: act.state == "signed")
        missing = [
            name
            for name, is_met in (
                (self.env._("a signed act of assessment"), signed),
                (self.env._("the level of support"), self.level_id),
            )
            if not is_met
        ]
        if missing:
            raise UserError(
                self.env._(
                    "Support case %(case)s cannot be planned. It lacks: %(missing)s. "
                    "Complete it and try again.",
                    case=self.name,
                    missing=", ".join(missing),
                )
            )

    def _check_giving(self):
        """Refuse to give measures before planning and after the end."""
        for case in self:
            if case.state not in GIVING_STATES:
                raise UserError(
                    self.env._(
                        "Support case %(case)s gives no measures in this state. "
                        "Assess the family and plan the support first.",
                        case=case.name,
                    )
                )

    def _get_today(self):
        return fields.Date.context_today(self, self._now())
