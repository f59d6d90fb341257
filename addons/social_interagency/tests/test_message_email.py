from unittest.mock import patch

from odoo.addons.base.models.ir_mail_server import MailDeliveryException
from odoo.addons.base.tests.common import MockSmtplibCase
from odoo.tests import tagged

from .exchange_common import ExchangeCommon


@tagged("post_install", "-at_install")
class TestMessageByEmail(ExchangeCommon, MockSmtplibCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["social.interagency.endpoint"].create(
            {
                "name": "Mailbox of the provider",
                "code": "T-MAIL",
                "participant_id": cls.provider.id,
                "channel": "email",
                "mailbox": "requests@example.org",
            }
        )
        cls.env.company.email = "system@example.org"
        cls.env["ir.mail_server"].create(
            {"name": "Test", "smtp_host": "smtp.example.org", "from_filter": False}
        )

    def _send_by_email(self):
        request = self._create_sent_request(channel="email")
        with self.mock_smtplib_connection():
            self._run_job("send_messages")
        return request

    def test_a_request_goes_as_a_letter_that_names_no_citizen_in_its_words(self):
        request = self._send_by_email()
        message = self._get_message(request)
        self.assertEqual(message.state, "sent")
        [letter] = self.emails
        self.assertEqual(letter["smtp_to_list"], ["requests@example.org"])
        self.assertNotIn("Проверкин", letter["message"])
        self.assertIn("message.xml", letter["message"])

    def test_the_receipt_of_a_letter_is_recorded_by_the_clerk(self):
        request = self._send_by_email()
        self.assertFalse(request.received_at)
        request.with_user(self.clerk).action_receive(
            received_at="2026-03-11 07:00:00", incoming_number="вх-1"
        )
        self.assertTrue(request.deadline)

    def test_an_acceptance_is_no_letter_a_withdrawal_is_one(self):
        request = self._send_by_email()
        request.with_user(self.head).action_cancel("No longer needed")
        notices = request.message_queue_ids.filtered(lambda one: one.kind == "notice")
        self.assertEqual(self._read(notices).notice.kind, "cancelled")

    def test_a_mail_server_that_refuses_is_tried_later(self):
        request = self._create_sent_request(channel="email")
        server = self.env.registry["ir.mail_server"]
        refusal = MailDeliveryException("quotes the letter")
        with patch.object(server, "send_email", side_effect=refusal):
            self._run_job("send_messages")
        self.assertRecordValues(
            self._get_message(request),
            [{"state": "queued", "try_count": 1, "failure": "mail_server"}],
        )

    def test_without_an_address_of_its_own_the_system_writes_no_letter(self):
        self.env.company.email = False
        request = self._create_sent_request(channel="email")
        self._run_job("send_messages")
        self.assertEqual(self._get_message(request).failure, "mail_server")
