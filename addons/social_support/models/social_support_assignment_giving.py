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
        cases = self._collect(vals_list, "case_id")
        own_cases = self.env["social.support.case"].browse(cases)
        own_cases._check_may(CURATOR)
        own_cases._check_giving()
        proposed = self._prepare_proposed(vals_list, cases)
        # The database checks that a row of the plan has one running measure.
        self.flush_model(["state"])
        return self._unlocked().create(proposed).with_env(self.env)

    @api.model
    def _prepare_proposed(self, vals_list, cases):
        """Return the values with papers and terms, each looked up once."""
        bodies = self._collect(vals_list, "participant_id")
        papers, terms, proposed = {}, {}, []
        for vals in vals_list:
            case, body = cases[vals["case_id"]], bodies[vals["participant_id"]]
            clock = body.calendar_id, body.tz
            if (case, body) not in papers:
                papers[case, body] = self._get_paper(case, body).id
            if clock not in terms:
                terms[clock] = self._prepare_answer_term(body)
            proposed.append({**vals, "consent_id": papers[case, body], **terms[clock]})
        return proposed

    @api.model
    def _collect(self, vals_list, name):
        """Return ``{id: record}`` of what the values name, read in one go."""
        records_sudo = self.env[self._fields[name].comodel_name].sudo()
        ids = dict.fromkeys(vals[name] for vals in vals_list)
        return {record.id: record for record in records_sudo.browse(ids)}

    @api.model
    def _prepare_answer_term(self, body):
        """Return by when an organisation accepts or refuses what is proposed now."""
        now = self._now()
        norms = self.env["social.support.norm"]
        deadline, explanation = norms._due("answer_days", "sent", now, body)
        return {
            "proposed_at": now,
            "answer_deadline": deadline,
            "deadline": deadline,
            "deadline_explanation": explanation,
        }

    @api.model
    def _get_paper(self, case, body):
        """Return the paper that lets the organisation know of the citizen."""
        paper = case._get_valid_papers(body)[:1]
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
