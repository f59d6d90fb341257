from odoo import api, fields, models
from odoo.exceptions import UserError

SIGNATURE = "social_interagency.mail_activity_type_signature"


class SocialInteragencyRegulationFlow(models.Model):
    """The way of a regulation: approval, activation, new version, repeal."""

    _inherit = "social.interagency.regulation"

    def action_submit(self):
        """Hand the draft to its signers; their turn comes in order."""
        self.check_access("write")
        for regulation in self:
            regulation._check_complete()
            regulation._restart_approvals()
            regulation._transition(
                "approval",
                event="submitted",
                submitted_at=self._now(),
                decision_ground=False,
            )
            regulation._call_signer()

    def action_sign(self, comment=False):
        """Sign for the signer whose turn it is.

        :param comment: remark of the signer, or the paper that he signed
        """
        self.ensure_one()
        return self._get_waiting_approval().action_sign(comment)

    def action_refuse(self, comment):
        """Refuse the signature; the regulation returns to its author.

        :param comment: the reason, required
        """
        self.ensure_one()
        return self._get_waiting_approval().action_refuse(comment)

    def action_activate(self):
        """Put the approved version into force and supersede the former one."""
        self.check_access("write")
        for regulation in self.sorted("effective_from"):
            if reason := regulation._why_not_activate():
                raise UserError(reason)
            regulation._do_activate()

    def action_repeal(self, ground):
        """Repeal the regulation from today on.

        :param ground: the act that repeals it
        """
        self.check_access("write")
        self._check_ground(ground)
        for regulation in self:
            regulation._transition(
                "repealed",
                decision_ground=ground,
                effective_to=regulation._get_last_day(),
            )

    def action_new_version(self):
        """Open the draft of the next version; make it when there is none."""
        self.ensure_one()
        self.check_access("write")
        draft = self.search([("previous_id", "=", self.id), ("state", "=", "draft")])
        return self._open(draft[:1] or self._do_new_version())

    def action_ask_decision(self):
        """Open the form that asks for the ground of a refusal or a repeal."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ground of the Decision"),
            "res_model": "social.interagency.regulation.decision",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_regulation_id": self.id,
                "default_kind": self.env.context.get("decision", "refuse"),
            },
        }

    def action_compare(self):
        """Show two versions side by side: both chosen, or one with its former."""
        newer, older = self._get_pair()
        view = "social_interagency.social_interagency_regulation_view_form_comparison"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Difference between Versions"),
            "res_model": self._name,
            "res_id": newer.id,
            "views": [(self.env.ref(view).id, "form")],
            "context": {"compare_with_id": older.id},
        }

    def _missing_items(self):
        """Return what keeps the draft from approval, as sentences."""
        self.ensure_one()
        return [
            *(label for label, value in self._get_requisites() if not value),
            *(
                f"{section.display_name}: {section.unmet_reason}"
                for section in self.section_ids
                if section.is_mandatory and not section.is_met
            ),
        ]

    def _get_requisites(self):
        _ = self.env._
        return [
            (_("The number of the act is missing."), self.number),
            (_("The date of the act is missing."), self.date),
            (_("No issuing body is named."), self.issuer_ids),
            (_("The day of coming into force is missing."), self.effective_from),
            (_("No signer is named."), self.approval_ids),
        ]

    def _check_complete(self):
        if missing := self._missing_items():
            raise UserError(
                self.env._(
                    "%(regulation)s cannot be submitted for approval. Mend first:\n"
                    "%(missing)s",
                    regulation=self.display_name,
                    missing="\n".join(missing),
                )
            )

    def _check_ground(self, ground):
        if not (ground or "").strip():
            raise UserError(
                self.env._(
                    "%(regulation)s: the ground of the decision is empty. "
                    "Write the reason or the act.",
                    regulation=", ".join(self.mapped("display_name")),
                )
            )

    def _restart_approvals(self):
        """Keep the decisions of the former round aside and begin a new one."""
        decided = self.approval_ids.filtered(
            lambda approval: approval.state != "waiting"
        )
        for approval in decided._unlocked():
            approval.copy()
        decided._unlocked().write({"active": False})

    def _get_waiting_approval(self):
        if not self.current_approval_id or self.state != "approval":
            raise UserError(
                self.env._(
                    "%(regulation)s waits for no signature now. Reload the page.",
                    regulation=self.display_name,
                )
            )
        return self.current_approval_id

    def _call_signer(self):
        """Remind the signer whose turn it is; close the reminder of the former."""
        regulation_sudo = self.sudo()
        regulation_sudo.activity_unlink([SIGNATURE])
        signer = regulation_sudo.current_approval_id.user_id
        if regulation_sudo.state == "approval" and signer:
            regulation_sudo.activity_schedule(SIGNATURE, user_id=signer.id)

    def _on_signed(self):
        if not self.sudo().current_approval_id:
            self._transition("approved")
        self._call_signer()

    def _on_refused(self, ground):
        self._transition("draft", event="returned_to_author", decision_ground=ground)
        self._call_signer()

    def _why_not_activate(self):
        """Return why the version cannot come into force today, or nothing."""
        today = self._get_today()
        if self.state != "approved":
            return self._explain_refused_transition("in_force")
        if self.effective_from > today:
            return self.env._(
                "%(regulation)s comes into force on %(day)s. Wait for that day: "
                "it is activated by itself.",
                regulation=self.display_name,
                day=self.effective_from.strftime("%d.%m.%Y"),
            )
        if self.effective_to and self.effective_to < today:
            return self.env._(
                "%(regulation)s ceased on %(day)s already. Repeal it.",
                regulation=self.display_name,
                day=self.effective_to.strftime("%d.%m.%Y"),
            )
        former = self._get_former()
        if former and former.effective_from >= self.effective_from:
            return self.env._(
                "%(former)s came into force on the same day or later than "
                "%(regulation)s. Repeal one of the two.",
                former=former.display_name,
                regulation=self.display_name,
            )
        return None

    def _get_today(self):
        """Return the date where the coordinating body sits."""
        zone = self.coordinator_id.tz or "Europe/Moscow"
        moment = fields.Datetime.context_timestamp(
            self.with_context(tz=zone), self._now()
        )
        return moment.date()

    def _get_last_day(self):
        last = max(self._get_today(), self.effective_from)
        return min(last, self.effective_to or last)

    def _get_former(self):
        return self.search([("scope", "=", self.scope), ("state", "=", "in_force")])

    def _do_activate(self):
        former = self._get_former()
        for regulation in former:
            last = self._get_last_day_before()
            regulation._transition(
                "superseded",
                payload={"next_regulation_id": self.id},
                effective_to=min(last, regulation.effective_to or last),
            )
        former.flush_recordset()
        self._transition("in_force", previous_id=self.previous_id.id or former.id)
        self.flush_recordset()

    def _do_new_version(self):
        latest = max(self._get_family().mapped("version"))
        return self.copy(
            {"previous_id": self.id, "version": latest + 1, "amendment": False}
        )

    def _get_family(self):
        """Return all versions of the act, found along the chain of versions."""
        family, newer = self, self
        while older := family.previous_id - family:
            family |= older
        while newer := self.search([("previous_id", "in", newer.ids)]) - family:
            family |= newer
        return family

    def _open(self, regulation):
        return {
            "type": "ir.actions.act_window",
            "name": regulation.display_name,
            "res_model": self._name,
            "res_id": regulation.id,
            "views": [(False, "form")],
        }

    def _get_pair(self):
        pair = self.sorted(lambda one: (one.version, one.id))
        if len(pair) == 1:
            pair = pair.previous_id | pair
        if len(pair) != 2:
            raise UserError(
                self.env._("Choose two versions of a regulation to compare them.")
            )
        return pair[1], pair[0]

    @api.model
    def _cron_activate(self):
        """Put approved versions into force on their day, repeal those that ended."""
        today = fields.Date.context_today(self)
        approved = self.search(
            [("state", "=", "approved"), ("effective_from", "<=", today)],
            order="effective_from, id",
        )
        for regulation in approved:
            if regulation.try_lock_for_update() and not regulation._why_not_activate():
                regulation._do_activate()
            self.env["ir.cron"]._commit_progress(1)
        self._repeal_ended(today)

    @api.model
    def _repeal_ended(self, today):
        ended = self.search([("state", "=", "in_force"), ("effective_to", "<", today)])
        for regulation in ended.try_lock_for_update():
            regulation._transition("repealed", event="expired")
            self.env["ir.cron"]._commit_progress(1)
