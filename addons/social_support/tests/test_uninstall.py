from odoo.addons.social_interagency.tests.uninstall_case import UninstallCase
from odoo.tests import tagged

from .common import SupportCommon


@tagged("post_install", "-at_install")
class TestUninstall(UninstallCase, SupportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.addon = cls.env.ref("base.module_social_support")

    def test_an_addon_without_papers_may_go(self):
        self.assert_free()

    def test_facts_about_a_family_are_evidence_too(self):
        self.env["social.support.citizen.circumstance"].create(
            {
                "citizen_id": self.citizen.id,
                "circumstance_id": self.env["social.support.circumstance"]
                .search([], limit=1)
                .id,
                "start_date": "2026-03-01",
                "ground": "Act No. 1",
            }
        )
        self.assert_refused("social.support.citizen.circumstance")

    def test_a_signal_keeps_its_addon(self):
        self._create_signal()
        self.assert_refused("social.support.signal")
        self.assert_refused("social.support.journal")
