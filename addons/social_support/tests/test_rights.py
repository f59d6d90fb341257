import csv

from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import file_open, mute_logger

from .common import SupportCommon

OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}
ROLES = (
    "clerk",
    "head",
    "operator",
    "auditor",
    "administrator",
    "curator",
    "support_head",
)


@tagged("post_install", "-at_install")
class TestRights(SupportCommon, HttpCase):
    """The matrix role × model × operation of rights.csv, asked over RPC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with file_open("social_support/tests/rights.csv") as table:
            cls.rows = list(csv.DictReader(table))
        cls.users = {
            "portal": cls.portal_user,
            **{role: getattr(cls, role) for role in ROLES},
        }

    def _call(self, model, method, arguments):
        return self.make_jsonrpc_request(
            "/web/dataset/call_kw",
            {"model": model, "method": method, "args": arguments, "kwargs": {}},
        )

    def _may(self, model, operation):
        return self._call(model, "has_access", [[], operation])

    def test_each_role_may_do_what_the_matrix_says_and_nothing_else(self):
        for role, user in self.users.items():
            user.password = f"{user.login}-2026"
            self.authenticate(user.login, user.password)
            for row in self.rows:
                found = "".join(
                    letter
                    for letter, operation in OPERATIONS.items()
                    if self._may(row["model"], operation)
                )
                with self.subTest(role=role, model=row["model"]):
                    self.assertEqual(found or "-", row[role])

    def test_the_matrix_knows_every_model_of_the_addon(self):
        own = {
            model.model
            for model in self.env["ir.model"].search(
                [("model", "like", "social.support.%")]
            )
            if "social_support" in model.modules.split(", ")
            and not self.env[model.model]._abstract
        }
        self.assertEqual(own, {row["model"] for row in self.rows})

    def test_an_auditor_changes_no_paper(self):
        for row in self.rows:
            if not self.env[row["model"]]._transient:
                self.assertIn(row["auditor"], ("r", "-"), row["model"])

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
            rules = self.env["ir.rule"].search([("model_id.model", "=", row["model"])])
            for role in ("clerk", "auditor"):
                group = self.env.ref(f"social_interagency.group_{role}")
                self.assertIn(group, rules.groups, row["model"])

    @mute_logger("odoo.http")
    def test_the_state_changes_over_rpc_by_actions_only(self):
        programme = self._create_programme()
        self.curator.password = f"{self.curator.login}-2026"
        self.authenticate(self.curator.login, self.curator.password)
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
        self.administrator.password = f"{self.administrator.login}-2026"
        self.authenticate(self.administrator.login, self.administrator.password)
        for method, arguments in (
            ("create", [[{"event": "created"}]]),
            ("_append", ["created", "programme_id", {}]),
        ):
            with self.subTest(method=method), self.assertRaises(JsonRpcException):
                self._call("social.support.journal", method, arguments)
