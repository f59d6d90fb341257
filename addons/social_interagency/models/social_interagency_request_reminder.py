from odoo import models


class SocialInteragencyRequestReminder(models.Model):
    """Executors are reminded of near terms, heads learn of missed ones."""

    _inherit = "social.interagency.request"

    _reminder_type = "social_interagency.mail_activity_type_due"
    _escalation_type = "social_interagency.mail_activity_type_overdue"

    def _get_reminded_users(self):
        return self.executor_id

    def _get_escalation_users(self):
        return self._get_role_users(self.sender_id, "social_interagency.group_head")
