from odoo import api, models
from odoo.exceptions import UserError

from .social_support_document_mixin import CURATOR


class SocialSupportAssignmentGiving(models.Model):
    """How measures are given to organisations, taken back and given anew."""

    _inherit = "social.support.assignment"

    _reminder_type = "social_support.mail_activity_type_assignment"
    _escalation_type = "social_support.mail_activity_type_silence"

    @api.model
    def _propose(self, vals_list):
        """Give measures to their organisations; all of them or none.

        Papers, terms, numbers and journal take one pass over the whole batch.

        :param vals_list: values of assignments without their papers and terms
        :raises UserError: when no consent or contract lets the organisation know
        """
        cases = self.env["social.support.case"].browse(
            dict.fromkeys(vals["case_id"] for vals in vals_list)
        )
        cases._check_may(CURATOR)
        cases._check_giving()
        now, papers, terms = self._now(), {}, {}
        complete = []
        for vals in vals_list:
            key = (vals["case_id"], vals["participant_id"])
            if key not in papers:
                papers[key] = self._get_paper(*key)
            body = self._get_body(vals["participant_id"])
            place = (body.calendar_id, body.tz)
            if place not in terms:
                terms[place] = self._get_answer_term(now, body)
            deadline, explanation = terms[place]
            complete.append(
                {
                    **vals,
                    "consent_id": papers[key].id,
                    "proposed_at": now,
                    "answer_deadline": deadline,
                    "deadline": deadline,
                    "deadline_explanation": explanation,
                }
            )
        return self._unlocked().create(complete).with_env(self.env)

    @api.model
    def _get_body(self, participant_id):
        return self.env["social.interagency.participant"].sudo().browse(participant_id)

    @api.model
    def _get_answer_term(self, now, body):
        return self.env["social.support.norm"]._due("answer_days", "sent", now, body)

    @api.model
    def _get_paper(self, case_id, participant_id):
        """Return the paper that lets the organisation know of the citizen."""
        case = self.env["social.support.case"].browse(case_id)
        body = self._get_body(participant_id)
        paper = case.sudo()._get_valid_papers(body)[:1]
        if not paper:
            raise UserError(
                self.env._(
                    "Support case %(case)s: no consent or contract in force lets "
                    "“%(participant)s” see the family's details. Record the consent "
                    "with this organisation in it.",
                    case=case.name,
                    participant=body.name,
                )
            )
        return paper

    def action_revoke(self, reason):
        """Take measures back from their organisations.

        :param reason: why the measure is no longer needed
        """
        self._check_may(CURATOR)
        self.case_id._check_text(reason, "revoke_reason", self)
        self._revoke(reason)

    def _revoke(self, reason):
        if self:
            self._transition("revoked", revoke_reason=reason, closed_at=self._now())

    def action_reassign(self, participant_id, days=None):
        """Give a measure that was refused, not done or revoked to an organisation.

        The former one stays in the history.

        :param participant_id: id of the organisation, the same one or another
        :param days: working days of the new term, the former if not given
        :returns: id of the new assignment
        """
        self.ensure_one()
        self._check_may(CURATOR)
        if self.state not in ("refused", "not_done", "revoked"):
            raise UserError(
                self.env._(
                    "Measure %(assignment)s is still with its organisation. "
                    "Revoke it before you give it to another one.",
                    assignment=self.name,
                )
            )
        successor = self._propose(
            [
                {
                    "case_id": self.case_id.id,
                    "line_id": self.line_id.id,
                    "decision_id": self.decision_id.id,
                    "measure_id": self.measure_id.id,
                    "participant_id": participant_id,
                    "days": days or self.days,
                    "content": self.content,
                    "previous_id": self.id,
                }
            ]
        )
        return successor.id

    def _check_may(self, group):
        self.case_id._check_may(group)

    def _get_reminded_users(self):
        """Return the curator: the organisation sees its terms in the portal."""
        return self.officer_id

    def _get_escalation_users(self):
        heads = self._get_role_users(
            self.case_id.participant_id, "social_support.group_support_head"
        )
        return heads | self.officer_id
