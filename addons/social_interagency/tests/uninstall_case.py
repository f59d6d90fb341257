from odoo.exceptions import UserError


class UninstallCase:
    """Tests of one addon's uninstallation; the class names it in ``addon``."""

    def assert_refused(self, model):
        """Expect a refusal that names the papers of the model."""
        papers = self.env["ir.model"]._get(model).name
        with self.assertRaises(UserError) as caught:
            self.addon.sudo().button_uninstall()
        self.assertIn(f"{papers} – ", str(caught.exception))
        self.assertIn(self.addon.shortdesc, str(caught.exception))
        self.assertEqual(self.addon.state, "installed")

    def assert_free(self):
        """Expect that nothing keeps the addon."""
        self.assertEqual(self._get_papers(), [])
        self.addon._check_destroys_no_evidence()

    def _get_papers(self):
        """Return the models of the addon that hold evidence."""
        addons = self.env["ir.module.module"]
        return [
            model
            for model, domain in addons._get_evidence_domains().items()
            if self.env[model]._original_module == self.addon.name
            and addons._count_evidence(model, domain)
        ]
