import csv

from odoo.tests import HttpCase, tagged
from odoo.tools import file_open

from .common import ControlCommon

OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}
ROLES = (
    "clerk",
    "head",
    "operator",
    "auditor",
    "administrator",
    "inspector",
    "control_head",
)


@tagged("post_install", "-at_install")
class TestRights(ControlCommon, HttpCase):
    """The matrix role × model × operation of rights.csv, asked over RPC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with file_open("social_control/tests/rights.csv") as table:
            cls.rows = list(csv.DictReader(table))
        cls.users = {
            "portal": cls.portal_user,
            **{role: getattr(cls, role) for role in ROLES},
        }

    def _may(self, model, operation):
        return self.make_jsonrpc_request(
            "/web/dataset/call_kw",
            {
                "model": model,
                "method": "has_access",
                "args": [[], operation],
                "kwargs": {},
            },
        )

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
                [("model", "like", "social.control.%")]
            )
            if "social_control" in model.modules.split(", ")
            and not self.env[model.model]._abstract
        }
        self.assertEqual(own, {row["model"] for row in self.rows})

    def test_an_auditor_changes_no_paper(self):
        for row in self.rows:
            if not self.env[row["model"]]._transient:
                self.assertIn(row["auditor"], ("r", "-"), row["model"])

    def test_nobody_deletes_a_paper(self):
        for name in ("plan", "inspection", "finding", "order", "objection", "proof"):
            [row] = [
                row for row in self.rows if row["model"] == f"social.control.{name}"
            ]
            self.assertFalse([role for role in self.users if "d" in row[role]])

    def test_every_paper_that_the_portal_reads_has_a_rule_for_it(self):
        portal = self.env.ref("base.group_portal")
        for row in self.rows:
            if row["portal"] != "-":
                rules = self.env["ir.rule"].search(
                    [("model_id.model", "=", row["model"])]
                )
                self.assertIn(portal, rules.groups, row["model"])

    def test_every_paper_has_a_rule_for_inspectors_and_auditors(self):
        groups = self.env.ref("social_control.group_inspector") | self.env.ref(
            "social_interagency.group_auditor"
        )
        for row in self.rows:
            if self.env[row["model"]]._transient or row["operator"] == "r":
                continue
            rules = self.env["ir.rule"].search([("model_id.model", "=", row["model"])])
            self.assertLessEqual(groups, rules.groups, row["model"])

    def test_an_inspector_reads_no_data_of_citizens(self):
        for name in ("citizen", "consent", "document", "request", "application"):
            model = self.env[f"social.interagency.{name}"].with_user(self.inspector)
            self.assertFalse(model.has_access("read"), name)
