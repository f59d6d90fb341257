from odoo import api, fields, models
from odoo.exceptions import UserError

from .social_control_document_mixin import HEAD, INSPECTOR

ESCALATION = "social_control.mail_activity_type_order_failed"


class SocialControlOrderFlow(models.Model):
    """How a prescription is issued, checked, re-checked and extended."""

    _inherit = "social.control.order"

    can_check = fields.Boolean(compute="_compute_can_check")

    @api.depends("state", "deadline", "participant_id")
    @api.depends_context("uid")
    def _compute_can_check(self):
        for order in self:
            order.can_check = not order._why_not_check()

    def action_issue(self):
        """Sign the prescriptions; the organisation sees them and the term begins."""
        self._check_may(HEAD)
        for order in self:
            order._check_transition("issued")
            order._check_issuable()
            order._do_issue(order.term_days, signer_id=self.env.uid)

    def action_check(self):
        """Close the check: items are marked, what is not met stays to be re-checked."""
        for order in self:
            if reason := order._why_not_check():
                raise UserError(reason)
            order._check_marked()
            if failed := order.item_ids.filtered(lambda item: item.result == "failed"):
                order._do_fail(failed)
            else:
                order._do_meet()

    def action_recheck(self, days):
        """Set a new term for the failed items, and only for them.

        :param days: working days from today
        """
        self._check_may(HEAD)
        for order in self:
            if order.state != "failed":
                raise UserError(
                    self.env._(
                        "Prescription %(order)s has no failed items. "
                        "Only failed items are checked again.",
                        order=order.name,
                    )
                )
            order._check_days(days)
            order.item_ids._reopen()
            order._do_issue(days, event="recheck", round=order.round + 1)

    def action_extend(self, days, ground):
        """Extend the term by a signed act.

        :param days: working days by which the term grows
        :param ground: why, as the act will say
        """
        self.ensure_one()
        self._check_may(HEAD)
        self._check_text(ground, "ground", self.act_ids)
        self._check_days(days)
        self._check_extendable(days)
        self._lock_for_transition()
        before, body = self.deadline, self.subject_id.sudo()
        after = body.calendar_id._add_working_days(before, days, body.tz)
        self._unlocked().write({"deadline": after})
        act_sudo = self._sign_act(days, ground, before)
        self._journal("extended", {"act": act_sudo.id, "days": days})

    def action_cancel(self, reason):
        """Cancel prescriptions that are not met yet.

        :param reason: why, shown to the organisation
        """
        self._check_may(HEAD)
        self._check_text(reason, "cancel_reason")
        self._transition("cancelled", cancel_reason=reason, closed_at=self._now())

    def _why_not_check(self):
        """Return why the user cannot check the prescription now."""
        if reason := self._why_not(INSPECTOR):
            return reason
        is_over = self.deadline and self.deadline < self._now()
        if self.state == "submitted" or (self.state == "issued" and is_over):
            return ""
        return self.env._(
            "Prescription %(order)s is checked when its proof has come or its term is "
            "over. Wait for one of the two.",
            order=self.name,
        )

    def _check_issuable(self):
        for order in self:
            if not order.item_ids:
                raise UserError(
                    self.env._(
                        "Prescription %(order)s has no items. "
                        "Add the violations to be eliminated.",
                        order=order.name,
                    )
                )
            if not order.inspection_id.handed_at:
                raise UserError(
                    self.env._(
                        "Prescription %(order)s: the act of inspection %(inspection)s "
                        "is not handed over. Hand it over first.",
                        order=order.name,
                        inspection=order.inspection_id.name,
                    )
                )

    def _do_issue(self, days, event=None, **values):
        now, rule = self._now(), self.inspection_id.rule_id
        deadline, explanation = rule._count_term(
            days, now, self.subject_id, "order_issued", rule.order_legal_basis
        )
        self._transition(
            "issued",
            event=event,
            payload={"days": days},
            issued_at=self.issued_at or now,
            deadline=deadline,
            deadline_explanation=explanation,
            **values,
        )

    def _check_marked(self):
        waiting = self.item_ids.filtered(lambda item: item.result == "pending")
        if waiting:
            raise UserError(
                self.env._(
                    "Prescription %(order)s has items without a mark: %(count)s. "
                    "Mark each of them as met or not met.",
                    order=self.name,
                    count=len(waiting),
                )
            )

    def _do_meet(self):
        self._transition("met", closed_at=self.submitted_at or self._now())
        self._eliminate_met()

    def _do_fail(self, failed):
        self._transition("failed", payload={"failed": failed.ids})
        self._eliminate_met()
        failed._count_failure()
        if not self.escalated_at and any(item.failed_count > 1 for item in failed):
            self._escalate()

    def _eliminate_met(self):
        met = self.item_ids.filtered(lambda item: item.result == "met")
        met.finding_id.filtered(lambda one: not one.eliminated_date)._do_eliminate()

    def _escalate(self):
        """Call the heads of the body, once for a prescription."""
        head = self.env.ref(HEAD)
        heads = self.sudo().participant_id.user_ids.filtered(
            lambda user: head in user.all_group_ids
        )
        for user in heads:
            self.sudo().activity_schedule(ESCALATION, self._today(), user_id=user.id)
        self._unlocked().write({"escalated_at": self._now()})
        self._journal("escalated", {"heads": heads.ids})

    def _check_days(self, days):
        if days < 1:
            raise UserError(
                self.env._(
                    "Prescription %(order)s: a term is one working day at least. "
                    "Enter a number above zero.",
                    order=self.name,
                )
            )

    def _check_extendable(self, days):
        if self.state != "issued" or self.deadline < self._now():
            raise UserError(
                self.env._(
                    "Prescription %(order)s: only a running term is extended. "
                    "Check the prescription instead.",
                    order=self.name,
                )
            )
        limit = self.inspection_id.rule_id.order_extension_limit
        used = sum(self.act_ids.mapped("days"))
        if used + days > limit:
            raise UserError(
                self.env._(
                    "Prescription %(order)s: its term grows by %(limit)s working days "
                    "in all, %(used)s are used. Enter a smaller number.",
                    order=self.name,
                    limit=limit,
                    used=used,
                )
            )

    def _sign_act(self, days, ground, before):
        number = self.env["ir.sequence"]._next_numbers("social.control.order.act", 1)[0]
        return self.act_ids._unlocked().create(
            {
                "name": number,
                "order_id": self.id,
                "days": days,
                "ground": ground.strip(),
                "deadline_before": before,
                "deadline_after": self.deadline,
                "signed_at": self._now(),
                "signer_id": self.env.uid,
            }
        )
