from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ControlCommon


@tagged("post_install", "-at_install")
class TestUninstall(ControlCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.addon = cls.env.ref("base.module_social_control")

    def assert_refused(self, addon, model):
        """Expect a refusal that names the papers of the model."""
        papers = self.env["ir.model"]._get(model).name
        with self.assertRaises(UserError) as caught:
            addon.sudo().button_uninstall()
        self.assertIn(f"{papers} – ", str(caught.exception))
        self.assertIn(addon.shortdesc, str(caught.exception))
        self.assertEqual(addon.state, "installed")

    def test_an_addon_without_papers_may_go(self):
        self.assertEqual(self.get_papers(), [])
        self.addon._check_destroys_no_evidence()

    def get_papers(self):
        """Return the models of the addon that hold evidence."""
        addons = self.env["ir.module.module"]
        return [
            model
            for model, domain in addons._get_evidence_domains().items()
            if self.env[model]._original_module == self.addon.name
            and addons._count_evidence(model, domain)
        ]

    def test_a_plan_keeps_its_addon(self):
        self._create_plan()
        self.assert_refused(self.addon, "social.control.plan")
        self.assert_refused(self.addon, "social.control.journal")

    def test_a_figure_keeps_its_addon(self):
        domains = self.env["ir.module.module"]._get_evidence_domains()
        self.assertIn("social.control.indicator.value", domains)
