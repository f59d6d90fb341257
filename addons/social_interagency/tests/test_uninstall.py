from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import InteragencyCommon

ADDON = "social_interagency"


@tagged("post_install", "-at_install")
class TestUninstall(InteragencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.addon = cls.env.ref(f"base.module_{ADDON}")
        cls.request = cls._create_sent_request()

    def _assert_refused(self, action, *arguments):
        with self.assertRaisesRegex(UserError, r"would destroy evidence \(.+ – \d+"):
            action(*arguments)
        self.env.invalidate_all()
        self.assertEqual(self.addon.state, "installed")

    def test_an_addon_with_papers_is_not_uninstalled_in_any_way(self):
        addon = self.addon.sudo()
        self._assert_refused(addon.button_uninstall)
        self._assert_refused(addon.module_uninstall)
        self._assert_refused(addon.write, {"state": "to remove"})
        admin = self.env(user=self.env.ref("base.user_admin"))
        for method in ("button_uninstall", "module_uninstall"):
            self._assert_refused(
                call_kw, admin["ir.module.module"], method, [addon.ids], {}
            )

    def test_an_addon_below_goes_neither(self):
        below = self.env.ref("base.module_portal")
        self._assert_refused(below.button_uninstall)
        self.assertEqual(below.state, "installed")

    def test_the_refusal_names_addon_and_papers_and_no_citizen(self):
        with self.assertRaises(UserError) as caught:
            self.addon.button_uninstall()
        text = str(caught.exception)
        self.assertIn(self.addon.shortdesc, text)
        self.assertNotIn(self.citizen.last_name, text)

    def test_papers_journal_citizens_and_archived_records_are_evidence(self):
        domains = self.env["ir.module.module"]._get_evidence_domains()
        for name in (
            "social.interagency.answer",
            "social.interagency.application",
            "social.interagency.citizen",
            "social.interagency.consent",
            "social.interagency.document",
            "social.interagency.journal",
            "social.interagency.message",
            "social.interagency.regulation",
            "social.interagency.request",
            "social.interagency.signature",
        ):
            self.assertIn(name, domains)
        self.assertNotIn("social.interagency.service", domains)
        addons = self.env["ir.module.module"]
        endpoint = self.env["social.interagency.endpoint"].create(
            {
                "name": "Archived service",
                "code": "archived",
                "participant_id": self.fund.id,
                "responsible_id": self.operator.id,
                "channel": "http",
                "url": "https://service.example.org/v1",
            }
        )
        endpoint._unlocked().active = False
        only = Domain("id", "=", endpoint.id)
        self.assertEqual(addons._count_evidence(endpoint._name, only), 1)

    def test_what_the_installation_noted_in_the_journal_is_nobodys_deed(self):
        domain = self.env["ir.module.module"]._get_evidence_domains()[
            "social.interagency.journal"
        ]
        entries = self.env["social.interagency.journal"].search([])
        by_people = entries.filtered_domain(domain)
        self.assertTrue(by_people)
        self.assertNotIn(self.env.ref("base.user_root"), by_people.user_id)

    def test_other_addons_are_none_of_its_business(self):
        other = self.env["ir.module.module"].create(
            {"name": "social_other_addon", "state": "installed"}
        )
        other.write({"state": "to remove"})
        self.assertEqual(other.state, "to remove")
