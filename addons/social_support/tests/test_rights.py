from odoo.addons.social_interagency.tests.rights_case import RightsCase
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from .common import SupportCommon


@tagged("post_install", "-at_install")
class TestRights(RightsCase, SupportCommon):
    addon = "social_support"
    names = "social.support.%"

    def test_the_portal_reads_measures_and_reasons_alone(self):
        readable = {row["model"] for row in self.rows if row["portal"] != "-"}
        self.assertEqual(
            readable, {"social.support.assignment", "social.support.refusal.reason"}
        )
        self.assertEqual({row["portal"] for row in self.rows}, {"-", "r"})

    def test_every_paper_has_a_rule_for_clerks_and_auditors(self):
        for row in self.rows:
            model = self.env[row["model"]]
            if model._transient or row["operator"] == "r":
                continue
            rules = self._get_rules(row["model"])
            for role in ("clerk", "auditor"):
                group = self.env.ref(f"social_interagency.group_{role}")
                self.assertIn(group, rules.groups, row["model"])

    @mute_logger("odoo.http")
    def test_the_state_changes_over_rpc_by_actions_only(self):
        programme = self._create_programme()
        self._login(self.curator)
        for method, arguments in (
            ("write", [programme.ids, {"state": "in_force"}]),
            ("write", [programme.ids, {"version": 9}]),
            ("_transition", [programme.ids, "in_force"]),
            ("action_activate", [programme.ids]),
            ("unlink", [programme.ids]),
        ):
            with self.subTest(method=method), self.assertRaises(JsonRpcException):
                self._call("social.support.programme", method, arguments)
        self.assertEqual(programme.state, "draft")

    @mute_logger("odoo.http")
    def test_nobody_adds_to_the_journal_over_rpc(self):
        self._login(self.administrator)
        for method, arguments in (
            ("create", [[{"event": "created"}]]),
            ("_append", ["created", "programme_id", {}]),
        ):
            with self.subTest(method=method), self.assertRaises(JsonRpcException):
                self._call("social.support.journal", method, arguments)
