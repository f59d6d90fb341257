from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import InteragencyCommon


@tagged("post_install", "-at_install")
class TestRequestTerms(InteragencyCommon):
    def test_an_extension_is_an_act_within_the_limit(self):
        request = self._create_sent_request().with_user(self.head)
        with self.assertRaisesRegex(UserError, "ground is empty"):
            request.action_extend(1, " ")
        request.action_extend(2, "Archive search")
        self.assertEqual(request.deadline, datetime(2026, 3, 20, 20, 59, 59))
        with self.assertRaisesRegex(UserError, "3 working days in all"):
            request.action_extend(2, "More")
        self.assertRecordValues(
            request.act_ids,
            [
                {
                    "kind": "extension",
                    "days": 2,
                    "signer_id": self.head.id,
                    "deadline_before": datetime(2026, 3, 18, 20, 59, 59),
                    "deadline_after": datetime(2026, 3, 20, 20, 59, 59),
                }
            ],
        )

    def test_a_suspension_keeps_the_working_days_that_are_left(self):
        request = self._create_sent_request().with_user(self.head)
        with freeze_time("2026-03-13 08:00:00"):
            request.action_suspend("Waiting for the court")
            self.assertRecordValues(
                request, [{"deadline": False, "deadline_state": "none"}]
            )
        with freeze_time("2026-03-23 08:00:00"):
            request.action_resume("The court has ruled")
        self.assertEqual(request.deadline, datetime(2026, 3, 26, 20, 59, 59))

    def test_a_redirection_counts_the_term_anew_for_the_competent_body(self):
        other = self._create_participant("Другой центр", "provider", inn="9901000041")
        other.document_type_ids = self.survey
        self.regulation._unlocked().write({"state": "draft"})
        self.regulation.member_ids = [
            Command.create(
                {
                    "participant_id": other.id,
                    "answer_type_ids": [Command.set(self.survey.ids)],
                }
            )
        ]
        self.regulation._unlocked().write({"state": "in_force"})
        request = self._create_sent_request()
        with self.assertRaisesRegex(ValidationError, "does not let"):
            request.action_redirect(self.fund.id, "Not ours")
        with freeze_time("2026-03-12 08:00:00"):
            request.action_redirect(other.id, "The family moved")
        self.assertRecordValues(
            request,
            [
                {
                    "addressee_id": other.id,
                    "state": "sent",
                    "deadline": datetime(2026, 3, 19, 20, 59, 59),
                }
            ],
        )
        self.assertFalse(request.with_user(self.portal_user).search([]))

    def test_acts_are_never_changed(self):
        request = self._create_sent_request().with_user(self.head)
        request.action_extend(1, "Archive search")
        with self.assertRaises(UserError):
            request.act_ids.sudo().write({"ground": "Other"})
        with self.assertRaises(UserError):
            request.act_ids.sudo().unlink()

    def test_a_new_day_off_recounts_open_terms_and_keeps_answered_ones(self):
        waiting, answered = self._create_sent_request(), self._create_sent_request()
        self._answer(answered)
        before = answered.deadline
        self.env["social.interagency.calendar.day"].create(
            {
                "calendar_id": self.provider.calendar_id.id,
                "date": "2026-03-16",
                "kind": "off",
                "name": "Regional holiday",
            }
        )
        cron = self.env.ref("social_interagency.ir_cron_recount_deadlines")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(waiting.deadline, datetime(2026, 3, 19, 20, 59, 59))
        self.assertEqual(answered.deadline, before)
        self.assertIn("recounted", waiting.sudo().journal_ids.mapped("event"))

    def test_a_term_into_an_unloaded_year_names_the_year_and_sends_nothing(self):
        request = self._create_request()
        self.env["social.interagency.calendar.year"].search(
            [("year", "=", 2026)]
        ).sudo().unlink()
        self.env.registry.clear_cache()
        with self.assertRaisesRegex(UserError, "2026"):
            request.with_user(self.head).action_send()
