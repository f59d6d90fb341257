import base64
import os
from unittest.mock import patch

from odoo.fields import Command

from ..demo.signature_keys import COMPANY, SignatureKeys
from .common import InteragencyCommon

CONTENT = b"%PDF-1.4 invented"


class SignatureCommon(InteragencyCommon):
    """A trusted root and keys of the provider, beside the usual participants."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keys = SignatureKeys()
        cls.addClassCleanup(cls.keys.close)
        cls.keys.issue("signer", "authority", COMPANY)
        cls.root_certificate = cls._create_certificate("root")
        cls.signature = cls.keys.sign("signer", CONTENT)

    @classmethod
    def _create_certificate(cls, key, user=None, **values):
        return (
            cls.env["social.interagency.certificate"]
            .with_user(user or cls.administrator)
            .create(
                {
                    "certificate_file": base64.b64encode(cls.keys.pem(key)),
                    "file_name": f"{key}.pem",
                    "basis": "Test",
                    **values,
                }
            )
        )

    def _upload(self, name, content, user=None):
        """Return a file as the form of a record that is not saved uploads it."""
        files = self.env["ir.attachment"].with_user(user or self.clerk)
        return files.create({"name": name, "raw": content, "res_id": 0})

    def _create_document(self, files, **values):
        return (
            self.env["social.interagency.document"]
            .with_user(self.clerk)
            .create(
                {
                    "document_type_id": self.survey.id,
                    "citizen_id": self.citizen.id,
                    "issuer_id": self.provider.id,
                    "attachment_ids": [Command.set(files.ids)],
                    **values,
                }
            )
        )

    def _create_signed(self, signature=None, **values):
        """Return a paper on file with a scan and its signature."""
        scan = self._upload("scan.pdf", CONTENT)
        signature = self.signature if signature is None else signature
        return self._create_document(
            scan | self._upload("scan.pdf.sig", signature), **values
        )

    def _assert_result(self, signatures, state, reason=False):
        self.assertRecordValues(
            signatures, [{"signature_state": state, "signature_reason": reason}]
        )

    def _own_key(self, key, certificate):
        """Name these files as the key of the server while the context lasts."""
        return patch.dict(
            os.environ,
            {
                "SOCIAL_SIGNING_KEY_FILE": self.keys.path(key),
                "SOCIAL_SIGNING_CERTIFICATE_FILE": self.keys.path(certificate),
            },
        )
