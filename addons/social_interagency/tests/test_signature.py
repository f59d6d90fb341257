import os
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..demo.signature_keys import COMPANY, COMPANY_INN, INN, OGRN
from ..exchange import cms
from .signature_common import CONTENT, SignatureCommon

STRANGER = {**COMPANY, COMPANY_INN: "9901000027", OGRN: "1029900000023"}


@tagged("post_install", "-at_install")
class TestSignature(SignatureCommon):
    def test_a_file_and_its_signature_find_each_other(self):
        document = self._create_signed()
        self.assertRecordValues(
            document.signature_ids,
            [
                {
                    "file_name": "scan.pdf",
                    "signature_state": "valid",
                    "signature_reason": False,
                    "signer": "Образцов Тест Проверович",
                    "signer_organization": "Центр",
                    "signer_inn": "9901000034",
                    "participant_id": self.provider.id,
                }
            ],
        )

    def test_files_without_a_signature_show_nothing(self):
        document = self._create_document(self._upload("scan.pdf", CONTENT))
        self.assertFalse(document.signature_ids)

    def test_a_changed_file_is_shown(self):
        changed = self._upload("scan.pdf", CONTENT + b"!")
        signature = self._upload("scan.pdf.sig", self.signature)
        document = self._create_document(changed | signature)
        self._assert_result(document.signature_ids, "invalid", "content_changed")

    def test_the_signature_of_another_organisation_is_not_valid(self):
        self.keys.issue("stranger", "authority", STRANGER)
        document = self._create_signed(self.keys.sign("stranger", CONTENT))
        self._assert_result(document.signature_ids, "invalid", "other_participant")
        document.issuer_id = self.fund
        self._assert_result(document.signature_ids, "valid")

    def test_a_certificate_of_a_person_asks_for_a_power_of_attorney(self):
        self.keys.issue("person", "authority", {"CN": "Test", INN: "990100000078"})
        document = self._create_signed(self.keys.sign("person", CONTENT))
        self._assert_result(document.signature_ids, "not_checked", "person_certificate")
        self.assertFalse(document.signature_ids.signer_inn)

    def test_a_certificate_without_requisites_proves_no_organisation(self):
        self.keys.issue("bare", "authority", {"CN": "Центр"})
        document = self._create_signed(self.keys.sign("bare", CONTENT))
        self._assert_result(document.signature_ids, "not_checked", "no_requisites")

    def test_a_paper_of_nobody_known_asks_for_no_owner(self):
        self.keys.issue("bare", "authority", {"CN": "Центр"})
        signature = self.keys.sign("bare", CONTENT)
        document = self._create_signed(signature, issuer_id=False)
        self._assert_result(document.signature_ids, "valid")

    def test_without_roots_nothing_is_fine(self):
        self.root_certificate.action_archive()
        document = self._create_signed()
        self._assert_result(document.signature_ids, "not_checked", "no_roots")

    def test_an_intermediate_certificate_of_the_list_closes_the_chain(self):
        self.keys.issue("second", "root", kind="authority")
        self.keys.issue("deep", "second", COMPANY)
        signature = self.keys.sign("deep", CONTENT)
        document = self._create_signed(signature)
        self._assert_result(document.signature_ids, "invalid", "untrusted_chain")
        self._create_certificate("second")
        document.signature_ids.action_check_again()
        self._assert_result(document.signature_ids, "valid")

    def test_a_signature_may_come_before_its_file(self):
        document = self._create_document(self._upload("scan.pdf.sig", self.signature))
        self._assert_result(document.signature_ids, "not_checked", "no_file")
        scan = self._upload("SCAN.pdf", CONTENT)
        document.attachment_ids = [Command.link(scan.id)]
        self._assert_result(document.signature_ids, "valid")
        self.assertTrue(document.signature_ids.previous_id)

    def test_a_signature_may_come_after_its_file(self):
        document = self._create_document(self._upload("scan.pdf", CONTENT))
        signature = self._upload("scan.pdf.sig", self.signature)
        document.attachment_ids = [Command.link(signature.id)]
        self._assert_result(document.signature_ids, "valid")

    def test_a_signature_that_stays_behind_loses_its_file(self):
        document = self._create_signed()
        scan = document.attachment_ids.filtered(lambda file: file.name == "scan.pdf")
        scan.unlink()
        self._assert_result(document.signature_ids, "not_checked", "no_file")

    def test_a_file_that_is_taken_off_the_paper_takes_its_result_along(self):
        document = self._create_signed()
        signature = document.signature_ids
        scan, file = document.attachment_ids.sorted("name")
        document.attachment_ids = [Command.unlink(file.id)]
        self.assertFalse(document.signature_ids)
        self.assertTrue(signature.exists())
        document.attachment_ids = [Command.unlink(scan.id)]
        again = self._upload("scan.pdf", CONTENT + b"!")
        other = self._upload("scan.pdf.sig", self.signature)
        document.attachment_ids = [Command.link(again.id), Command.link(other.id)]
        self._assert_result(document.signature_ids, "invalid", "content_changed")

    def test_a_second_check_keeps_the_first(self):
        document = self._create_signed()
        first = document.signature_ids
        self.root_certificate.action_archive()
        action = first.action_check_again()
        second = document.signature_ids
        self.assertEqual(action["res_id"], second.id)
        self._assert_result(first, "valid")
        self._assert_result(second, "not_checked", "no_roots")
        self.assertEqual(second.previous_id, first)
        with self.assertRaises(UserError):
            first.action_check_again()

    def test_a_result_is_made_by_the_program_only(self):
        document = self._create_signed()
        signature = document.signature_ids.sudo()
        values = {"signature_state": "valid", "res_model": "x", "res_id": 1}
        with self.assertRaises(UserError):
            signature.create(values)
        for name in ("signature_state", "signer_inn", "participant_id", "checked_at"):
            with self.subTest(name=name), self.assertRaises(UserError):
                signature.write({name: False})
        with self.assertRaises(UserError):
            signature.unlink()
        document.write({"signature_ids": [Command.clear()]})
        document.invalidate_recordset()
        self.assertEqual(document.signature_ids, signature)

    def test_a_result_goes_with_the_destroyed_paper(self):
        document = self._create_signed()
        signature = document.signature_ids
        document.sudo().attachment_ids._keyed_unlink()
        self.assertFalse(signature.exists())

    def test_who_reads_the_paper_reads_the_result(self):
        signature = self._create_signed().signature_ids
        signatures = self.env[signature._name]
        for user in (self.clerk, self.head, self.auditor):
            found = signatures.with_user(user).search([("id", "=", signature.id)])
            self.assertEqual(found.signature_state, "valid", user.login)
        for user in (self.operator, self.administrator, self.portal_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                signature.with_user(user).read(["signer"])
        foreign = self._create_user("foreign", "social_interagency.group_clerk")
        self.assertFalse(signatures.with_user(foreign).search([]))
        with self.assertRaises(AccessError):
            signature.with_user(foreign).read(["signer"])

    def test_an_auditor_does_not_check_again(self):
        signature = self._create_signed().signature_ids.with_user(self.auditor)
        self.assertFalse(signature.can_check_again)
        with self.assertRaises(UserError):
            signature.action_check_again()

    def test_the_server_signs_with_its_own_key(self):
        signatures = self.env["social.interagency.signature"]
        self.assertIsNone(signatures._sign(CONTENT))
        with self._own_key("signer.key", "signer.pem"):
            signature = signatures._sign(CONTENT)
        roots, intermediates = [self.keys.pem("root")], [self.keys.pem("authority")]
        verdict = cms.verify(CONTENT, signature, roots, intermediates=intermediates)
        self.assertEqual(verdict.state, "valid")

    def test_a_configured_key_that_does_not_sign_is_told_of(self):
        setup = self.env["social.interagency.signature.setup"]
        self.assertEqual(setup.create({}).key_state, "none")
        for key in ("root.key", "nowhere.key"):
            with self.subTest(key=key), self._own_key(key, "signer.pem"):
                with self.assertRaisesRegex(UserError, "does not sign"):
                    self.env["social.interagency.signature"]._sign(CONTENT)
                self.assertEqual(setup.create({}).key_state, "broken")
        with self._own_key("signer.key", "signer.pem"):
            self.assertRecordValues(
                setup.create({}),
                [{"key_state": "ready", "key_owner": "Центр", "has_gost": True}],
            )

    def test_a_relative_path_of_the_key_is_not_used(self):
        names = {
            "SOCIAL_SIGNING_KEY_FILE": "signer.key",
            "SOCIAL_SIGNING_CERTIFICATE_FILE": "signer.pem",
        }
        with patch.dict(os.environ, names), self.assertRaises(UserError):
            self.env["social.interagency.signature"]._sign(CONTENT)
