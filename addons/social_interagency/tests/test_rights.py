from odoo.tests import tagged

from .common import InteragencyCommon
from .rights_case import RightsCase

CLASSIFIERS = {
    "social.interagency.document.type",
    "social.interagency.refusal.reason",
    "social.interagency.service",
}


@tagged("post_install", "-at_install")
class TestRights(RightsCase, InteragencyCommon):
    addon = "social_interagency"

    def test_every_paper_that_the_portal_reads_has_a_rule_for_it(self):
        portal = self.env.ref("base.group_portal")
        for row in self.rows:
            if row["portal"] == "-" or row["model"] in CLASSIFIERS:
                continue
            rules = self._get_rules(row["model"])
            self.assertIn(portal, rules.groups, row["model"])
