from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .regulation_common import RegulationCommon

SIGNATURE = "social_interagency.mail_activity_type_signature"


@tagged("post_install", "-at_install")
class TestRegulationApproval(RegulationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.regulation.action_submit()
        cls.first, cls.second = cls.regulation.approval_ids

    def _get_signature_users(self):
        activity_type = self.env.ref(SIGNATURE)
        return self.regulation.activity_ids.filtered(
            lambda activity: activity.activity_type_id == activity_type
        ).user_id

    def test_signers_sign_in_order(self):
        self.assertEqual(self._get_signature_users(), self.head)
        with self.assertRaisesRegex(UserError, "signs only after"):
            self.second.with_user(self.second_head).action_sign()
        self.regulation.with_user(self.head).action_sign()
        self.assertEqual(self.regulation.state, "approval")
        self.assertEqual(self._get_signature_users(), self.second_head)
        self.regulation.with_user(self.second_head).action_sign("Agreed")
        self.assertEqual(self.regulation.state, "approved")
        self.assertFalse(self._get_signature_users())
        self.assertRecordValues(
            self.first | self.second,
            [
                {"state_changed_by_id": self.head.id, "comment": False},
                {"state_changed_by_id": self.second_head.id, "comment": "Agreed"},
            ],
        )

    def test_nobody_signs_for_another(self):
        for user in (self.second_head, self.administrator, self.clerk, self.auditor):
            with self.assertRaises(UserError):
                self.first.with_user(user).action_sign()
        self.assertTrue(self.first.with_user(self.head).can_decide)
        self.assertFalse(self.first.with_user(self.second_head).can_decide)
        self.assertTrue(self.regulation.with_user(self.head).can_sign)
        self.assertFalse(self.regulation.with_user(self.administrator).can_sign)

    def test_nobody_signs_twice(self):
        self.first.with_user(self.head).action_sign()
        with self.assertRaises(UserError):
            self.first.with_user(self.head).action_sign()

    def test_refusal_needs_a_reason_and_returns_to_the_author(self):
        with self.assertRaises(UserError):
            self.regulation.with_user(self.head).action_refuse("")
        self.regulation.with_user(self.head).action_sign()
        self.regulation.with_user(self.second_head).action_refuse("Terms are too short")
        self.assertRecordValues(
            self.regulation,
            [{"state": "draft", "decision_ground": "Terms are too short"}],
        )
        self.assertEqual(self.second.state, "refused")

    def test_new_round_keeps_the_former_decisions_aside(self):
        self.regulation.with_user(self.head).action_sign()
        self.regulation.with_user(self.second_head).action_refuse("Terms are too short")
        self.regulation.action_submit()
        self.assertFalse(self.regulation.decision_ground)
        self.assertRecordValues(
            self.regulation.approval_ids,
            [
                {"state": "waiting", "user_id": self.head.id},
                {"state": "waiting", "user_id": self.second_head.id},
            ],
        )
        self.assertRecordValues(
            self.first | self.second,
            [
                {"state": "signed", "active": False},
                {"state": "refused", "active": False},
            ],
        )

    def test_decision_is_written_by_nobody(self):
        for approval in (self.first.with_user(self.administrator), self.first.sudo()):
            for values in ({"state": "signed"}, {"comment": "x"}, {"active": False}):
                with self.assertRaises(UserError):
                    approval.write(values)
            with self.assertRaises(UserError):
                approval.unlink()
        with self.assertRaises(UserError):
            self.regulation.sudo().write(
                {"approval_ids": [Command.update(self.first.id, {"state": "signed"})]}
            )

    def test_paper_signature_is_recorded_by_the_administrator_with_the_paper(self):
        regulation = self.regulation.copy(
            {
                "effective_from": "2026-02-01",
                "approval_ids": [
                    Command.create({"signer_name": "Governor", "position": "Governor"})
                ],
            }
        )
        regulation.action_submit()
        with self.assertRaises(UserError):
            regulation.with_user(self.head).action_sign("Order 7")
        with self.assertRaises(UserError):
            regulation.with_user(self.administrator).action_sign()
        regulation.with_user(self.administrator).action_sign("Order 7")
        self.assertEqual(regulation.state, "approved")

    def test_arrows_of_a_decision(self):
        for goal in ("signed", "refused"):
            approval = self.regulation.copy().approval_ids[0]
            approval._transition(goal)
            for other in ("waiting", "signed", "refused"):
                with self.assertRaises(UserError):
                    approval._transition(other)

    def test_decision_form_signs_and_refuses(self):
        decision = self.env["social.interagency.regulation.decision"]
        values = {"regulation_id": self.regulation.id}
        decision.with_user(self.head).create(
            {**values, "kind": "sign"}
        ).action_confirm()
        decision.with_user(self.second_head).create(
            {**values, "kind": "refuse", "ground": "No"}
        ).action_confirm()
        self.assertEqual(self.regulation.state, "draft")

    def test_order_of_signatures_is_journaled_with_their_actors(self):
        self.regulation.with_user(self.head).action_sign()
        self.regulation.with_user(self.second_head).action_refuse("No")
        entries = self.env["social.interagency.journal"].search(
            [("regulation_id", "=", self.regulation.id)], order="id"
        )
        self.assertEqual(
            [(entry.event, entry.user_id) for entry in entries],
            [
                ("submitted", self.env.user),
                ("signed", self.head),
                ("refused", self.second_head),
                ("returned_to_author", self.second_head),
            ],
        )
