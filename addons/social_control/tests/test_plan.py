from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import REASON, ControlCommon


@tagged("post_install", "-at_install")
class TestPlan(ControlCommon):
    def test_every_arrow_of_the_table_is_open_and_no_other(self):
        self._assert_table_of_arrows(self._create_plan())

    def test_a_plan_is_approved_by_the_head_with_its_order(self):
        plan = self._create_plan()
        self.assertFalse(plan.can_sign)
        with self.assertRaisesRegex(UserError, "belongs to the role"):
            plan.action_approve("Order No. 5")
        plan.with_user(self.control_head).action_approve("Order No. 5")
        self.assertRecordValues(
            plan,
            [
                {
                    "state": "approved",
                    "approval": "Order No. 5",
                    "approved_date": date(2026, 3, 11),
                    "approved_by_id": self.control_head.id,
                    "line_count": 1,
                    "done_count": 0,
                }
            ],
        )

    def test_an_empty_plan_or_an_empty_order_is_refused(self):
        plan = self._create_plan()
        head = plan.with_user(self.control_head)
        with self.assertRaisesRegex(UserError, "is empty"):
            head.action_approve(" ")
        plan.line_ids.unlink()
        with self.assertRaisesRegex(UserError, "has no events"):
            head.action_approve("Order No. 5")

    def test_no_event_is_planned_on_a_day_off(self):
        for day in ("2026-03-14", "2026-03-09", "2026-12-31"):
            with (
                self.subTest(day=day),
                self.assertRaisesRegex(ValidationError, "is a day off"),
            ):
                self._create_plan(lines=[{"planned_date": day}])

    def test_a_year_that_is_not_loaded_is_refused_by_name(self):
        with self.assertRaisesRegex(UserError, "has no year 2031"):
            self._create_plan(year=2031, lines=[{"planned_date": "2031-03-14"}])

    def test_an_event_lies_in_the_year_and_the_regime_of_its_plan(self):
        with self.assertRaisesRegex(ValidationError, "another year"):
            self._create_plan(lines=[{"planned_date": "2027-03-16"}])
        rule = self._rule("state", "on_site")
        with self.assertRaisesRegex(ValidationError, "of another regime"):
            self._create_plan(lines=[{"rule_id": rule.id}])
        with self.assertRaisesRegex(ValidationError, "does not inspect itself"):
            self._create_plan(
                regime="interaction", lines=[{"subject_id": self.ministry.id}]
            )
        with self.assertRaisesRegex(ValidationError, "does not reach"):
            self._create_plan(lines=[{"subject_id": self.fund.id}])

    def test_one_plan_of_a_year_and_a_regime_is_approved(self):
        self._create_approved_plan()
        second = self._create_plan()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            second.with_user(self.control_head).action_approve("Order No. 6")

    def test_four_dates_are_kept_apart(self):
        plan = self._create_approved_plan()
        line = plan.line_ids
        action = line.action_inspect()
        inspection = self.env["social.control.inspection"].browse(action["res_id"])
        inspection = inspection.with_user(self.inspector)
        inspection.checklist_id = self.checklist
        inspection.with_user(self.control_head).action_schedule(
            "Order No. 12", "2026-03-17"
        )
        with self._at("2026-03-18 07:00:00"):
            inspection.action_start()
        dates = {
            "asked_date": date(2026, 2, 2),
            "planned_date": date(2026, 3, 16),
            "scheduled_date": date(2026, 3, 17),
            "carried_date": date(2026, 3, 18),
        }
        self.assertRecordValues(line, [dates])
        self.assertRecordValues(inspection, [dates])
        self.assertEqual(plan.done_count, 1)

    def test_an_event_is_shown_with_its_day_and_organisation(self):
        line = self._create_plan().line_ids
        russian = line.with_context(lang="ru_RU")
        self.assertEqual(russian.display_name, f"16.03.2026, {self.provider.name}")

    def test_an_event_has_one_inspection(self):
        line = self._create_approved_plan().line_ids
        line.action_inspect()
        self.assertFalse(line.can_inspect)
        with self.assertRaisesRegex(UserError, "has its inspection already"):
            line.action_inspect()

    def test_an_event_opens_its_inspection_and_before_it_the_plan(self):
        plan = self._create_approved_plan()
        line = plan.line_ids
        opened = line.action_open()
        self.assertEqual((opened["res_model"], opened["res_id"]), (plan._name, plan.id))
        line.with_user(self.inspector).action_inspect()
        opened = line.action_open()
        inspection = line.inspection_ids
        self.assertEqual(
            (opened["res_model"], opened["res_id"]), (inspection._name, inspection.id)
        )

    def test_an_inspection_agrees_with_its_event(self):
        plan = self._create_approved_plan()
        with self.assertRaisesRegex(ValidationError, "does not agree"):
            self._create_inspection(
                ground_id=False,
                plan_line_id=plan.line_ids.id,
                rule_id=self._rule("departmental", "documentary").id,
            )
        draft = self._create_plan()
        with self.assertRaisesRegex(UserError, "is not approved"):
            draft.line_ids.action_inspect()

    def test_an_approved_plan_changes_by_acts_only(self):
        plan = self._create_approved_plan()
        for change in (
            {"planned_date": "2026-03-17"},
            {"subject_id": self.private.id},
        ):
            with self.assertRaisesRegex(UserError, "changes by an act only"):
                plan.line_ids.sudo().write(change)
        with self.assertRaises(UserError):
            plan.write({"line_ids": [Command.clear()]})
        with self.assertRaisesRegex(UserError, "changes by an act only"):
            plan.line_ids.unlink()
        with self.assertRaises(UserError):
            plan.line_ids.copy()

    def test_an_act_moves_an_event_and_keeps_both_dates(self):
        plan = self._create_approved_plan()
        plan.with_user(self.control_head).action_move(
            plan.line_ids.id, "2026-03-20", REASON
        )
        self.assertEqual(plan.line_ids.planned_date, date(2026, 3, 20))
        self.assertRecordValues(
            plan.act_ids,
            [
                {
                    "kind": "moved",
                    "ground": REASON,
                    "date_before": date(2026, 3, 16),
                    "date_after": date(2026, 3, 20),
                    "signer_id": self.control_head.id,
                }
            ],
        )
        self.assertEqual(plan.journal_ids.sorted("id")[-1].event, "amended")

    def test_a_refused_act_saves_nothing(self):
        plan = self._create_approved_plan()
        head = plan.with_user(self.control_head)
        with self.assertRaisesRegex(ValidationError, "is a day off"):
            head.action_move(plan.line_ids.id, "2026-03-21", REASON)
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "is empty"):
            head.action_exclude(plan.line_ids.id, "  ")
        with self.assertRaisesRegex(UserError, "belongs to the role"):
            plan.action_exclude(plan.line_ids.id, REASON)
        with self.assertRaisesRegex(UserError, "is not approved"):
            self._create_plan(regime="interaction").with_user(
                self.control_head
            ).action_exclude(1, REASON)

    def test_acts_add_and_exclude_events(self):
        plan = self._create_approved_plan()
        head = plan.with_user(self.control_head)
        rule = self._rule("departmental", "documentary")
        added = head.action_add(self.provider.id, rule.id, "2026-04-01", REASON)
        head.action_exclude(plan.line_ids[0].id, REASON)
        self.assertEqual(plan.line_ids.mapped("is_excluded"), [True, False])
        self.assertEqual(plan.line_ids[1].id, added)
        self.assertEqual(
            plan.act_ids.sorted("id").mapped("kind"), ["added", "excluded"]
        )
        with self.assertRaisesRegex(UserError, "still ahead"):
            head.action_exclude(plan.line_ids[0].id, REASON)

    def test_the_wizard_signs_the_same_acts(self):
        plan = self._create_approved_plan()
        amendments = self.env["social.control.plan.amendment"].with_user(
            self.control_head
        )
        amendments.create(
            {
                "plan_id": plan.id,
                "kind": "move",
                "line_id": plan.line_ids.id,
                "planned_date": "2026-03-20",
                "ground": REASON,
            }
        ).action_confirm()
        amendments.create(
            {
                "plan_id": plan.id,
                "kind": "add",
                "subject_id": self.provider.id,
                "rule_id": self._rule("departmental", "documentary").id,
                "planned_date": "2026-04-01",
                "ground": REASON,
            }
        ).action_confirm()
        amendments.create(
            {
                "plan_id": plan.id,
                "kind": "exclude",
                "line_id": plan.line_ids[0].id,
                "ground": REASON,
            }
        ).action_confirm()
        self.assertEqual(
            plan.act_ids.sorted("id").mapped("kind"), ["moved", "added", "excluded"]
        )

    def test_a_signed_change_stays(self):
        plan = self._create_approved_plan()
        plan.with_user(self.control_head).action_move(
            plan.line_ids.id, "2026-03-20", REASON
        )
        for user in (self.control_head, self.administrator, self.env.user):
            act = plan.act_ids.with_user(user).sudo()
            with self.assertRaises(UserError):
                act.write({"ground": "Another"})
            with self.assertRaises(UserError):
                act.unlink()
            with self.assertRaises(UserError):
                act.copy()

    def test_a_plan_is_closed_when_nothing_waits(self):
        plan = self._create_approved_plan()
        head = plan.with_user(self.control_head)
        with self.assertRaisesRegex(UserError, "not carried out: 1"):
            head.action_close()
        head.action_exclude(plan.line_ids.id, REASON)
        head.action_close()
        self.assertRecordValues(
            plan, [{"state": "closed", "closed_date": date(2026, 3, 11)}]
        )

    def test_a_draft_is_cancelled_with_a_reason_and_never_deleted(self):
        plan = self._create_plan()
        with self.assertRaisesRegex(UserError, "is not deleted"):
            plan.sudo().unlink()
        self.env["social.control.decision"].with_user(self.inspector).create(
            {"plan_id": plan.id, "kind": "cancel", "text": REASON}
        ).action_confirm()
        self.assertRecordValues(plan, [{"state": "cancelled", "cancel_reason": REASON}])
