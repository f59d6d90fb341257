from odoo.exceptions import UserError
from odoo.tests import tagged

from ..demo.signature_keys import COMPANY, COMPANY_INN, OGRN
from ..exchange import papers
from .common import INNS
from .exchange_common import ExchangeCommon
from .signature_common import CONTENT, SignatureCommon

STAMP = "The document is signed by an electronic signature"
MINISTRY = {**COMPANY, COMPANY_INN: INNS["ministry"], OGRN: "1029900000012"}


@tagged("post_install", "-at_install")
class TestSignatureMessage(SignatureCommon, ExchangeCommon):
    """Papers that come as signed messages bear the stamp when they are printed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = cls._create_folder_endpoint(cls.ministry)

    def _print(self, report, paper):
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            f"social_interagency.report_{report}", paper.ids
        )
        return " ".join(html.decode().split())

    def _take_signed(self, message, signer, participant):
        signature = self.keys.sign(signer, papers.write(message))
        return self._take(message, participant, signature=signature)

    def test_a_signed_answer_is_executed_and_stamped(self):
        request = self._send_by_file()
        answer = self._prepare_answer(self._get_message(request))
        stored = self._take_signed(answer, "signer", self.provider)
        self.assertRecordValues(
            stored, [{"state": "executed", "signature_state": "valid"}]
        )
        html = self._print("answer", request.answer_ids)
        self.assertIn(STAMP, html)
        self.assertIn(stored.certificate_serial, html)
        self.assertNotIn(STAMP, self._print("request", request))

    def test_a_signed_request_is_executed_and_stamped(self):
        self.keys.issue("ministry", "authority", MINISTRY)
        stored = self._take_signed(self._prepare_request(), "ministry", self.ministry)
        self.assertRecordValues(
            stored, [{"state": "executed", "signature_state": "valid"}]
        )
        self.assertIn(STAMP, self._print("request", stored.request_id))

    def test_a_request_signed_by_another_organisation_is_kept_apart(self):
        stored = self._take_signed(self._prepare_request(), "signer", self.ministry)
        self.assertRecordValues(
            stored,
            [{"state": "quarantined", "signature_reason": "other_participant"}],
        )
        self.assertFalse(stored.request_id)

    def test_a_message_kept_apart_is_not_executed_again_while_its_signature_is_wrong(
        self,
    ):
        stored = self._take_signed(self._prepare_request(), "signer", self.ministry)
        with self.assertRaises(UserError) as refusal:
            stored.with_user(self.operator).action_execute_again()
        self.assertIn(stored.message_uuid, str(refusal.exception))
        self._run_job("execute_messages")
        self.assertEqual(stored.state, "quarantined")
        self.assertFalse(stored.request_id)

    def test_a_message_kept_apart_is_executed_once_its_certificate_is_trusted(self):
        self.ministry.is_signature_required = True
        self.keys.issue("ministry", "authority", MINISTRY)
        self.root_certificate.active = False
        stored = self._take_signed(self._prepare_request(), "ministry", self.ministry)
        self.assertEqual(stored.state, "quarantined")
        with self.assertRaises(UserError):
            stored.with_user(self.operator).action_execute_again()
        self.root_certificate.active = True
        stored.with_user(self.operator).action_execute_again()
        self._run_job("execute_messages")
        self.assertRecordValues(
            stored, [{"state": "executed", "signature_state": "valid"}]
        )

    def test_a_signature_that_becomes_required_holds_what_waits_already(self):
        stored = self._accept(self._prepare_request(), self.ministry)
        self.ministry.is_signature_required = True
        self._run_job("execute_messages")
        self.assertRecordValues(
            stored, [{"state": "quarantined", "failure": "signature_missing"}]
        )
        self.assertFalse(stored.request_id)

    def test_what_the_server_sends_is_signed_with_its_own_key(self):
        self.keys.issue("ministry", "authority", MINISTRY)
        with self._own_key("ministry.key", "ministry.pem"):
            request = self._send_by_file()
            self._run_job("send_messages")
        message = self._get_message(request)
        verdict = message._prepare_verdict(
            message.sudo().content.encode(), message._get_signature(), self.ministry
        )
        self.assertEqual(verdict["signature_reason"], "untrusted_chain")
        self._create_certificate("authority")
        verdict = message._prepare_verdict(
            message.sudo().content.encode(), message._get_signature(), self.ministry
        )
        self.assertEqual(verdict["signature_state"], "valid")

    def test_a_signed_file_within_a_message_is_checked_as_well(self):
        request = self._send_by_file()
        files = (
            papers.File.of("scan.pdf", CONTENT),
            papers.File.of("scan.pdf.sig", self.signature),
        )
        self._take(self._prepare_answer(self._get_message(request), files=files))
        self.assertEqual(request.answer_ids.signature_state, "valid")
