from odoo.addons.social_interagency.tests.rights_case import RightsCase
from odoo.tests import tagged

from .common import ControlCommon


@tagged("post_install", "-at_install")
class TestRights(RightsCase, ControlCommon):
    addon = "social_control"
    names = "social.control.%"

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
                rules = self._get_rules(row["model"])
                self.assertIn(portal, rules.groups, row["model"])

    def test_every_paper_has_a_rule_for_inspectors_and_auditors(self):
        groups = self.env.ref("social_control.group_inspector") | self.env.ref(
            "social_interagency.group_auditor"
        )
        for row in self.rows:
            if self.env[row["model"]]._transient or row["operator"] == "r":
                continue
            rules = self._get_rules(row["model"])
            self.assertLessEqual(groups, rules.groups, row["model"])

    def test_an_inspector_reads_no_data_of_citizens(self):
        for name in ("citizen", "consent", "document", "request", "application"):
            model = self.env[f"social.interagency.{name}"].with_user(self.inspector)
            self.assertFalse(model.has_access("read"), name)
