from odoo.addons.social_interagency.tests.uninstall_case import UninstallCase
from odoo.tests import tagged

from .common import ControlCommon


@tagged("post_install", "-at_install")
class TestUninstall(UninstallCase, ControlCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.addon = cls.env.ref("base.module_social_control")

    def test_an_addon_without_papers_may_go(self):
        self.assert_free()

    def test_a_plan_keeps_its_addon(self):
        self._create_plan()
        self.assert_refused("social.control.plan")
        self.assert_refused("social.control.journal")

    def test_a_figure_keeps_its_addon(self):
        domains = self.env["ir.module.module"]._get_evidence_domains()
        self.assertIn("social.control.indicator.value", domains)
