from freezegun import freeze_time

from odoo.tests import tagged

from .common import InteragencyCommon


@tagged("post_install", "-at_install")
class TestRequestReminder(InteragencyCommon):
    def setUp(self):
        super().setUp()
        self.paper = self._create_sent_request()

    def _remind(self, moment):
        cron = self.env.ref("social_interagency.ir_cron_remind")
        with freeze_time(moment), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def _get_users(self, kind):
        activities = self.paper.sudo().activity_ids.filtered(
            lambda activity: (
                activity.activity_type_id
                == self.env.ref(f"social_interagency.mail_activity_type_{kind}")
            )
        )
        return activities.user_id

    def test_nobody_is_reminded_of_a_term_that_is_far(self):
        self._remind("2026-03-12 08:00:00")
        self.assertFalse(self.paper.sudo().activity_ids)

    def test_the_executor_is_reminded_once_for_a_due_date(self):
        for moment in ("2026-03-17 08:00:00", "2026-03-17 09:00:00"):
            self._remind(moment)
        self.assertEqual(self._get_users("due"), self.clerk)
        self.assertEqual(len(self.paper.sudo().activity_ids), 1)

    def test_a_missed_term_goes_to_the_head_once_even_after_days_without_the_job(self):
        for moment in ("2026-03-25 08:00:00", "2026-03-26 08:00:00"):
            self._remind(moment)
        self.assertEqual(self._get_users("overdue"), self.head)
        events = self.paper.sudo().journal_ids.mapped("event")
        self.assertEqual(events.count("escalated"), 1)

    def test_a_new_due_date_is_reminded_of_anew(self):
        self._remind("2026-03-17 08:00:00")
        with freeze_time("2026-03-17 10:00:00"):
            self.paper.with_user(self.head).action_extend(3, "Archive search")
        self._remind("2026-03-22 08:00:00")
        self.assertEqual(len(self.paper.sudo().activity_ids), 2)

    def test_an_answer_takes_the_reminders_away(self):
        self._remind("2026-03-25 08:00:00")
        with freeze_time("2026-03-25 09:00:00"):
            self._answer(self.paper)
        self.assertFalse(self.paper.sudo().activity_ids)
