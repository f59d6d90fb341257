from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .endpoint_common import EndpointCommon


@tagged("post_install", "-at_install")
class TestEndpointPortal(EndpointCommon, HttpCase):
    """The provider owns the service, the fund has nothing to do with it."""

    def _open(self, user):
        user.password = f"{user.login}-2026"
        self.authenticate(user.login, user.password)
        return self.url_open("/my/interagency/services")

    def test_the_owner_sees_its_service_and_the_maintenance_planned(self):
        self._plan("19:00", "21:00", ground="Letter 41")
        page = self._open(self.portal_user)
        self.assertIn("Test service", page.text)
        self.assertIn("Letter 41", page.text)

    def test_a_stranger_sees_nothing_of_it(self):
        self._plan("19:00", "21:00", ground="Letter 41")
        page = self._open(self.stranger)
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("Test service", page.text)
        self.assertNotIn("Letter 41", page.text)

    def test_a_consumer_sees_the_service_announced_to_it(self):
        self.endpoint.consumer_ids |= self.fund
        self.assertIn("Test service", self._open(self.stranger).text)

    def test_the_rules_hold_without_the_page(self):
        plan = self._plan("19:00", "21:00")
        for record in (self.endpoint, plan):
            with self.assertRaises(AccessError):
                record.with_user(self.stranger).read(["display_name"])
            self.assertTrue(record.with_user(self.portal_user).read(["display_name"]))

    def test_the_portal_learns_neither_address_nor_checks(self):
        endpoint = self.endpoint.with_user(self.portal_user)
        for name in ("url", "folder", "probe_url", "answer_text", "token"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                endpoint.read([name])
        for model in ("check", "incident", "availability", "day"):
            rows = self.env[f"social.interagency.endpoint.{model}"]
            self.assertFalse(rows.with_user(self.portal_user).has_access("read"))
