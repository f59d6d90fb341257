from odoo.exceptions import UserError
from odoo.tests import tagged

from .case_common import CaseCommon


@tagged("post_install", "-at_install")
class TestCaseFlow(CaseCommon):
    def _close(self, case, **values):
        case.with_user(self.support_head).action_close(
            **{
                "ground_id": self.goals.id,
                "outcome": "improved",
                "conclusion": "The family copes",
                **values,
            }
        )

    def test_every_arrow_of_the_table_is_open_and_no_other(self):
        self._assert_table_of_arrows(self._create_case())

    def test_a_family_goes_from_the_signal_to_the_closing(self):
        case = self._create_active_case()
        self.assertEqual(case.state, "active")
        case.action_monitor()
        case.action_resume("The father is back")
        self.assertRecordValues(
            case, [{"state": "active", "decision_ground": "The father is back"}]
        )
        case.action_monitor()
        self._close(case)
        self.assertRecordValues(
            case,
            [
                {
                    "state": "closed",
                    "closing_ground_id": self.goals.id,
                    "outcome": "improved",
                    "conclusion": "The family copes",
                    "closed_date": case.opened_date,
                    "next_visit_date": False,
                }
            ],
        )
        self.assertEqual(case.plan_ids.state, "closed")
        self.assertEqual(set(case.visit_ids.mapped("state")), {"cancelled"})
        self.assertTrue(case.level_ids.end_date)
        self.assertEqual(case.level_id, self.level)

    def test_planning_needs_a_signed_act_and_a_level(self):
        case = self._create_case()
        case.action_assess()
        act = self._create_assessment(case)
        with self.assertRaisesRegex(UserError, "act of assessment, the level"):
            case.action_plan()
        act.action_sign()
        with self.assertRaisesRegex(UserError, "lacks: the level of support"):
            case.action_plan()
        case.action_set_level(self.level.id, "Danger")
        case.action_plan()
        self.assertEqual(case.state, "planning")

    def test_monitoring_waits_for_every_result(self):
        case = self._create_active_case()
        case.plan_id.action_assign()
        with self.assertRaisesRegex(UserError, "without a result: 1"):
            case.action_monitor()

    def test_a_case_with_open_measures_closes_with_a_stated_reason_only(self):
        case = self._create_active_case(lines=2)
        case.plan_id.action_assign()
        with self.assertRaisesRegex(UserError, "State why they end"):
            self._close(case, open_reason=" ")
        self.assertEqual(case.state, "active")
        self._close(case, open_reason="The family has moved")
        self.assertEqual(case.state, "closed")
        self.assertEqual(
            set(case.assignment_ids.mapped("revoke_reason")), {"The family has moved"}
        )

    def test_the_curator_does_not_close(self):
        case = self._create_active_case()
        with self.assertRaisesRegex(UserError, "Head"):
            case.action_close(self.goals.id, "improved", "Done")

    def test_closing_names_its_ground_outcome_and_conclusion(self):
        case = self._create_active_case()
        for values in (
            {"ground_id": self.no_need.id},
            {"ground_id": 0},
            {"outcome": "splendid"},
            {"conclusion": " "},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                self._close(case, **values)
        self.assertEqual(case.state, "active")

    def test_a_family_that_needs_nothing_is_not_taken(self):
        case = self._create_case()
        with self.assertRaisesRegex(UserError, "does not fit the decision"):
            case.with_user(self.support_head).action_refuse(self.goals.id, "No need")
        case.with_user(self.support_head).action_refuse(self.no_need.id, "No need")
        self.assertRecordValues(
            case, [{"state": "refused", "closing_ground_id": self.no_need.id}]
        )

    def test_a_case_that_is_over_stays_as_it_is(self):
        case = self._create_active_case()
        visit = case.visit_ids
        plan = case.plan_id
        self._close(case)
        head = self.support_head
        for change in (
            lambda: case.sudo().write({"consent_id": False}),
            lambda: case.sudo().write({"officer_id": head.id}),
            lambda: case.sudo().write({"state": "active"}),
            lambda: case.sudo().write({"outcome": "worse"}),
            lambda: case.sudo().unlink(),
            lambda: case.action_set_level(self.level.id, "Danger"),
            case.action_ask,
            lambda: self._create_plan(case),
            lambda: self._create_assessment(case),
            lambda: visit.action_done("better", "Seen"),
            lambda: visit.sudo().create({"case_id": case.id}),
            plan.action_assign,
            lambda: plan.with_user(head).action_extend("2027-01-01", "More"),
            lambda: (
                self.env["social.support.need"]
                .sudo()
                .create({"case_id": case.id, "name": "More", "help_kind": "legal"})
            ),
        ):
            with self.assertRaises(UserError):
                change()

    def test_wizards_do_what_the_buttons_promise(self):
        case = self._create_active_case()
        head = self.support_head
        case.action_monitor()
        self.env["social.support.case.resuming"].with_user(self.curator).create(
            {"case_id": case.id, "reason": "A new signal"}
        ).action_confirm()
        self.assertEqual(case.state, "active")
        basic = self.env.ref("social_support.level_basic")
        self.env["social.support.level.setting"].with_user(self.curator).create(
            {"case_id": case.id, "level_id": basic.id, "reason": "Calm"}
        ).action_confirm()
        self.assertEqual(case.level_id, basic)
        self.env["social.support.case.closing"].with_user(head).create(
            {
                "case_id": case.id,
                "ground_id": self.goals.id,
                "outcome": "stable",
                "conclusion": "Enough",
            }
        ).action_confirm()
        self.assertEqual(case.outcome, "stable")
        again = self._create_case()
        self.env["social.support.case.closing"].with_user(head).create(
            {
                "case_id": again.id,
                "is_refusal": True,
                "ground_id": self.no_need.id,
                "conclusion": "No need",
            }
        ).action_confirm()
        self.assertEqual(again.state, "refused")
