import doctest
from pathlib import Path
from tempfile import TemporaryDirectory

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.social_interagency_endpoint import ROOT_PARAMETER
from ..tools import addresses
from .endpoint_common import EndpointCommon


@tagged("post_install", "-at_install")
class TestEndpoint(EndpointCommon):
    def _get_events(self, endpoint):
        entries = self.env["social.interagency.journal"].search(
            [("endpoint_id", "=", endpoint.id)], order="id"
        )
        return entries.mapped("event")

    def test_the_examples_of_addresses_hold(self):
        self.assertFalse(doctest.testmod(addresses).failed)

    def test_an_address_the_program_must_not_call_is_refused(self):
        for url in (
            "file:///etc/passwd",
            "ftp://example.org/",
            "http://name:word@example.org/",
            "https:///nowhere",
            "http://example.org/a\r\nX-Header: 1",
        ):
            with self.subTest(url=url), self.assertRaises(ValidationError):
                self.endpoint.url = url

    def test_each_channel_needs_its_address(self):
        for channel in ("http", "smev", "service", "file", "email"):
            with (
                self.subTest(channel=channel),
                self.assertRaises(ValidationError) as caught,
            ):
                self._create_endpoint(
                    participant_id=self.fund.id, channel=channel, url=False
                )
            self.assertIn("is empty", str(caught.exception))

    @mute_logger("odoo.sql_db")
    def test_a_participant_has_one_active_service_for_a_channel(self):
        with self.assertRaises(UniqueViolation):
            self._create_endpoint()
        self.endpoint.active = False
        self.env.flush_all()
        self._create_endpoint()

    def test_a_participant_has_any_number_of_other_web_services(self):
        self._create_endpoint(channel="service")
        self._create_endpoint(channel="service")

    def test_the_active_service_is_found_by_its_channel(self):
        model = self.env["social.interagency.endpoint"].with_user(self.clerk)
        self.assertEqual(model._get_for(self.provider, "http"), self.endpoint)
        self.assertFalse(model._get_for(self.provider, "smev"))
        self.assertFalse(model._get_for(self.fund, "http"))
        self.assertFalse(model._get_for(self.provider, "service"))
        self.endpoint.active = False
        self.assertFalse(model._get_for(self.provider, "http"))

    def test_a_key_is_set_and_never_read(self):
        endpoint = self.endpoint.with_user(self.operator)
        self.assertFalse(endpoint.has_token)
        endpoint.action_set_token(" secret-key-1 ")
        self.assertTrue(endpoint.has_token)
        self.assertEqual(endpoint._get_token(), "secret-key-1")
        for user in (self.operator, self.administrator, self.auditor, self.clerk):
            self.assertNotIn("token", endpoint.with_user(user).read()[0])
            with self.assertRaises(AccessError):
                endpoint.with_user(user).read(["token"])
            with self.assertRaises(AccessError):
                endpoint.with_user(user).search([("token", "=like", "s%")])
        with self.assertRaises(AccessError):
            endpoint.write({"token": "other"})

    def test_the_form_of_a_key_keeps_nothing_of_it(self):
        form = (
            self.env["social.interagency.endpoint.token"]
            .with_user(self.operator)
            .create({"endpoint_id": self.endpoint.id, "token": "secret-key-1"})
        )
        form.action_confirm()
        self.assertFalse(form.exists())
        self.assertEqual(self.endpoint._get_token(), "secret-key-1")

    def test_the_journal_knows_of_a_key_and_not_the_key(self):
        self.endpoint.with_user(self.operator).action_set_token("secret-key-1")
        self.assertEqual(self._get_events(self.endpoint), ["created", "token_set"])
        entry = self.env["social.interagency.journal"].search(
            [("endpoint_id", "=", self.endpoint.id)], limit=1
        )
        self.assertEqual(entry.payload, {"is_set": True})

    def test_a_key_that_cannot_stand_in_a_header_is_refused(self):
        for token in ("two words", "first\r\nX-Header: 1", "ключ"):
            with self.subTest(token=token), self.assertRaises(UserError):
                self.endpoint.action_set_token(token)

    def test_a_clerk_sets_no_key(self):
        with self.assertRaises(AccessError):
            self.endpoint.with_user(self.clerk).action_set_token("secret")

    def test_changes_are_journaled_by_name(self):
        self.endpoint.with_user(self.operator).timeout = 20
        entry = self.env["social.interagency.journal"].search(
            [("endpoint_id", "=", self.endpoint.id)], limit=1
        )
        self.assertEqual(entry.event, "changed")
        self.assertEqual(entry.payload, {"fields": ["timeout"]})
        self.assertEqual(entry.user_id, self.operator)

    def test_a_folder_lies_inside_the_folder_of_exchange(self):
        with TemporaryDirectory() as root:
            Path(root, "link").symlink_to("/etc")
            self.env["ir.config_parameter"].set_param(ROOT_PARAMETER, root)
            for folder in (root, "/etc", "fund", f"{root}/../x", f"{root}/link/x"):
                with (
                    self.subTest(folder=folder),
                    self.assertRaises(ValidationError),
                ):
                    self._create_endpoint(channel="file", folder=folder)
            endpoint = self._create_endpoint(channel="file", folder=f"{root}/fund")
            expected = Path(root).resolve() / "fund"
            self.assertEqual(endpoint._get_folder(), expected)
            Path(root, "fund").symlink_to("/etc")
            with self.assertRaises(ValidationError):
                endpoint._get_folder()

    def test_without_a_folder_of_exchange_no_folder_is_taken(self):
        with self.assertRaises(ValidationError):
            self._create_endpoint(channel="file", folder="/srv/exchange/fund")

    def test_an_agreement_is_one_of_the_owner(self):
        agreement = self.env["social.interagency.agreement"].create(
            {"party_one_id": self.ministry.id, "party_two_id": self.fund.id}
        )
        with self.assertRaises(ValidationError):
            self.endpoint.agreement_id = agreement
        agreement.party_two_id = self.provider
        self.endpoint.agreement_id = agreement

    def test_the_clerk_does_not_see_the_technical_address(self):
        self.assertNotIn("url", self.endpoint.with_user(self.clerk).read()[0])
        self.assertIn("url", self.endpoint.with_user(self.operator).read()[0])
