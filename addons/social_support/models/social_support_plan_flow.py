from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .social_support_document_mixin import CURATOR, HEAD


class SocialSupportPlanFlow(models.Model):
    """The way of a plan from its draft through its versions to its end."""

    _inherit = "social.support.plan"

    def action_take_programme(self):
        """Add the support measures of the programme in force that the plan lacks."""
        self.ensure_one()
        self._check_may(CURATOR)
        rows = self.case_id.citizen_id.programme_ids.filtered(
            lambda programme: programme.state == "in_force"
        ).measure_ids
        missing = rows - self.line_ids.programme_measure_id
        if not missing:
            raise UserError(
                self.env._(
                    "Plan %(plan)s: the individual programme in force has no further "
                    "measures. Add measures by hand.",
                    plan=self.name,
                )
            )
        self.line_ids = [
            Command.create(
                {
                    "measure_id": row.measure_id.id,
                    "participant_id": row.participant_id.id,
                    "programme_measure_id": row.id,
                }
            )
            for row in missing
        ]

    def action_approve(self):
        """Approve the drafts: each becomes the current plan of its case.

        Measures that the former version gave and this one keeps go on; the others
        are revoked.
        """
        self._check_may(HEAD)
        for plan in self:
            plan._check_transition("current")
            plan._check_complete()
            plan._supersede()
            plan._transition(
                "current",
                approved_date=fields.Date.context_today(self, self._now()),
                signer_name=self.env.user.name,
                signer_position=self.env.user.sudo().partner_id.function,
            )
            plan.flush_recordset(["state"])
            plan.case_id._activate()

    def action_assign(self):
        """Give every measure of the plan that is not given yet to its organisation."""
        self._check_may(CURATOR)
        for plan in self:
            plan._check_current()
        lines = self.line_ids._filter_unassigned()
        if not lines:
            raise UserError(
                self.env._(
                    "Plan %(plans)s: every measure is given already. "
                    "Make a new version of the plan to add measures.",
                    plans=", ".join(self.mapped("name")),
                )
            )
        lines.action_assign()

    def action_extend(self, end_date, ground):
        """Extend the current plan by a signed act.

        :param end_date: the new last day
        :param ground: why, as the act will say
        """
        self.ensure_one()
        self._check_may(HEAD)
        self._check_current()
        self.case_id._check_text(ground, "ground", self.extension_ids)
        before, after = self.end_date, fields.Date.to_date(end_date)
        if not after or after <= before:
            raise UserError(
                self.env._(
                    "Plan %(plan)s: the new end is not later than the present one. "
                    "Enter a later day.",
                    plan=self.name,
                )
            )
        self.env["social.support.plan.extension"]._unlocked().create(
            {
                "plan_id": self.id,
                "ground": ground,
                "date_before": before,
                "date_after": after,
                "signer_id": self.env.uid,
                "signed_date": fields.Date.context_today(self, self._now()),
            }
        )
        self._unlocked().write({"end_date": after})
        self._journal("extended", {"until": after.isoformat()})

    def action_new_version(self):
        """Copy the current plan into a draft of its next version.

        Measures that have their result stay in this version.

        :returns: the action that opens the draft
        """
        self.ensure_one()
        self._check_may(CURATOR)
        self._check_current()
        today = fields.Date.context_today(self, self._now())
        draft = self.create(
            {
                "case_id": self.case_id.id,
                "start_date": today,
                "goal": self.goal,
                "line_ids": [
                    Command.create(line._prepare_copy())
                    for line in self.line_ids._filter_unfinished()
                ],
            }
        )
        draft._unlocked().write({"previous_id": self.id, "version": self.version + 1})
        return draft._open()

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def _supersede(self):
        """End the version in force; what this one keeps of it goes on."""
        former = self.case_id.plan_id
        if not former:
            return
        former._transition("superseded", payload={"next": self.id})
        self.env.flush_all()
        self.line_ids._take_over()
        left = former.line_ids.assignment_ids.filtered("is_open")
        left._revoke(
            self.env._(
                "Version %(version)s of the plan has no such measure.",
                version=self.version,
            )
        )

    def _close(self):
        """End plans together with their case."""
        plans = self.filtered(lambda plan: plan.state in ("draft", "current"))
        plans._transition("closed")

    def _check_complete(self):
        if not self.line_ids:
            raise UserError(
                self.env._(
                    "Plan %(plan)s has no measures. Add what the family needs.",
                    plan=self.name,
                )
            )

    def _check_current(self):
        if self.state != "current":
            raise UserError(
                self.env._(
                    "Plan %(plan)s is not the current one. "
                    "Approve it or open the current plan of the case.",
                    plan=self.name,
                )
            )
