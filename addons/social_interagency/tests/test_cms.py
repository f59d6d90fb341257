import os
import stat
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from asn1crypto import pem, x509

from odoo.tests import BaseCase, tagged

from ..demo.signature_keys import (
    COMPANY,
    COMPANY_INN,
    CURVE,
    INN,
    OGRN,
    TRADER_OGRN,
    SignatureKeys,
)
from ..exchange import certificate, cms
from ..exchange.openssl import Openssl

CONTENT = "Сведения для ответа\r\nвторая строка\n".encode()
PERSON = {"CN": "Образцов Тест", "SN": "Образцов", "GN": "Тест", INN: "990100000078"}


class CmsCase(BaseCase):
    algorithm = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keys = SignatureKeys(*filter(None, [cls.algorithm]))
        cls.addClassCleanup(cls.keys.close)
        cls.keys.issue("signer", "authority", COMPANY)
        cls.roots = [cls.keys.pem("root")]
        cls.signature = cls.keys.sign("signer", CONTENT)

    def _verify(self, content=CONTENT, signature=None, **values):
        signature = self.signature if signature is None else signature
        return cms.verify(content, signature, values.pop("roots", self.roots), **values)

    def assert_reason(self, verdict, state, reason):
        self.assertEqual((verdict.state, verdict.reason), (state, reason))


