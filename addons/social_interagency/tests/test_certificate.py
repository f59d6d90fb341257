import base64

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .signature_common import SignatureCommon


@tagged("post_install", "-at_install")
class TestCertificate(SignatureCommon):
    def test_the_file_says_what_the_certificate_is(self):
        authority = self._create_certificate("authority")
        self.assertRecordValues(
            self.root_certificate | authority,
            [
                {"name": "Test root", "kind": "root", "issuer": "CN=Test root"},
                {
                    "name": "Test authority",
                    "kind": "intermediate",
                    "issuer": "CN=Test root",
                },
            ],
        )
        self.assertEqual(str(self.root_certificate.expires_at), "2049-12-31 23:59:59")
        self.assertEqual(len(self.root_certificate.fingerprint), 64)

    def test_a_binary_certificate_is_read_too(self):
        self.keys.issue("other", kind="authority")
        der = self.keys.run("x509", "-in", "other.pem", "-outform", "DER")
        other = self._create_certificate("root", certificate_file=base64.b64encode(der))
        self.assertEqual(other.name, "Test other")

    def test_a_certificate_of_a_signer_is_not_trusted(self):
        with self.assertRaisesRegex(ValidationError, "not of an authority"):
            self._create_certificate("signer")

    def test_a_file_without_a_certificate_is_refused(self):
        for content in (b"not a certificate", self.signature, b""):
            with self.subTest(content=content[:20]), self.assertRaises(ValidationError):
                self._create_certificate(
                    "root", certificate_file=base64.b64encode(content)
                )

    def test_nobody_says_what_the_file_does_not_say(self):
        for values in ({"name": "Another"}, {"kind": "root"}, {"fingerprint": "0"}):
            with self.subTest(values=values), self.assertRaises(UserError):
                self._create_certificate("authority", **values)
            with self.subTest(values=values), self.assertRaises(UserError):
                self.root_certificate.sudo().write(values)

    def test_a_certificate_is_loaded_once(self):
        self.root_certificate.action_archive()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self._create_certificate("root")

    def test_a_loaded_file_is_not_exchanged(self):
        content = base64.b64encode(self.keys.pem("authority"))
        with self.assertRaises(UserError):
            self.root_certificate.certificate_file = content

    def test_a_certificate_is_withdrawn_and_never_deleted(self):
        with self.assertRaises(UserError):
            self.root_certificate.sudo().unlink()
        self.root_certificate.action_archive()
        self.assertEqual(self.env[self.root_certificate._name]._get_trusted(), ([], []))
        self.root_certificate.action_unarchive()
        self.assertEqual(
            len(self.env[self.root_certificate._name]._get_trusted()[0]), 1
        )

    def test_the_journal_keeps_who_trusted_whom(self):
        self.root_certificate.basis = "Order No. 1"
        self.root_certificate.action_archive()
        self.root_certificate.action_unarchive()
        entries = self.env["social.interagency.journal"].search(
            [("certificate_id", "=", self.root_certificate.id)]
        )
        self.assertEqual(
            entries.mapped("event"),
            ["certificate_restored", "certificate_withdrawn", "changed", "created"],
        )
        self.assertEqual(entries.user_id, self.administrator)

    def test_only_the_administrator_trusts(self):
        for user in (self.clerk, self.head, self.operator, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._create_certificate("authority", user=user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.root_certificate.with_user(user).action_archive()

    def test_the_administrators_are_told_once_of_an_end(self):
        self._run_cron()
        self.assertFalse(self.root_certificate.activity_ids)
        with freeze_time("2049-12-10"):
            self._run_cron()
            self._run_cron()
        administrators = self.env.ref("social_interagency.group_administrator")
        self.assertEqual(
            self.root_certificate.activity_ids.user_id, administrators.all_user_ids
        )
        self.assertEqual(
            len(self.root_certificate.activity_ids), len(administrators.all_user_ids)
        )

    def test_the_administrators_are_told_once_of_the_end_of_the_own_key(self):
        operator = self.env.company.partner_id
        with self._own_key("signer.key", "signer.pem"):
            self._run_cron()
            self.assertFalse(operator.activity_ids)
            with freeze_time("2049-12-10"):
                self._run_cron()
                self._run_cron()
        administrators = self.env.ref("social_interagency.group_administrator")
        self.assertEqual(
            operator.activity_ids.mapped("user_id"), administrators.all_user_ids
        )
        self.assertEqual(len(operator.activity_ids), len(administrators.all_user_ids))

    def test_search_and_field_agree_on_what_ends(self):
        certificates = self.env[self.root_certificate._name]
        for moment in ("2049-11-30", "2049-12-02", "2050-01-02"):
            with self.subTest(moment=moment), freeze_time(moment):
                self.root_certificate.invalidate_recordset()
                found = certificates.search([("is_expiring", "=", True)])
                self.assertEqual(
                    self.root_certificate in found, self.root_certificate.is_expiring
                )
                found = certificates.search([("is_expiring", "=", False)])
                self.assertEqual(
                    self.root_certificate in found,
                    not self.root_certificate.is_expiring,
                )

    def _run_cron(self):
        cron = self.env.ref("social_interagency.ir_cron_warn_certificates")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
