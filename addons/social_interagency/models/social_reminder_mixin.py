from odoo import api, fields, models
from odoo.fields import Domain

BATCH = 500


class SocialReminderMixin(models.AbstractModel):
    """Reminders of a deadline as activities: once for each document and due date.

    A model says who is reminded, who learns of a missed date, and by which types of
    activity; a job of its own calls ``_cron_remind``.
    """

    _name = "social.reminder.mixin"
    _description = "Reminder of a deadline"
    _inherit = ["social.deadline.mixin"]

    _code_fields = frozenset({"reminded_for", "escalated_for"})
    _reminder_type = None
    _escalation_type = None

    reminded_for = fields.Datetime(
        readonly=True, copy=False, help="The due date of which the executor knows."
    )
    escalated_for = fields.Datetime(
        readonly=True, copy=False, help="The due date of which the head knows."
    )

    def write(self, vals):
        if "deadline" in vals:
            vals = {**vals, "reminded_for": False, "escalated_for": False}
        if vals.get("closed_at"):
            self._close_reminders()
        return super().write(vals)

    def _close_reminders(self):
        self.sudo().activity_unlink([self._reminder_type, self._escalation_type])

    def _get_reminded_users(self):
        """Return who is reminded of the near deadline of this document."""
        raise NotImplementedError

    def _get_escalation_users(self):
        """Return who learns of the missed deadline of this document."""
        raise NotImplementedError

    @api.model
    def _cron_remind(self):
        """Remind of near terms and escalate missed ones.

        A second run finds nothing to do; a run after days without one catches up.
        """
        domains = self._deadline_domains()
        self._remind_all(
            (domains["soon"] | domains["overdue"]) & Domain("reminded_for", "=", False),
            self._remind,
        )
        self._remind_all(
            domains["overdue"] & Domain("escalated_for", "=", False),
            self._escalate,
        )

    @api.model
    def _remind_all(self, domain, remind):
        """Remind of each document once, whoever else does the same now.

        What another process has under its lock is left to it.
        """
        while documents := self.search(domain, limit=BATCH, order="id"):
            locked = documents.try_lock_for_update()
            for document in locked:
                remind(document)
            if not locked or not self.env["ir.cron"]._commit_progress(len(locked)):
                break

    @api.model
    def _remind(self, document):
        document._schedule(self._reminder_type, document._get_reminded_users())
        document._unlocked().write({"reminded_for": document.deadline})

    @api.model
    def _escalate(self, document):
        users = document._get_escalation_users()
        document._schedule(self._escalation_type, users)
        document._unlocked().write({"escalated_for": document.deadline})
        document._journal("escalated", {"heads": users.ids})

    def _schedule(self, activity_type, users):
        """Put one activity on each user's list for the day of the deadline."""
        for user in users:
            local = self.with_context(tz=user.tz or "Europe/Moscow")
            day = fields.Datetime.context_timestamp(local, self.deadline).date()
            self.activity_schedule(activity_type, day, user_id=user.id)

    @api.model
    def _get_role_users(self, participant, group):
        """Return the participant's users who have the role ``group``."""
        role = self.env.ref(group)
        return participant.user_ids.filtered(lambda user: role in user.all_group_ids)