@tagged("at_install")
class TestCms(CmsCase):
    """Signatures by GOST R 34.10-2012: root, intermediate authority, signer."""

    def test_a_good_signature_names_its_signer(self):
        verdict = self._verify()
        self.assert_reason(verdict, "valid", "")
        self.assertEqual(verdict.signer, "Образцов Тест Проверович")
        self.assertEqual(verdict.organization, "Центр")
        self.assertEqual(verdict.inn, "9901000034")
        self.assertEqual(verdict.ogrn, "1029900000034")
        self.assertEqual(verdict.issuer, "CN=Test authority")
        self.assertEqual(verdict.not_before, datetime(2020, 1, 1))
        self.assertEqual(verdict.not_after, datetime(2049, 12, 31, 23, 59, 59))
        self.assertFalse(verdict.is_person)

    def test_the_moment_of_signing_comes_from_the_signature(self):
        verdict = self._verify(signature=self.keys.sign("signer", CONTENT))
        now = datetime.fromtimestamp(time.clock_gettime(time.CLOCK_REALTIME), UTC)
        age = now.replace(tzinfo=None) - verdict.signed_at
        self.assertLess(abs(age), timedelta(minutes=1))

    def test_the_snils_of_the_certificate_is_kept_nowhere(self):
        self.assertNotIn("11223344595", repr(self._verify()))

    def test_pem_and_base64_are_taken_too(self):
        pem = self.keys.run(
            *("cms", "-cmsout", "-inform", "DER", "-outform", "PEM"),
            stdin=self.signature,
        )
        base64 = b"".join(pem.splitlines()[1:-1])
        for signature in (
            pem,
            base64,
            b"\xef\xbb\xbf" + pem,
            pem.replace(b"\n", b"\r\n"),
        ):
            self.assertEqual(self._verify(signature=signature).state, "valid")

    def test_a_changed_byte_of_the_content_shows(self):
        changed = bytes([CONTENT[0] ^ 1]) + CONTENT[1:]
        verdict = self._verify(changed)
        self.assert_reason(verdict, "invalid", "content_changed")
        self.assertEqual(verdict.inn, "9901000034")

    def test_line_ends_are_part_of_the_content(self):
        self.assert_reason(
            self._verify(CONTENT.replace(b"\r\n", b"\n")), "invalid", "content_changed"
        )

    def test_a_changed_byte_of_the_signature_is_never_a_good_signature_of_another(self):
        good = self._verify()
        for place in range(0, len(self.signature), 41):
            changed = bytearray(self.signature)
            changed[place] ^= 0x55
            verdict = self._verify(signature=bytes(changed))
            if verdict.state == "valid":
                # A byte that says nothing of the content or of the signer.
                self.assertEqual(verdict, good)

    def test_a_broken_value_of_the_signature_shows(self):
        changed = bytearray(self.signature)
        changed[-3] ^= 1
        verdict = self._verify(signature=bytes(changed))
        self.assert_reason(verdict, "invalid", "bad_signature")

    def test_cut_and_foreign_files_are_no_signatures(self):
        files = [self.signature[:size] for size in (1, 100, len(self.signature) - 5)]
        files += [
            b"",
            b"%PDF-1.4",
            b"\x30\x80" * 20000,
            b"0" * 300,
            self.keys.pem("root"),
        ]
        for signature in files:
            with self.subTest(signature=signature[:20]):
                verdict = self._verify(signature=signature)
                self.assert_reason(verdict, "invalid", "malformed")

    def test_an_expired_certificate_is_judged_at_the_moment_of_signing(self):
        self.keys.issue("late", "authority", COMPANY, until="20210101000000Z")
        signature = self.keys.sign("late", CONTENT)
        self.assert_reason(self._verify(signature=signature), "invalid", "expired")
        verdict = self._verify(signature=signature, at=datetime(2020, 6, 1))
        self.assert_reason(verdict, "valid", "")

    def test_a_certificate_of_the_future_is_not_yet_valid(self):
        self.keys.issue("early", "authority", COMPANY, since="20480101000000Z")
        verdict = self._verify(signature=self.keys.sign("early", CONTENT))
        self.assert_reason(verdict, "invalid", "not_yet_valid")

    def test_a_moment_of_signing_in_the_future_shows(self):
        past = datetime(2021, 1, 1)
        with patch.object(cms, "_get_present", return_value=past):
            self.assert_reason(self._verify(), "invalid", "signed_in_future")

    def test_without_a_moment_of_signing_the_present_counts(self):
        verdict = self._verify(signature=self.keys.sign("signer", CONTENT, "-noattr"))
        self.assert_reason(verdict, "valid", "")
        self.assertIsNone(verdict.signed_at)

    def test_another_root_is_not_trusted(self):
        stranger = SignatureKeys()
        self.addCleanup(stranger.close)
        verdict = self._verify(roots=[stranger.pem("root")])
        self.assert_reason(verdict, "invalid", "untrusted_chain")

    def test_a_stranger_who_signs_for_himself_is_not_trusted(self):
        self.keys.issue("stranger", subject=COMPANY)
        verdict = self._verify(signature=self.keys.sign("stranger", CONTENT))
        self.assert_reason(verdict, "invalid", "untrusted_chain")

    def test_a_signer_cannot_issue_certificates(self):
        self.keys.issue("forged", "signer", COMPANY)
        chain = ("-certfile", "signer.pem")
        verdict = self._verify(signature=self.keys.sign("forged", CONTENT, *chain))
        self.assert_reason(verdict, "invalid", "untrusted_chain")

    def test_an_intermediate_authority_alone_is_no_root(self):
        verdict = self._verify(roots=[self.keys.pem("authority")])
        self.assert_reason(verdict, "invalid", "untrusted_chain")

    def test_an_intermediate_authority_may_come_from_the_caller(self):
        bare = self.keys.run(
            *("cms", "-sign", "-binary", "-outform", "DER"),
            *("-signer", "signer.pem", "-inkey", "signer.key"),
            stdin=CONTENT,
        )
        self.assert_reason(self._verify(signature=bare), "invalid", "untrusted_chain")
        verdict = self._verify(
            signature=bare, intermediates=[self.keys.pem("authority")]
        )
        self.assert_reason(verdict, "valid", "")

    def test_the_roots_of_the_machine_do_not_count(self):
        with patch.dict(os.environ, {"SSL_CERT_FILE": self.keys.path("root.pem")}):
            stranger = SignatureKeys()
            self.addCleanup(stranger.close)
            verdict = self._verify(roots=[stranger.pem("root")])
        self.assert_reason(verdict, "invalid", "untrusted_chain")

    def test_a_key_for_encipherment_does_not_sign(self):
        self.keys.issue("cipher", "authority", COMPANY, kind="encipherer")
        verdict = self._verify(signature=self.keys.sign("cipher", CONTENT))
        self.assert_reason(verdict, "invalid", "wrong_usage")

    def test_without_roots_nothing_is_fine(self):
        self.assert_reason(self._verify(roots=[]), "not_checked", "no_roots")
        verdict = self._verify(b"other", roots=[])
        self.assert_reason(verdict, "invalid", "content_changed")

    def test_without_the_engine_nothing_is_fine(self):
        verdict = self._verify(openssl=Openssl())
        self.assert_reason(verdict, "not_checked", "no_engine")
        with patch.dict(os.environ, {"SOCIAL_GOST_ENGINE": "off"}):
            self.assert_reason(self._verify(), "not_checked", "no_engine")
        with patch.dict(os.environ, {"SOCIAL_GOST_ENGINE": "/nowhere/gost.so"}):
            self.assert_reason(self._verify(), "not_checked", "no_engine")

    def test_a_chain_that_needs_the_engine_is_not_judged_without_it(self):
        self.keys.issue("mixed", "authority", COMPANY, algorithm=CURVE)
        signature = self.keys.sign("mixed", CONTENT)
        self.assert_reason(self._verify(signature=signature), "valid", "")
        verdict = self._verify(signature=signature, openssl=Openssl())
        self.assert_reason(verdict, "not_checked", "no_engine")

    def test_without_the_program_nothing_is_fine(self):
        verdict = self._verify(openssl=Openssl(program="/nowhere", engine="gost.so"))
        self.assert_reason(verdict, "not_checked", "no_openssl")

    def test_a_program_that_hangs_is_stopped(self):
        hanging = Path(self.keys.path("hanging"))
        hanging.write_text("#!/bin/sh\nexec sleep 60\n")
        hanging.chmod(0o700)
        started = time.monotonic()
        verdict = self._verify(
            openssl=Openssl(program=str(hanging), engine="gost.so", timeout=0.2)
        )
        self.assert_reason(verdict, "not_checked", "timeout")
        self.assertLess(time.monotonic() - started, 10)

    def test_a_signature_without_its_certificate_is_not_checked(self):
        signature = self.keys.run(
            *("cms", "-sign", "-binary", "-outform", "DER", "-nocerts"),
            *("-signer", "signer.pem", "-inkey", "signer.key"),
            stdin=CONTENT,
        )
        verdict = self._verify(signature=signature)
        self.assert_reason(verdict, "not_checked", "no_certificate")

    def test_content_inside_the_signature_does_not_stand_for_the_file(self):
        signature = self.keys.sign("signer", CONTENT, "-nodetach")
        self.assert_reason(self._verify(signature=signature), "valid", "")
        verdict = self._verify(b"other", signature)
        self.assert_reason(verdict, "invalid", "content_changed")

    def test_two_signers_in_one_file_are_not_checked(self):
        self.keys.issue("second", "authority", COMPANY)
        second = ("-signer", "second.pem", "-inkey", "second.key")
        verdict = self._verify(signature=self.keys.sign("signer", CONTENT, *second))
        self.assert_reason(verdict, "not_checked", "several_signers")

    def test_a_large_file_is_checked(self):
        content = CONTENT * (10 * 1024 * 1024 // len(CONTENT))
        signature = self.keys.sign("signer", content)
        self.assert_reason(self._verify(content, signature), "valid", "")
        verdict = self._verify(content + b"\n", signature)
        self.assert_reason(verdict, "invalid", "content_changed")

    def test_what_is_larger_than_the_limit_is_not_checked(self):
        signature = b"\x30" * (cms.SIGNATURE_LIMIT + 1)
        verdict = self._verify(signature=signature)
        self.assert_reason(verdict, "not_checked", "too_large")

    def test_old_certificates_pad_the_inn_of_a_company(self):
        subject = {"CN": "Центр", INN: "009901000034", OGRN: "1029900000034"}
        self.keys.issue("old", "authority", subject)
        verdict = self._verify(signature=self.keys.sign("old", CONTENT))
        self.assertEqual((verdict.inn, verdict.is_person), ("9901000034", False))

    def test_the_inn_of_the_company_goes_before_that_of_the_person(self):
        subject = {**PERSON, COMPANY_INN: "9901000034"}
        self.keys.issue("both", "authority", subject)
        verdict = self._verify(signature=self.keys.sign("both", CONTENT))
        self.assertEqual((verdict.inn, verdict.is_person), ("9901000034", False))

    def test_a_sole_trader_is_told_from_a_person(self):
        trader = {**PERSON, TRADER_OGRN: "304990100000071"}
        for name, subject, is_person in (
            ("trader", trader, False),
            ("person", PERSON, True),
        ):
            self.keys.issue(name, "authority", subject)
            verdict = self._verify(signature=self.keys.sign(name, CONTENT))
            self.assertEqual(verdict.inn, "990100000078")
            self.assertEqual(verdict.is_person, is_person)

    def test_what_the_server_signs_verifies(self):
        signature = cms.sign(
            CONTENT,
            self.keys.path("signer.key"),
            self.keys.path("signer.pem"),
            self.keys.path("authority.pem"),
        )
        verdict = self._verify(signature=signature)
        self.assert_reason(verdict, "valid", "")
        self.assertTrue(verdict.signed_at)

    def test_a_signature_that_cannot_be_made_says_why(self):
        key, certificate = self.keys.path("signer.key"), self.keys.path("signer.pem")
        for code, files, openssl in (
            ("no_engine", (key, certificate), Openssl()),
            ("failed", ("/nowhere", certificate), None),
            ("failed", (key, "/nowhere"), None),
            ("failed", (self.keys.path("root.key"), certificate), None),
        ):
            with self.subTest(code=code), self.assertRaises(cms.CannotSign) as caught:
                cms.sign(CONTENT, *files, openssl=openssl)
            self.assertEqual(caught.exception.code, code)

    def test_a_name_with_foreign_signs_is_cleaned(self):
        found = x509.Certificate.load(pem.unarmor(self.keys.pem("signer"))[2])
        hostile = {"common_name": "A\x00B\n\u202eC" + "x" * 1000}
        found["tbs_certificate"]["subject"] = x509.Name.build(hostile)
        cleaned = certificate.parse(found.dump())
        self.assertEqual(cleaned.signer[:3], "ABC")
        self.assertEqual(len(cleaned.signer), 256)

    def test_the_folder_of_a_check_is_private_and_goes_with_it(self):
        with Openssl.of_machine().session() as session:
            folder = session.folder
            self.assertEqual(stat.S_IMODE(folder.stat().st_mode), 0o700)
        self.assertFalse(folder.exists())


@tagged("at_install")
class TestCmsElliptic(CmsCase):
    """Signatures that OpenSSL knows without any engine."""

    algorithm = CURVE

    def test_a_good_signature_needs_no_engine(self):
        self.assert_reason(self._verify(openssl=Openssl()), "valid", "")

    def test_a_root_by_gost_does_not_spoil_it_without_the_engine(self):
        gost = SignatureKeys()
        self.addCleanup(gost.close)
        roots = [gost.pem("root"), *self.roots]
        self.assert_reason(self._verify(roots=roots, openssl=Openssl()), "valid", "")

    def test_a_withdrawn_algorithm_is_not_checked(self):
        verdict = self._verify(
            signature=self.keys.sign("signer", CONTENT, "-md", "sha1")
        )
        self.assert_reason(verdict, "not_checked", "unsupported")
