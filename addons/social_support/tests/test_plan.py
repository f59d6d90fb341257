from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .case_common import CaseCommon


@tagged("post_install", "-at_install")
class TestPlan(CaseCommon):
    def _approve(self, plan):
        plan.with_user(self.support_head).action_approve()

    def test_every_arrow_of_the_table_is_open_and_no_other(self):
        self._assert_table_of_arrows(self._create_plan(self._create_planned_case()))

    def test_a_plan_lasts_as_long_as_the_norm_unless_told(self):
        plan = self._create_plan(self._create_planned_case())
        self.assertEqual(str(plan.end_date), "2026-09-11")
        plan.end_date = "2026-06-01"
        self.assertEqual(str(plan.end_date), "2026-06-01")

    def test_a_longer_draft_is_refused(self):
        plan = self._create_plan(self._create_planned_case())
        with self.assertRaisesRegex(ValidationError, "norm of 6 months"):
            plan.end_date = "2026-09-12"
        self.env.ref("social_support.norm_plan_months").value = 7
        plan.end_date = "2026-10-11"

    def test_the_head_extends_a_current_plan_by_an_act(self):
        case = self._create_active_case()
        plan = case.plan_id.with_user(self.support_head)
        for values in (("2026-09-01", "More time"), ("2026-12-01", " "), (None, "x")):
            with self.assertRaises(UserError):
                plan.action_extend(*values)
        with self.assertRaisesRegex(UserError, "Head"):
            plan.with_user(self.curator).action_extend("2026-12-01", "More time")
        self.env["social.support.plan.extending"].with_user(self.support_head).create(
            {"plan_id": plan.id, "end_date": "2026-12-01", "ground": "More time"}
        ).action_confirm()
        self.assertEqual(str(plan.end_date), "2026-12-01")
        act = plan.extension_ids
        self.assertRecordValues(
            act, [{"ground": "More time", "signer_id": self.support_head.id}]
        )
        self.assertIn("plan_extended", self._get_events(case))
        for change in (
            lambda: act.sudo().write({"ground": "Other"}),
            lambda: act.sudo().unlink(),
            lambda: act.sudo().create(
                {
                    "plan_id": plan.id,
                    "ground": "x",
                    "date_before": "2026-12-01",
                    "date_after": "2027-12-01",
                    "signed_date": "2026-03-11",
                    "signer_id": self.support_head.id,
                }
            ),
            lambda: plan.sudo().write({"end_date": "2027-12-01"}),
        ):
            with self.assertRaises(UserError):
                change()

    def test_a_case_has_one_current_plan(self):
        case = self._create_active_case()
        draft = self._create_plan(case)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            draft._unlocked().write({"state": "current"})
            self.env.flush_all()

    def test_a_case_has_one_plan_in_preparation(self):
        case = self._create_planned_case()
        self._create_plan(case)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create_plan(case)

    def test_the_approval_begins_the_support(self):
        case = self._create_planned_case()
        plan = self._create_plan(case)
        with self.assertRaisesRegex(UserError, "Head"):
            plan.action_approve()
        self._approve(plan)
        self.assertEqual(case.state, "active")
        self.assertRecordValues(
            plan, [{"state": "current", "signer_name": self.support_head.name}]
        )

    def test_an_empty_plan_is_not_approved(self):
        plan = self._create_plan(self._create_planned_case(), lines=0)
        with self.assertRaisesRegex(UserError, "has no measures"):
            self._approve(plan)

    def test_an_approved_plan_stays_as_it_is(self):
        plan = self._create_active_case().plan_id
        for change in (
            lambda: plan.sudo().write({"goal": "Other"}),
            lambda: plan.line_ids.sudo().write({"days": 90}),
            lambda: plan.line_ids.sudo().unlink(),
            lambda: plan.line_ids.sudo().copy(),
            lambda: plan.sudo().write({"state": "draft"}),
        ):
            with self.assertRaises(UserError):
                change()

    def test_a_new_version_takes_over_what_runs_and_revokes_what_it_drops(self):
        case = self._create_active_case(lines=3)
        former = case.plan_id
        former.action_assign()
        kept, dropped, done = case.assignment_ids.sorted("id")
        done.with_user(self.portal_user).action_accept()
        done.with_user(self.portal_user).action_report("done", "Given")
        opened = former.action_new_version()
        draft = self.env["social.support.plan"].browse(opened["res_id"])
        draft = draft.with_user(self.curator)
        self.assertEqual(draft.line_ids.previous_id, (kept | dropped).line_id)
        draft.line_ids.filtered(
            lambda line: line.previous_id == dropped.line_id
        ).unlink()
        self._approve(draft)
        self.assertRecordValues(
            former | draft,
            [
                {"state": "superseded", "version": 1, "previous_id": False},
                {"state": "current", "version": 2, "previous_id": former.id},
            ],
        )
        self.assertEqual(kept.line_id, draft.line_ids)
        self.assertIn("carried_over", self._get_events(kept))
        self.assertRecordValues(
            kept | dropped | done,
            [{"state": "proposed"}, {"state": "revoked"}, {"state": "done"}],
        )

    def test_measures_of_the_programme_come_into_the_plan_once(self):
        self._create_in_force()
        plan = self._create_plan(self._create_planned_case(), lines=0)
        plan.action_take_programme()
        self.assertRecordValues(
            plan.line_ids,
            [
                {
                    "measure_id": self.measure.id,
                    "participant_id": self.fund.id,
                    "days": self.measure.term_value,
                }
            ],
        )
        with self.assertRaisesRegex(UserError, "no further measures"):
            plan.action_take_programme()

    def test_a_row_of_another_citizens_programme_is_refused(self):
        other = self._create_citizen(snils=False, last_name="Другая")
        programme = self._create_programme(citizen_id=other.id)
        plan = self._create_plan(self._create_planned_case())
        with self.assertRaisesRegex(ValidationError, "of another citizen"):
            plan.line_ids.programme_measure_id = programme.measure_ids
