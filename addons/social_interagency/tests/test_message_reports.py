from unittest.mock import patch

from odoo.exceptions import LockError, UserError
from odoo.tests import tagged

from ..exchange.channels.file import File
from ..exchange.parcel import Arrival
from ..models import social_interagency_message_receiving
from .exchange_common import ExchangeCommon

WORDS = "It is not possible now"


@tagged("post_install", "-at_install")
class TestMessageReports(ExchangeCommon):
    def _report(self, message, **values):
        arrival = Arrival(mark="1", original_id=message.message_uuid, **values)
        self.messages._take_report(message.endpoint_id, arrival)

    def _send(self):
        request = self._send_by_file(self.survey)
        return request, self._get_message(request)

    def test_a_report_of_the_delivery_may_come_before_the_receipt(self):
        request, message = self._send()
        self._report(message, is_delivered=True)
        self.assertRecordValues(message, [{"state": "delivered", "try_count": 1}])
        self.assertTrue(message.sent_at and request.received_at)
        self._run_job("send_messages")
        self.assertEqual(message.try_count, 1)

    def test_a_refusal_may_come_before_the_receipt(self):
        request, message = self._send()
        self._report(message, refusal=("FAILURE", "out of order"))
        self.assertEqual(message.state, "refused")
        self.assertTrue(request.exchange_failure)

    def test_a_rejection_by_the_other_side_may_come_before_the_receipt(self):
        _request, message = self._send()
        notice = self._prepare_notice(
            message, kind="rejected", code="FAILURE", ground="not readable"
        )
        self._take(notice)
        self.assertEqual(message.state, "refused")

    def test_a_status_on_the_way_is_not_taken_for_the_delivery(self):
        _request, message = self._send()
        self._run_job("send_messages")
        self._report(message)
        self.assertEqual(message.state, "sent")

    def test_a_number_of_the_addressee_proves_the_delivery(self):
        request, message = self._send()
        self._run_job("send_messages")
        self._report(message, registered="вх-1")
        self.assertEqual(message.state, "delivered")
        self.assertEqual(request.incoming_number, "вх-1")

    def test_a_report_of_another_service_changes_nothing(self):
        _request, message = self._send()
        other = self._create_folder_endpoint(self.ministry)
        self.messages._take_report(
            other,
            Arrival(mark="1", original_id=message.message_uuid, is_delivered=True),
        )
        self.assertEqual(message.state, "queued")

    def _fetch(self, faults):
        """Fetch one report while so many tries to store it meet a fault."""
        _request, message = self._send()
        arrival = Arrival(
            mark="report", original_id=message.message_uuid, is_delivered=True
        )
        transition = type(message)._transition
        faults = list(faults)

        def meet(messages, *args, **values):
            if faults:
                raise faults.pop(0)
            return transition(messages, *args, **values)

        with (
            patch.object(File, "fetch", return_value=iter([arrival])),
            patch.object(File, "confirm") as confirm,
            patch.object(type(message), "_transition", meet),
            patch.object(social_interagency_message_receiving, "PAUSES", (0, 0, 0)),
            # The savepoint of each try undoes what it did; that of the test stays.
            patch.object(self.env.cr, "commit"),
            patch.object(self.env.cr, "rollback"),
        ):
            self.messages.sudo()._fetch_from(self.endpoint)
        return message, confirm

    def _get_busy(self):
        error = UserError(WORDS)
        error.__cause__ = LockError(WORDS)
        return error

    def test_a_report_waits_for_a_rival_and_is_confirmed_afterwards(self):
        message, confirm = self._fetch([self._get_busy(), self._get_busy()])
        self.assertEqual(message.state, "delivered")
        confirm.assert_called_once_with("report")

    def test_a_report_that_cannot_be_taken_yet_is_not_confirmed(self):
        message, confirm = self._fetch([self._get_busy()] * 3)
        self.assertEqual(message.state, "queued")
        confirm.assert_not_called()

    def test_a_report_that_cannot_be_executed_is_journaled_and_stops_nothing(self):
        message, confirm = self._fetch([UserError(WORDS)])
        confirm.assert_called_once_with("report")
        entry = self.env["social.interagency.journal"].search(
            [("event", "=", "message_refused")], order="id desc", limit=1
        )
        self.assertEqual(entry.participant_id, message.participant_id)
