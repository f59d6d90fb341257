from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .case_common import CaseCommon


@tagged("post_install", "-at_install")
class TestVisit(CaseCommon):
    def setUp(self):
        super().setUp()
        self.case = self._create_case()

    def test_every_arrow_of_the_table_is_open_and_no_other(self):
        self.case.action_set_level(self.level.id, "Danger")
        self._assert_table_of_arrows(self.case.visit_ids)

    def test_the_level_plans_the_next_visit(self):
        self.case.action_set_level(self.level.id, "Danger")  # every 7 days
        self.assertRecordValues(
            self.case.visit_ids, [{"state": "planned", "officer_id": self.curator.id}]
        )
        self.assertEqual(str(self.case.next_visit_date), "2026-03-18")

    def test_a_visit_on_a_day_off_moves_to_a_working_day(self):
        self.level.visit_days = 3  # from Wednesday to Saturday
        self.case.action_set_level(self.level.id, "Danger")
        self.assertEqual(str(self.case.next_visit_date), "2026-03-16")

    def test_a_closer_level_brings_the_visit_forward(self):
        basic = self.env.ref("social_support.level_basic")
        self.case.action_set_level(basic.id, "Calm")
        self.case.action_set_level(self.level.id, "Danger")
        self.assertEqual(len(self.case.visit_ids), 1)
        self.assertEqual(str(self.case.next_visit_date), "2026-03-18")
        self.case.action_set_level(basic.id, "Calm again")
        self.assertEqual(str(self.case.next_visit_date), "2026-03-18")

    def test_a_visit_that_was_made_plans_the_next_one(self):
        self.case.action_set_level(self.level.id, "Danger")
        with freeze_time("2026-03-18 08:00:00"):
            self.env["social.support.visit.result"].with_user(self.curator).create(
                {
                    "visit_id": self.case.visit_ids.id,
                    "condition": "same",
                    "text": "Seen",
                    "done_date": "2026-03-18",
                }
            ).action_confirm()
        made, planned = self.case.visit_ids.sorted("id")
        self.assertRecordValues(
            made,
            [{"state": "done", "condition": "same", "deadline_state": "done"}],
        )
        self.assertEqual(str(planned.planned_date), "2026-03-25")
        self.assertIn("visit_done", self._get_events(self.case))

    def test_a_missed_visit_is_overdue(self):
        self.case.action_set_level(self.level.id, "Danger")
        visit = self.case.visit_ids
        with freeze_time("2026-03-19 08:00:00"):
            self.assertEqual(visit.deadline_state, "overdue")
            visit.action_done("worse", "Seen a day late")
        self.assertEqual(visit.deadline_state, "done_late")

    def test_a_visit_is_cancelled_with_a_reason_and_planned_anew(self):
        self.case.action_set_level(self.level.id, "Danger")
        visit = self.case.visit_ids
        wizard = self.env["social.support.visit.result"].with_user(self.curator)
        with self.assertRaisesRegex(UserError, "is empty"):
            visit.action_cancel(" ")
        wizard.create(
            {"visit_id": visit.id, "kind": "cancelled", "text": "In hospital"}
        ).action_confirm()
        self.assertRecordValues(
            self.case.visit_ids.sorted("id"),
            [
                {"state": "cancelled", "cancel_reason": "In hospital"},
                {"state": "planned", "cancel_reason": False},
            ],
        )

    def test_a_visit_is_written_down_whole_and_not_ahead(self):
        self.case.action_set_level(self.level.id, "Danger")
        visit = self.case.visit_ids
        for values in (("splendid", "Seen"), ("same", " ")):
            with self.assertRaisesRegex(UserError, "is empty"):
                visit.action_done(*values)
        with self.assertRaisesRegex(ValidationError, "in the future"):
            visit.action_done("same", "Seen", "2026-03-12")
        self.assertEqual(visit.state, "planned")

    def test_a_visit_that_was_made_stays_as_it_is(self):
        self.case.action_set_level(self.level.id, "Danger")
        visit = self.case.visit_ids
        visit.action_done("same", "Seen")
        for change in (
            lambda: visit.sudo().write({"planned_date": "2026-04-01"}),
            lambda: visit.sudo().write({"result": "Other"}),
            lambda: visit.sudo().unlink(),
        ):
            with self.assertRaises(UserError):
                change()

    def test_a_refusal_names_the_case_and_not_the_family(self):
        self.case.action_set_level(self.level.id, "Danger")
        visit = self.case.visit_ids
        visit.action_done("same", "Seen")
        with self.assertRaises(UserError) as refusal:
            visit.write({"purpose": "Other"})
        self.assertIn(self.case.name, str(refusal.exception))
        self.assertNotIn(self.citizen.last_name, str(refusal.exception))
