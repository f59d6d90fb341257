from datetime import date, datetime

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import REASON, ControlCommon


@tagged("post_install", "-at_install")
class TestInspection(ControlCommon):
    def test_every_arrow_of_the_table_is_open_and_no_other(self):
        self._assert_table_of_arrows(self._create_inspection())

    def test_an_inspection_goes_from_its_order_to_its_end(self):
        inspection = self._create_handed()
        inspection.with_user(self.control_head).action_close()
        self.assertRecordValues(
            inspection,
            [
                {
                    "state": "closed",
                    "decision": "Order No. 12",
                    "scheduled_date": date(2026, 3, 11),
                    "carried_date": date(2026, 3, 11),
                    "act_date": date(2026, 3, 11),
                    "closing_date": date(2026, 3, 11),
                    "late_ground": False,
                    "handed_kind": "portal",
                    "is_closed_late": False,
                }
            ],
        )
        self.assertEqual(
            inspection.journal_ids.sorted("id").mapped("event"),
            ["created", "scheduled", "started", "act_signed", "handed_over", "closed"],
        )

    def test_papers_are_shown_with_the_organisation(self):
        self.provider.short_name = "Centre"
        order = self._create_order()
        inspection = order.inspection_id
        self.assertEqual(inspection.display_name, f"{inspection.name}, Centre")
        self.assertEqual(order.display_name, f"{order.name}, Centre")
        self.provider.short_name = False
        self.assertEqual(order.display_name, f"{order.name}, {self.provider.name}")
        blank = self.env["social.control.inspection"].new({})
        self.assertEqual(blank.display_name, blank.name)

    def test_the_term_counts_the_day_of_the_start(self):
        inspection = self._create_started()
        # 23:59:59 in Moscow on the tenth working day, 11.03 being the first
        self.assertEqual(inspection.deadline, datetime(2026, 3, 24, 20, 59, 59))
        self.assertIn("10 working days", inspection.deadline_explanation_html)

    def test_an_inspection_visit_lasts_one_day(self):
        inspection = self._create_started(
            rule_id=self._rule("state", "inspection_visit").id,
            subject_id=self.private.id,
        )
        self.assertEqual(inspection.deadline, datetime(2026, 3, 11, 20, 59, 59))

    def test_overdue_inspections_are_found_by_the_same_words(self):
        inspection = self._create_started()
        with self._at("2026-03-25 08:00:00"):
            self.assertEqual(inspection.deadline_state, "overdue")
            found = inspection.search([("deadline_state", "=", "overdue")])
            self.assertIn(inspection, found)

    def test_a_draft_names_all_that_it_lacks_before_the_order(self):
        inspection = self._create_inspection(
            purpose=False,
            inspector_ids=[Command.clear()],
            checklist_id=False,
            ground_details=False,
        )
        with self.assertRaisesRegex(
            UserError, "Subject of control, Inspectors, Checklist, Paper of the ground"
        ):
            inspection.with_user(self.control_head).action_schedule(
                "Order No. 12", "2026-03-12"
            )

    def test_a_form_without_its_act_schedules_nothing(self):
        bare = self._create_checklist(approved_by=False, question_ids=[])
        inspection = self._create_inspection(checklist_id=bare.id)
        with self.assertRaisesRegex(UserError, "questions.*approves the checklist"):
            inspection.with_user(self.control_head).action_schedule(
                "Order No. 12", "2026-03-12"
            )

    def test_a_ground_that_needs_the_prosecutor_waits_for_him(self):
        inspection = self._create_inspection(
            rule_id=self._rule("state", "documentary").id,
            subject_id=self.private.id,
            ground_id=self.env.ref("social_control.ground_state_harm").id,
            prosecutor_approval=False,
        )
        with self.assertRaisesRegex(UserError, "Prosecutor's approval"):
            inspection.with_user(self.control_head).action_schedule(
                "Order No. 12", "2026-03-12"
            )

    def test_the_order_names_a_working_day_that_is_ahead(self):
        inspection = self._create_inspection().with_user(self.control_head)
        with self.assertRaisesRegex(ValidationError, "begins on a working day"):
            inspection.action_schedule("Order No. 12", "2026-03-14")
        with self.assertRaisesRegex(ValidationError, "before the inspection begins"):
            inspection.action_schedule("Order No. 12", "2026-03-10")
        with self.assertRaisesRegex(UserError, "is empty"):
            inspection.action_schedule(" ", "2026-03-12")
        self.assertEqual(inspection.state, "draft")

    def test_an_inspector_signs_no_order(self):
        inspection = self._create_inspection()
        self.assertFalse(inspection.can_sign)
        with self.assertRaisesRegex(UserError, "belongs to the role"):
            inspection.action_schedule("Order No. 12", "2026-03-12")
        with self.assertRaisesRegex(UserError, "belongs to the role"):
            inspection.action_cancel(REASON)

    def test_only_the_named_inspectors_start_it_and_not_too_early(self):
        inspection = self._create_scheduled(day=date(2026, 3, 13))
        with self.assertRaisesRegex(UserError, "scheduled for 13.03.2026"):
            inspection.action_start()
        with self._at("2026-03-13 08:00:00"):
            with self.assertRaisesRegex(UserError, "only the inspectors named"):
                inspection.with_user(self.control_head).action_start()
            inspection.action_start()
        self.assertEqual(inspection.state, "started")

    def test_nobody_inspects_the_own_organisation(self):
        self.provider.user_ids |= self.inspector
        for user in (self.inspector, self.control_head):
            with (
                self.subTest(user=user.login),
                self.assertRaisesRegex(UserError, "does not control the own"),
            ):
                self._create_inspection(
                    user=user, inspector_ids=[Command.set(self.inspector.ids)]
                )
        with self.assertRaisesRegex(UserError, "does not control the own"):
            self._create_inspection(user=self.control_head).sudo().write(
                {"officer_id": self.inspector.id}
            )

    def test_an_inspector_who_joins_the_subject_later_is_stopped(self):
        inspection = self._create_scheduled()
        self.provider.user_ids |= self.inspector
        with self.assertRaisesRegex(UserError, "does not control the own"):
            inspection.action_start()
        self.assertFalse(inspection.can_edit)

    def test_a_body_does_not_inspect_itself(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create_inspection(
                user=self.env.ref("base.user_root"),
                rule_id=self._rule("interaction", "documentary").id,
                subject_id=self.ministry.id,
            )

    def test_an_unplanned_event_has_its_ground(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create_inspection(ground_id=False)

    def test_a_scheduled_inspection_stays_as_the_order_says(self):
        inspection = self._create_scheduled()
        for values in (
            {"subject_id": self.private.id},
            {"purpose": "Another"},
            {"inspector_ids": [Command.clear()]},
            {"scheduled_date": "2026-03-20"},
            {"decision": "Another"},
            {"deadline": "2026-04-01 08:00:00"},
            {"state": "closed"},
            {"late_ground": "Another"},
            {"conclusion": "Too early"},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                inspection.sudo().write(values)

    def test_an_inspection_is_cancelled_before_its_start_only(self):
        inspection = self._create_scheduled()
        self.env["social.control.decision"].with_user(self.control_head).create(
            {"inspection_id": inspection.id, "kind": "cancel", "text": REASON}
        ).action_confirm()
        self.assertRecordValues(
            inspection, [{"state": "cancelled", "cancel_reason": REASON}]
        )
        started = self._create_started()
        with self.assertRaisesRegex(UserError, "cannot become"):
            started.with_user(self.control_head).action_cancel(REASON)

    def test_the_wizard_signs_the_order(self):
        inspection = self._create_inspection()
        self.env["social.control.inspection.scheduling"].with_user(
            self.control_head
        ).create(
            {
                "inspection_id": inspection.id,
                "decision": "Order No. 12",
                "scheduled_date": "2026-03-12",
            }
        ).action_confirm()
        self.assertEqual(inspection.state, "scheduled")

    def test_an_inspection_is_seen_by_the_own_body_and_the_auditor(self):
        inspection = self._create_started()
        for user in (self.foreign_head, self.clerk, self.operator, self.portal_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                inspection.with_user(user).read(["purpose"])
        self.assertTrue(inspection.with_user(self.auditor).read(["purpose"]))
        with self.assertRaises(UserError):
            inspection.with_user(self.foreign_head).sudo().action_sign_act()
