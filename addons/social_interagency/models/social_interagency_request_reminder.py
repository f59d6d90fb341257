from odoo import api, fields, models
from odoo.fields import Domain

REMINDER = "social_interagency.mail_activity_type_due"
ESCALATION = "social_interagency.mail_activity_type_overdue"
BATCH = 500


class SocialInteragencyRequestReminder(models.Model):
    """Reminders as activities: once for each request and due date."""

    _inherit = "social.interagency.request"

    _code_fields = frozenset({"reminded_for", "escalated_for"})

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
        self.sudo().activity_unlink([REMINDER, ESCALATION])

    @api.model
    def _cron_remind(self):
        """Remind executors of near terms and heads of missed ones.

        A second run finds nothing to do; a run after days without one catches up.
        """
        domains = self._deadline_domains()
        self._remind_all(
            (domains["soon"] | domains["overdue"]) & Domain("reminded_for", "=", False),
            self._remind_executor,
        )
        self._remind_all(
            domains["overdue"] & Domain("escalated_for", "=", False),
            self._escalate_to_heads,
        )

    @api.model
    def _remind_all(self, domain, remind):
        while requests := self.search(domain, limit=BATCH, order="id"):
            for request in requests:
                remind(request)
            if not self.env["ir.cron"]._commit_progress(len(requests)):
                break

    @api.model
    def _remind_executor(self, request):
        request._schedule(REMINDER, request.executor_id)
        request._unlocked().write({"reminded_for": request.deadline})

    @api.model
    def _escalate_to_heads(self, request):
        head = self.env.ref("social_interagency.group_head")
        heads = request.sender_id.user_ids.filtered(
            lambda user: head in user.all_group_ids
        )
        request._schedule(ESCALATION, heads)
        request._unlocked().write({"escalated_for": request.deadline})
        request._journal("escalated", {"heads": heads.ids})

    def _schedule(self, activity_type, users):
        """Put one activity on each user's list for the day of the deadline."""
        for user in users:
            day = fields.Datetime.context_timestamp(
                self.with_context(tz=user.tz or self.addressee_id.tz), self.deadline
            ).date()
            self.activity_schedule(activity_type, day, user_id=user.id)
