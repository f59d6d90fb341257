from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Date

from .social_control_document_mixin import HEAD, INSPECTOR


class SocialControlInspectionFlow(models.Model):
    """The order to inspect, the start with its frozen method, the end."""

    _inherit = "social.control.inspection"

    can_draft_order = fields.Boolean(
        compute="_compute_can_draft_order", groups="base.group_user"
    )

    @api.depends(
        "state",
        "participant_id",
        "finding_ids.state",
        "finding_ids.item_ids.order_id.state",
    )
    @api.depends_context("uid")
    def _compute_can_draft_order(self):
        for inspection in self:
            inspection.can_draft_order = not inspection._why_not_draft_order()

    def action_schedule(self, decision, scheduled_date):
        """Sign the order to inspect.

        :param decision: number and date of the order
        :param scheduled_date: the day on which the inspection begins
        """
        self._check_may(HEAD)
        self._check_text(decision, "decision")
        day = Date.to_date(scheduled_date)
        for inspection in self:
            inspection._check_complete()
            inspection._check_subject()
            inspection._check_inspectors()
            inspection._check_scheduled_date(day)
            inspection._transition(
                "scheduled",
                decision=decision.strip(),
                scheduled_date=day,
                scheduled_by_id=self.env.uid,
            )

    def action_start(self):
        """Start the inspections: the method is frozen and the term begins."""
        self._check_may(INSPECTOR)
        for inspection in self:
            inspection._check_inspector()
            inspection._check_begun()
            inspection._do_start()

    def action_close(self):
        """Close inspections whose act is handed over and free of open objections."""
        self._check_may(HEAD)
        for inspection in self:
            if reason := inspection._why_not_close():
                raise UserError(reason)
            inspection._transition("closed")

    def action_cancel(self, reason):
        """Cancel inspections that have not started.

        :param reason: why, with the number of the paper
        """
        self._check_may(HEAD)
        self._check_text(reason, "cancel_reason")
        self._transition("cancelled", cancel_reason=reason, closed_at=self._now())

    def action_draft_order(self):
        """Draft a prescription on the confirmed violations that have none.

        :returns: the action that opens the draft
        """
        self.ensure_one()
        if reason := self._why_not_draft_order():
            raise UserError(reason)
        order = self.env["social.control.order"]._create_from_findings(
            self, self._get_unprescribed()
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": order._name,
            "res_id": order.id,
            "view_mode": "form",
        }

    def _why_not_draft_order(self):
        """Return why the user cannot draft a prescription now."""
        if reason := self._why_not(INSPECTOR):
            return reason
        if self.state in ("act_signed", "closed") and self._get_unprescribed():
            return ""
        return self.env._(
            "Inspection %(inspection)s has no confirmed violation without a "
            "prescription. Sign the act or open the prescription.",
            inspection=self.name,
        )

    def _get_unprescribed(self):
        return self.finding_ids.filtered(
            lambda finding: finding.state == "confirmed" and not finding._is_ordered()
        ).sorted("id")

    def _check_complete(self):
        if missing := self._missing_items():
            raise UserError(
                self.env._(
                    "Inspection %(inspection)s cannot be scheduled. It lacks: "
                    "%(missing)s. Complete it and try again.",
                    inspection=self.name,
                    missing=", ".join(missing),
                )
            )

    def _missing_items(self):
        """Return what the law asks for before the order and the draft does not have."""
        names = ["purpose", "inspector_ids"]
        if self.rule_id.is_checklist_required:
            names.append("checklist_id")
        if self.ground_id:
            names.append("ground_details")
        if self.is_approval_needed:
            names.append("prosecutor_approval")
        missing = [self._get_label(name) for name in names if not self[name]]
        return missing + self._missing_of_checklist()

    def _missing_of_checklist(self):
        checklist = self.checklist_id
        checks = {
            self.env._("questions of the checklist"): checklist.question_ids,
            self.env._("the act that approves the checklist"): checklist.approved_by,
        }
        return [name for name, is_met in checks.items() if checklist and not is_met]

    def _check_scheduled_date(self, day):
        calendar = self.participant_id.sudo().calendar_id
        if not day or not calendar._is_working_day(day):
            raise ValidationError(
                self.env._(
                    "Inspection %(inspection)s: it begins on a working day of the "
                    "calendar “%(calendar)s”. Choose another day.",
                    inspection=self.name,
                    calendar=calendar.name,
                )
            )
        if day < self._today():
            raise ValidationError(
                self.env._(
                    "Inspection %(inspection)s: the order is signed before the "
                    "inspection begins. Choose today or a later day.",
                    inspection=self.name,
                )
            )

    def _check_inspector(self):
        user = self.env.user
        if not user._is_superuser() and user not in self.sudo().inspector_ids:
            raise UserError(
                self.env._(
                    "Inspection %(inspection)s: only the inspectors named in the "
                    "order do this. Ask one of them.",
                    inspection=self.name,
                )
            )

    def _check_begun(self):
        if self.state == "scheduled" and self._today() < self.scheduled_date:
            raise UserError(
                self.env._(
                    "Inspection %(inspection)s is scheduled for %(day)s. "
                    "Start it on that day or later.",
                    inspection=self.name,
                    day=self.scheduled_date.strftime("%d.%m.%Y"),
                )
            )

    def _do_start(self):
        now, rule = self._now(), self.rule_id
        checklist = self.checklist_id
        deadline, explanation = rule._count_term(
            rule.term_value,
            now,
            self.participant_id,
            "inspection_started",
            rule.legal_basis,
        )
        self._transition(
            "started",
            started_at=now,
            carried_date=self._today(),
            deadline=deadline,
            deadline_explanation=explanation,
            checklist_title=checklist and f"{checklist.name}, {checklist.approved_by}",
            partial_share=checklist.partial_share,
            is_unchecked_counted=checklist.is_unchecked_counted,
        )
        self.env["social.control.inspection.line"]._create_from_questions(
            self, checklist.question_ids
        )

    def _why_not_close(self):
        """Return why an inspection is not closed yet."""
        if self.state == "act_signed" and not self.handed_at:
            return self.env._(
                "Inspection %(inspection)s: its act is not handed over. "
                "Hand it over first.",
                inspection=self.name,
            )
        if self.objection_ids.filtered(lambda one: not one.decision):
            return self.env._(
                "Inspection %(inspection)s has objections without a decision. "
                "Decide on them first.",
                inspection=self.name,
            )
        return ""
