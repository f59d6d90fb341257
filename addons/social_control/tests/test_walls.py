from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .common import REASON, ControlCommon


@tagged("post_install", "-at_install")
class TestWalls(ControlCommon, HttpCase):
    """What must not happen, tried as a user, with sudo, by RPC and by import."""

    def setUp(self):
        super().setUp()
        for user in (self.inspector, self.control_head, self.administrator):
            user.password = f"{user.login}-2026"

    def _call(self, model, method, args, **kwargs):
        return self.make_jsonrpc_request(
            "/web/dataset/call_kw",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def _login(self, user):
        self.authenticate(user.login, f"{user.login}-2026")

    @mute_logger("odoo.http")
    def test_states_change_over_rpc_by_actions_only(self):
        papers = {
            self._create_plan(): "approved",
            self._create_inspection(): "closed",
            self._create_finding(): "dismissed",
            self._create_order(): "met",
        }
        for user in (self.inspector, self.control_head, self.administrator):
            self._login(user)
            for paper, state in papers.items():
                for method, args in (
                    ("write", [paper.ids, {"state": state}]),
                    ("web_save", [paper.ids, {"state": state}, {}]),
                    ("_transition", [paper.ids, state]),
                    ("_unlocked", [paper.ids]),
                    ("unlink", [paper.ids]),
                    ("copy", [paper.ids, {"state": state}]),
                ):
                    with (
                        self.subTest(user=user.login, paper=paper, method=method),
                        self.assertRaises(JsonRpcException),
                    ):
                        self._call(paper._name, method, args)
                self.assertNotEqual(paper.state, state)

    @mute_logger("odoo.http")
    def test_the_key_of_the_program_is_not_forged_in_the_context(self):
        finding = self._create_finding()
        self._login(self.inspector)
        context = {"social_key": True, "social_clock": "2020-01-01", "su": True}
        with self.assertRaises(JsonRpcException):
            self._call(
                finding._name,
                "write",
                [finding.ids, {"state": "dismissed"}],
                context=context,
            )
        self.assertEqual(finding.state, "candidate")

    def test_an_import_changes_no_state_and_no_act(self):
        inspection = self._create_handed()
        self._login(self.inspector)
        for names, row in (
            ([".id", "state"], [str(inspection.id), "closed"]),
            ([".id", "conclusion"], [str(inspection.id), "Another"]),
            ([".id", "late_ground"], [str(inspection.id), "Another"]),
        ):
            result = self._call(inspection._name, "load", [names, [row]])
            self.assertFalse(result["ids"], names)
        self.assertEqual(inspection.conclusion, "Violations were found")

    @mute_logger("odoo.http")
    def test_a_late_act_without_a_ground_is_refused_over_rpc(self):
        inspection = self._create_started()
        self._fill_in(inspection, ("violation", "partial", "violation"))
        inspection.closing_date = "2026-03-11"
        self._login(self.inspector)
        with self._at("2026-03-12 08:00:00"):
            for args in ([inspection.ids], [inspection.ids, "  "]):
                with self.assertRaises(JsonRpcException):
                    self._call(inspection._name, "action_sign_act", args)
        self.assertEqual(inspection.state, "started")

    @mute_logger("odoo.http")
    def test_an_inspector_of_the_own_organisation_is_refused_over_rpc(self):
        inspection = self._create_inspection()
        self.provider.user_ids |= self.foreign_head
        self._login(self.inspector)
        people = {"inspector_ids": [Command.link(self.foreign_head.id)]}
        with self.assertRaises(JsonRpcException):
            self._call(inspection._name, "write", [inspection.ids, people])
        self.assertNotIn(self.foreign_head, inspection.inspector_ids)

    @mute_logger("odoo.http")
    def test_evidence_is_made_by_the_program_only(self):
        order = self._create_issued()
        inspection = order.inspection_id
        for user in (self.inspector, self.control_head, self.administrator):
            self._login(user)
            for model, values in (
                ("social.control.plan.act", {"kind": "moved"}),
                ("social.control.order.act", {"order_id": order.id}),
                ("social.control.proof", {"order_id": order.id, "text": "x"}),
                ("social.control.objection", {"inspection_id": inspection.id}),
                ("social.control.inspection.line", {"inspection_id": inspection.id}),
                ("social.control.journal", {"event": "created"}),
            ):
                with (
                    self.subTest(user=user.login, model=model),
                    self.assertRaises(JsonRpcException),
                ):
                    self._call(model, "create", [[values]])

    def test_commands_of_a_parent_forge_nothing(self):
        order = self._create_issued()
        inspection = order.inspection_id
        journal = [Command.create({"event": "created"})]
        with self.assertRaises(AccessError):
            inspection.sudo().write({"journal_ids": journal})
        for paper, values in (
            (order, {"proof_ids": [Command.create({"text": "x"})]}),
            (order, {"act_ids": [Command.create({"days": 9})]}),
            (inspection, {"objection_ids": [Command.create({"text": "x"})]}),
            (
                inspection,
                {"order_ids": [Command.update(order.id, {"state": "met"})]},
            ),
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                paper.sudo().write(values)

    def test_items_of_a_new_prescription_bring_no_marks(self):
        finding = self._create_handed().finding_ids[0]
        with self.assertRaises(UserError):
            self.env["social.control.order"].with_user(self.inspector).create(
                {
                    "participant_id": self.ministry.id,
                    "inspection_id": finding.inspection_id.id,
                    "item_ids": [
                        Command.create(
                            {
                                "finding_id": finding.id,
                                "requirement": "Eliminate",
                                "result": "met",
                            }
                        )
                    ],
                }
            )

    def test_another_body_acts_on_nothing(self):
        inspection = self._create_started()
        order_plan = self._create_plan()
        finding = self._create_finding()
        for paper, act in (
            (inspection, lambda paper: paper.action_sign_act()),
            (order_plan, lambda paper: paper.action_approve("Order No. 1")),
            (finding, lambda paper: paper.action_confirm()),
            (finding, lambda paper: paper.action_dismiss(self.outage.id, REASON)),
        ):
            with self.assertRaisesRegex(UserError, "belongs to “Министерство”"):
                act(paper.with_user(self.foreign_head).sudo())

    def test_the_journal_is_changed_by_nobody(self):
        entry = self._create_finding().journal_ids
        for user in (self.inspector, self.administrator, self.env.user):
            with self.assertRaises(AccessError):
                entry.with_user(user).sudo().write({"event": "closed"})
            with self.assertRaises(AccessError):
                entry.with_user(user).sudo().unlink()
