import csv

from odoo.tests import HttpCase
from odoo.tools import file_open

OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}


class RightsCase(HttpCase):
    """The matrix role × model × operation of an addon's rights.csv, asked over RPC.

    Each role but ``portal`` is an attribute of the class, a user; ``names`` tells
    the addon's own models from those that it extends.
    """

    # Without it Odoo runs only what a class of tests holds itself.
    allow_inherited_tests_method = True

    addon = None
    names = "social.%"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with file_open(f"{cls.addon}/tests/rights.csv") as table:
            cls.rows = list(csv.DictReader(table))
        roles = cls.rows[0].keys() - {"model", "portal"}
        cls.users = {role: getattr(cls, role) for role in roles}
        cls.users["portal"] = cls.portal_user

    def _login(self, user):
        user.password = f"{user.login}-2026"
        self.authenticate(user.login, user.password)

    def _call(self, model, method, arguments):
        return self.make_jsonrpc_request(
            "/web/dataset/call_kw",
            {"model": model, "method": method, "args": arguments, "kwargs": {}},
        )

    def _get_rules(self, model):
        return self.env["ir.rule"].search([("model_id.model", "=", model)])

    def _get_own_models(self):
        """Return the models that the addon brings, abstract ones left out."""
        models = self.env["ir.model"].search([("model", "like", self.names)])
        return {
            model.model
            for model in models
            if self.addon in model.modules.split(", ")
            and not self.env[model.model]._abstract
        }

    def test_each_role_may_do_what_the_matrix_says_and_nothing_else(self):
        for role, user in self.users.items():
            self._login(user)
            for row in self.rows:
                found = "".join(
                    letter
                    for letter, operation in OPERATIONS.items()
                    if self._call(row["model"], "has_access", [[], operation])
                )
                with self.subTest(role=role, model=row["model"]):
                    self.assertEqual(found or "-", row[role])

    def test_the_matrix_knows_every_model_of_the_addon(self):
        self.assertEqual(self._get_own_models(), {row["model"] for row in self.rows})

    def test_an_auditor_changes_no_paper(self):
        for row in self.rows:
            if not self.env[row["model"]]._transient:
                self.assertIn(row["auditor"], ("r", "-"), row["model"])
