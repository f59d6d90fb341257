from datetime import date, datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import REASON, ControlCommon

OVER = "2026-03-19 08:00:00"


@tagged("post_install", "-at_install")
class TestOrder(ControlCommon):
    def _check(self, order, *results):
        """Mark the items that wait and close the check."""
        waiting = order.item_ids.filtered(lambda item: item.result == "pending")
        for item, result in zip(waiting, results, strict=True):
            item.action_mark(result, "Seen on the spot")
        order.action_check()

    def test_every_arrow_of_the_table_is_open_and_no_other(self):
        self._assert_table_of_arrows(self._create_order())

    def test_a_prescription_is_drafted_on_each_confirmed_violation(self):
        inspection = self._create_handed()
        self.assertTrue(inspection.can_draft_order)
        self.assertFalse(inspection.with_user(self.auditor).can_draft_order)
        order = self._create_order(inspection)
        self.assertEqual(order.item_ids.finding_id, inspection.finding_ids)
        self.assertEqual(order.subject_id, self.provider)
        self.assertFalse(inspection.can_draft_order)
        with self.assertRaisesRegex(UserError, "no confirmed violation without"):
            inspection.action_draft_order()

    def test_the_term_is_counted_in_working_days_of_the_organisation(self):
        order = self._create_issued()
        self.assertEqual(order.deadline, datetime(2026, 3, 18, 20, 59, 59))
        self.assertIn(
            "from the day of the prescription", order.deadline_explanation_html
        )

    def test_a_prescription_goes_from_its_issue_to_its_end(self):
        order = self._create_issued()
        file = self._create_file(self.portal_user)
        with self._at("2026-03-17 08:00:00"):
            self._prove(order, files=file.ids)
        with self._at("2026-03-20 08:00:00"):
            self._check(order, "met", "met")
        self.assertRecordValues(
            order,
            [
                {
                    "state": "met",
                    "closed_at": datetime(2026, 3, 17, 8),
                    "is_closed_late": False,
                    "round": 1,
                }
            ],
        )
        self.assertRecordValues(
            order.item_ids.finding_id,
            [{"eliminated_date": date(2026, 3, 20)}] * 2,
        )
        self.assertEqual(order.proof_ids.attachment_ids, file)
        self.assertEqual(
            order.journal_ids.sorted("id").mapped("event"),
            ["created", "issued", "submitted", "met"],
        )

    def test_an_inspector_issues_nothing(self):
        order = self._create_order()
        with self.assertRaisesRegex(UserError, "belongs to the role"):
            order.action_issue()

    def test_a_prescription_needs_items_and_an_act_handed_over(self):
        order = self._create_order()
        order.item_ids.unlink()
        with self.assertRaisesRegex(UserError, "has no items"):
            order.with_user(self.control_head).action_issue()
        early = self._create_order(self._create_signed())
        with self.assertRaisesRegex(UserError, "is not handed over"):
            early.with_user(self.control_head).action_issue()

    def test_a_violation_is_prescribed_once(self):
        order = self._create_issued()
        inspection, findings = order.inspection_id, order.item_ids.finding_id
        with self.assertRaises(ValidationError):
            self.env["social.control.order"].with_user(self.inspector).create(
                {
                    "participant_id": self.ministry.id,
                    "inspection_id": inspection.id,
                    "item_ids": [
                        Command.create(
                            {"finding_id": findings[0].id, "requirement": "Eliminate"}
                        )
                    ],
                }
            )
        order.with_user(self.control_head).action_cancel(REASON)
        again = self._create_order(inspection)
        self.assertEqual(again.item_ids.finding_id, findings)

    def test_it_is_checked_after_the_proof_or_after_the_term(self):
        order = self._create_issued()
        with self.assertRaisesRegex(UserError, "its term is over"):
            order.item_ids[0].action_mark("met")
        with self.assertRaisesRegex(UserError, "its term is over"):
            order.action_check()
        with self._at(OVER):
            self.assertTrue(order.can_check)
            self._check(order, "failed", "failed")
        self.assertEqual(order.state, "failed")

    def test_each_item_is_marked_and_a_failure_is_explained(self):
        order = self._create_issued()
        self._prove(order)
        order.item_ids[0].action_mark_met()
        with self.assertRaisesRegex(UserError, "without a mark: 1"):
            order.action_check()
        for result, note in (("failed", " "), ("nonsense", "Note")):
            with self.assertRaisesRegex(UserError, "is empty"):
                order.item_ids[1].action_mark(result, note)

    def test_a_recheck_is_made_of_the_failed_items_only(self):
        order = self._create_issued()
        self._prove(order)
        self._check(order, "met", "failed")
        head = order.with_user(self.control_head)
        head.action_recheck(3)
        self.assertRecordValues(
            order,
            [
                {
                    "state": "issued",
                    "round": 2,
                    "deadline": datetime(2026, 3, 16, 20, 59, 59),
                }
            ],
        )
        self.assertEqual(order.item_ids.mapped("result"), ["met", "pending"])
        self._prove(order, "The rest was done")
        with self.assertRaisesRegex(UserError, "is not checked again"):
            order.item_ids[0].action_mark("failed", "Again")
        self._check(order, "met")
        self.assertEqual(order.state, "met")
        self.assertTrue(all(order.item_ids.finding_id.mapped("eliminated_date")))

    def test_nothing_is_rechecked_unless_it_failed(self):
        order = self._create_issued()
        head = order.with_user(self.control_head)
        with self.assertRaisesRegex(UserError, "Only failed items"):
            head.action_recheck(3)
        self._prove(order)
        self._check(order, "met", "met")
        with self.assertRaisesRegex(UserError, "Only failed items"):
            head.action_recheck(3)

    def test_failing_twice_escalates_once(self):
        order = self._create_issued()
        head = order.with_user(self.control_head)
        self._prove(order)
        self._check(order, "met", "failed")
        self.assertFalse(order.escalated_at)
        for _round in range(2):
            head.action_recheck(3)
            self._prove(order)
            self._check(order, "failed")
        self.assertTrue(order.escalated_at)
        activities = order.sudo().activity_ids
        self.assertEqual(activities.user_id, self.control_head)
        self.assertEqual(len(activities), 1)
        events = order.journal_ids.mapped("event")
        self.assertEqual(events.count("escalated"), 1)
        self.assertEqual(order.item_ids[1].failed_count, 3)

    def test_two_items_that_fail_once_each_do_not_escalate(self):
        order = self._create_issued()
        self._prove(order)
        self._check(order, "failed", "failed")
        self.assertFalse(order.escalated_at)

    def test_a_running_term_is_extended_by_an_act_within_the_limit(self):
        order = self._create_issued()
        head = order.with_user(self.control_head)
        self.env["social.control.order.term"].with_user(self.control_head).create(
            {"order_id": order.id, "kind": "extend", "days": 2, "ground": REASON}
        ).action_confirm()
        self.assertEqual(order.deadline, datetime(2026, 3, 20, 20, 59, 59))
        self.assertRecordValues(
            order.act_ids,
            [
                {
                    "days": 2,
                    "ground": REASON,
                    "deadline_before": datetime(2026, 3, 18, 20, 59, 59),
                    "deadline_after": datetime(2026, 3, 20, 20, 59, 59),
                }
            ],
        )
        with self.assertRaisesRegex(UserError, "20 working days in all, 2 are used"):
            head.action_extend(19, REASON)
        for days, ground in ((0, REASON), (1, " ")):
            with self.assertRaises(UserError):
                head.action_extend(days, ground)
        with self.assertRaisesRegex(UserError, "belongs to the role"):
            order.action_extend(1, REASON)
        with (
            self._at("2026-03-21 08:00:00"),
            self.assertRaisesRegex(UserError, "only a running term"),
        ):
            head.action_extend(1, REASON)

    def test_an_extension_is_evidence(self):
        order = self._create_issued()
        order.with_user(self.control_head).action_extend(2, REASON)
        with self.assertRaises(UserError):
            order.act_ids.sudo().write({"days": 9})
        with self.assertRaises(UserError):
            order.act_ids.sudo().unlink()

    def test_a_dismissed_violation_is_lifted_from_the_prescription(self):
        order = self._create_issued()
        finding = order.item_ids[0].finding_id
        finding.with_user(self.control_head).action_dismiss(self.outage.id, REASON)
        self.assertEqual(order.item_ids.mapped("result"), ["lifted", "pending"])
        self._prove(order)
        self._check(order, "met")
        self.assertEqual(order.state, "met")
        self.assertFalse(finding.eliminated_date)

    def test_the_proof_is_sent_by_the_organisation_alone(self):
        order = self._create_issued()
        for user in (self.inspector, self.stranger, self.clerk):
            with (
                self.subTest(user=user.login),
                self.assertRaisesRegex(UserError, "only “Центр” does this"),
            ):
                order.with_user(user).sudo().action_prove("All was done")
        with self.assertRaisesRegex(UserError, "is empty"):
            self._prove(order, " ")
        with self.assertRaisesRegex(UserError, "belongs to another document"):
            self._prove(order, files=self._create_file(self.stranger).ids)
        self.assertEqual(order.state, "issued")
        self.assertFalse(order.proof_ids)

    def test_a_signature_of_a_proof_is_asked_of_the_organisation(self):
        order = self._create_issued()
        self._prove(
            order, files=self._create_file(self.portal_user, "proof.pdf.sig").ids
        )
        self.assertRecordValues(
            order.proof_ids.with_user(self.inspector).signature_ids,
            [{"participant_id": self.provider.id, "signature_reason": "no_file"}],
        )

    def test_a_proof_may_be_completed_until_the_check(self):
        order = self._create_issued()
        self._prove(order)
        self._prove(order, "One more paper")
        self.assertEqual(len(order.proof_ids), 2)
        self._check(order, "met", "met")
        with self.assertRaisesRegex(UserError, "takes no proof now"):
            self._prove(order)
        with self.assertRaises(UserError):
            order.proof_ids[0].sudo().write({"text": "Another"})
        with self.assertRaises(UserError):
            order.proof_ids.sudo().unlink()

    def test_an_issued_prescription_stays_as_it_is(self):
        order = self._create_issued()
        for values in (
            {"term_days": 90},
            {"deadline": "2026-12-01 08:00:00"},
            {"state": "met"},
            {"round": 5},
            {"item_ids": [Command.clear()]},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                order.sudo().write(values)
        for values in ({"requirement": "Another"}, {"result": "met"}):
            with self.assertRaises(UserError):
                order.item_ids[0].sudo().write(values)
        with self.assertRaises(UserError):
            order.item_ids.sudo().unlink()
        with self.assertRaisesRegex(UserError, "is not deleted"):
            order.sudo().unlink()

    def test_the_wizards_mark_and_set_the_new_term(self):
        order = self._create_issued()
        self._prove(order)
        markings = self.env["social.control.order.marking"].with_user(self.inspector)
        for item in order.item_ids:
            markings.create({"item_id": item.id, "note": "Not done"}).action_confirm()
        order.action_check()
        self.env["social.control.order.term"].with_user(self.control_head).create(
            {"order_id": order.id, "kind": "recheck", "days": 4}
        ).action_confirm()
        self.assertRecordValues(order, [{"state": "issued", "round": 2}])

    def test_a_draft_is_not_seen_by_the_organisation(self):
        order = self._create_order()
        with self.assertRaises(AccessError):
            order.with_user(self.portal_user).read(["name"])
        order.with_user(self.control_head).action_issue()
        self.assertTrue(order.with_user(self.portal_user).read(["name"]))
