from odoo import api, fields, models
from odoo.addons.social_interagency.tools.selections import PAPER_CHANNELS
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_datetime

from .social_support_document_mixin import CURATOR


class SocialSupportAssignmentAnswer(models.Model):
    """What an organisation does with a measure: accepts, refuses, reports, reads."""

    _inherit = "social.support.assignment"

    can_answer = fields.Boolean(compute="_compute_can_answer")

    @api.depends("state", "participant_id")
    @api.depends_context("uid")
    def _compute_can_answer(self):
        for assignment in self:
            assignment.can_answer = not assignment._why_not_answer()

    def action_accept(self, executor_name=None):
        """Accept the measures; their term counts from now.

        :param executor_name: who in the organisation will do it, the user if not given
        """
        self._check_can_answer()
        now = self._now()
        for assignment in self:
            deadline, explanation = assignment.sudo()._get_work_term(now)
            assignment._transition(
                "accepted",
                answered_at=now,
                executor_name=executor_name or self.env.user.name,
                deadline=deadline,
                deadline_explanation=explanation,
            )

    def action_refuse(self, reason_id, text=None):
        """Refuse the measures.

        :param reason_id: id of a reason from the list
        :param text: explanation to the curator
        """
        self._check_can_answer()
        reason = self.env["social.support.refusal.reason"].browse(reason_id).exists()
        if not reason:
            raise UserError(
                self.env._(
                    "Measure %(assignments)s: a refusal needs a reason. "
                    "Choose it from the list.",
                    assignments=", ".join(self.mapped("name")),
                )
            )
        now = self._now()
        self._transition(
            "refused",
            payload={"reason": reason.sudo().code},
            refusal_reason_id=reason.id,
            refusal_text=text,
            answered_at=now,
            closed_at=now,
        )

    def action_report(self, outcome, result, attachment_ids=()):
        """Report what came of the measure.

        :param outcome: ``done`` or ``not_done``
        :param result: what was done, or why it was not
        :param attachment_ids: ids of files that this user has just uploaded
        """
        self.ensure_one()
        self._check_can_answer()
        self._check_report(outcome, result)
        files_sudo = self.env["ir.attachment"].sudo().browse(attachment_ids).exists()
        files_sudo._check_own_uploads()
        self._transition(
            outcome,
            result=result,
            result_attachment_ids=files_sudo.ids,
            closed_at=self._now(),
        )
        files_sudo._bind_to(self.sudo())
        self.sudo()._mark_programme()

    def _get_signing_participant(self):
        return self.participant_id

    def _check_report(self, outcome, result):
        _ = self.env._
        checks = {
            _("whether it was done"): outcome in ("done", "not_done"),
            _("the result"): (result or "").strip(),
        }
        if missing := [name for name, is_met in checks.items() if not is_met]:
            raise UserError(
                _(
                    "The report on measure %(assignment)s lacks: %(items)s. "
                    "Fill it in and send the report again.",
                    assignment=self.name,
                    items=", ".join(missing),
                )
            )

    def get_details(self):
        """Return what the organisation may see of the citizen; each call is journaled.

        :returns: list of dicts ``code``, ``label``, ``value``; nothing after the
            consent or the contract has ended
        """
        self.ensure_one()
        self._check_can_answer()
        case_sudo = self.sudo().case_id
        papers_sudo = case_sudo._get_valid_papers(self.participant_id)
        details = papers_sudo.detail_ids
        texts = case_sudo.citizen_id._get_support_details(details.mapped("code"))
        self._journal("disclosed", {"details": sorted(texts)})
        return [
            {"code": detail.code, "label": detail.name, "value": texts[detail.code]}
            for detail in details.sorted()
            if detail.code in texts
        ]

    def action_show_details(self):
        """Open the page of the cabinet that shows the citizen's details."""
        self.ensure_one()
        self._check_can_answer()
        return {
            "type": "ir.actions.act_url",
            "url": f"/my/support/{self.id}",
            "target": "new",
        }

    @api.model
    def _get_portal_domains(self):
        """Return the heaps into which the portal sorts an organisation's measures."""
        own = Domain("participant_id", "in", self.env.user.social_participant_ids.ids)
        running = own & Domain("is_open", "=", True)
        return {
            "proposed": running & Domain("state", "=", "proposed"),
            "accepted": running & Domain("state", "=", "accepted"),
            "overdue": running & Domain("deadline_state", "=", "overdue"),
            "open": running,
        }

    @api.model
    def _count_for_portal(self, heap):
        """Return the size of a heap, nothing for users who see no measures."""
        if not self.has_access("read"):
            return 0
        return self.search_count(self._get_portal_domains()[heap])

    @api.model
    def _get_ended_domain(self):
        own = self.env.user.social_participant_ids
        return Domain("participant_id", "in", own.ids) & Domain("is_open", "=", False)

    @api.model
    def _count_ended(self):
        return self.sudo().search_count(self._get_ended_domain())

    @api.model
    def _get_ended(self, limit, offset=0):
        """Return the organisation's ended measures without a word about citizens.

        :rtype: list of dicts ``name``, ``measure``, ``state``, ``proposed``, ``closed``
        """
        ended_sudo = self.sudo().search(
            self._get_ended_domain(), limit=limit, offset=offset
        )
        states = dict(self._fields["state"]._description_selection(self.env))
        return [
            {
                "name": measure_sudo.name,
                "measure": measure_sudo.measure_id.name,
                "state": states[measure_sudo.state],
                "proposed": format_datetime(self.env, measure_sudo.proposed_at),
                "closed": format_datetime(self.env, measure_sudo.closed_at),
            }
            for measure_sudo in ended_sudo
        ]

    def _why_not_answer(self):
        """Return why the user may not act for the organisation, nothing if he may.

        An organisation without the portal answers on paper: the curator enters it.
        """
        user = self.env.user
        assignment_sudo = self.sudo()
        if not assignment_sudo.is_open:
            return self.env._(
                "Measure %(assignment)s is over for the organisation. "
                "Ask the curator to give it anew.",
                assignment=assignment_sudo.name,
            )
        body_sudo = assignment_sudo.participant_id
        if user._acts_for(body_sudo):
            return ""
        is_on_paper = body_sudo.channel in PAPER_CHANNELS
        case = assignment_sudo.case_id.with_user(user)
        if is_on_paper and not case._why_not(CURATOR):
            return ""
        return self.env._(
            "Measure %(assignment)s is answered by “%(participant)s”. "
            "Wait for the answer in its cabinet or revoke the measure.",
            assignment=assignment_sudo.name,
            participant=body_sudo.name,
        )

    def _check_can_answer(self):
        for assignment in self:
            if reason := assignment._why_not_answer():
                raise UserError(reason)

    def _get_work_term(self, now):
        facts = {
            "value": self.days,
            "unit": "working_days",
            "start_event": "accepted",
            "legal_basis": self.measure_id.legal_basis,
        }
        body = self.participant_id
        return body.calendar_id._explain_due(facts, now, body.tz)

    def _mark_programme(self):
        """Mark the row of the individual programme that the measure performs."""
        row = self.line_id.programme_measure_id
        if row.programme_id.state == "in_force":
            mark = "performed" if self.state == "done" else "not_performed"
            row._mark(mark, self.name)
