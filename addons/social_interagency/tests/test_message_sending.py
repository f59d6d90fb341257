import random
from pathlib import Path
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..exchange import package, papers
from ..exchange.channels.file import File
from ..exchange.errors import Postponed, Refused
from .exchange_common import ExchangeCommon


@tagged("post_install", "-at_install")
class TestMessageSending(ExchangeCommon):
    def _packages(self):
        return sorted((Path(self.endpoint.folder) / "out").glob("*.zip"))

    def test_a_request_to_a_participant_with_a_service_becomes_a_message(self):
        request = self._send_by_file(self.survey)
        message = self._get_message(request)
        self.assertRecordValues(
            message,
            [
                {
                    "state": "queued",
                    "participant_id": self.provider.id,
                    "endpoint_id": self.endpoint.id,
                    "message_uuid": request.message_uuid,
                    "original_uuid": request.message_uuid,
                }
            ],
        )
        paper = self._read(message).request
        self.assertEqual(paper.number, request.name)
        self.assertEqual([kind.code for kind in paper.documents], ["T-SURVEY"])
        self.assertEqual(paper.citizen.last_name, "Проверкин")
        self.assertEqual(paper.answer_by, request.deadline or None)

    def test_only_the_details_that_the_types_need_leave_with_a_message(self):
        request = self._send_by_file(self.survey)
        citizen = self._read(self._get_message(request)).request.citizen
        self.assertTrue(citizen.birth_date)
        self.assertFalse(citizen.snils or citizen.address or citizen.identity_number)

    def test_a_request_by_another_channel_makes_no_message(self):
        for channel in ("portal", "post", "http"):
            request = self._create_sent_request(channel=channel)
            self.assertFalse(request.message_queue_ids, channel)

    def test_an_electronic_channel_without_a_service_says_that_nothing_is_carried(self):
        self.assertTrue(self._create_request(channel="smev").is_uncarried)
        self.assertFalse(self._create_request(channel="file").is_uncarried)
        self.assertFalse(self._create_request(channel="portal").is_uncarried)

    def test_the_job_writes_the_package_and_the_message_is_with_the_carrier(self):
        message = self._get_message(self._send_by_file(self.survey))
        self._run_job("send_messages")
        self.assertEqual(message.state, "sent")
        self.assertEqual(message.try_count, 1)
        (path,) = self._packages()
        parcel = package.unpack(path.read_bytes())
        self.assertEqual(parcel.content.decode(), message.sudo().content)

    def test_the_term_runs_from_the_delivery_where_the_rule_says_so(self):
        request = self._send_by_file(self.survey)
        self.assertEqual(request.term_rule_id.start_event or "received", "received")
        self.assertFalse(request.received_at or request.deadline)
        with freeze_time("2026-03-12 08:00:00"):
            self._run_job("send_messages")
        self.assertEqual(str(request.received_at), "2026-03-12 08:00:00")
        self.assertEqual(str(request.deadline), "2026-03-19 20:59:59")

    def test_the_addressee_system_tells_its_number(self):
        request = self._send_by_file(self.survey)
        notice = self._prepare_notice(
            self._get_message(request), kind="registered", number="вх-3"
        )
        self._take(notice)
        self.assertRecordValues(
            request, [{"state": "received", "incoming_number": "вх-3"}]
        )
        self.assertTrue(request.deadline)

    def test_a_carrier_that_is_not_reached_is_tried_later_and_later(self):
        random.seed(1)
        message = self._get_message(self._send_by_file(self.survey))
        waits, moment = [], fields.Datetime.now()
        with patch.object(File, "send", side_effect=Postponed("unreachable")):
            for _try in range(6):
                with freeze_time(moment):
                    self._run_job("send_messages")
                waits.append((message.next_try_at - moment).total_seconds())
                moment = message.next_try_at
        self.assertEqual(message.state, "queued")
        self.assertEqual(message.try_count, 6)
        for number, wait in enumerate(waits):
            self.assertGreaterEqual(wait, 15 * 2**number - 1)
            self.assertLessEqual(wait, 45 * 2**number + 1)
        self.assertGreater(len({wait / 2**n for n, wait in enumerate(waits)}), 4)

    def test_a_message_is_given_up_when_its_time_is_over_and_the_officer_is_told(self):
        request = self._send_by_file(self.survey)
        message = self._get_message(request)
        with freeze_time(message.expires_at):
            self._run_job("send_messages")
        self.assertRecordValues(message, [{"state": "failed", "failure": "expired"}])
        self.assertFalse(self._packages())
        self.assertEqual(request.activity_ids.user_id, self.clerk)
        self.assertTrue(request.exchange_failure)

    def test_a_message_that_is_refused_for_good_is_not_tried_again(self):
        message = self._get_message(self._send_by_file(self.survey))
        with patch.object(
            File, "send", side_effect=Refused("refused_by_peer", "schema")
        ) as send:
            self._run_job("send_messages")
            self._run_job("send_messages")
        self.assertEqual(send.call_count, 1)
        self.assertEqual(message.state, "failed")

    def test_a_poison_message_stops_no_other(self):
        poison = self._get_message(self._send_by_file(self.survey))
        good = self._get_message(self._send_by_file(self.survey))
        send = File.send

        def choke(channel, parcel):
            if parcel.message_id == poison.message_uuid:
                raise Refused("refused_by_peer")
            return send(channel, parcel)

        with patch.object(File, "send", choke):
            self._run_job("send_messages")
        self.assertEqual((poison.state, good.state), ("failed", "sent"))

    def test_a_message_on_which_the_other_side_breaks_lets_fresh_ones_go_first(self):
        poison = self._get_message(self._send_by_file(self.survey))
        send = File.send

        def break_on_poison(channel, parcel):
            if parcel.message_id == poison.message_uuid:
                raise Postponed("timeout", 10)
            return send(channel, parcel)

        with patch.object(File, "send", break_on_poison):
            self._run_job("send_messages")
            fresh = self._get_message(self._send_by_file(self.survey))
            with freeze_time(poison.next_try_at):
                self._run_job("send_messages")
        self.assertEqual((poison.state, fresh.state), ("queued", "sent"))

    def test_a_fault_of_the_program_is_logged_without_the_paper(self):
        message = self._get_message(self._send_by_file(self.survey))
        logger = "odoo.addons.social_interagency.models.social_interagency_message"
        with (
            patch.object(File, "send", side_effect=KeyError("Проверкин")),
            self.assertLogs(f"{logger}_queue") as log,
        ):
            self._run_job("send_messages")
        self.assertNotIn("Проверкин", "".join(log.output))
        self.assertEqual(message.state, "queued")

    def test_a_service_that_is_down_is_tried_by_one_message_not_by_all(self):
        for _number in range(5):
            self._send_by_file(self.survey)
        with patch.object(File, "send", side_effect=Postponed("timeout", 10)) as send:
            self._run_job("send_messages")
        self.assertEqual(send.call_count, 1)

    def test_messages_about_one_request_keep_their_order(self):
        request = self._send_by_file(self.survey)
        request.with_user(self.head).action_cancel("No longer needed")
        with patch.object(File, "send", side_effect=Postponed("timeout", 10)):
            self._run_job("send_messages")
        request.message_queue_ids.filtered(
            lambda message: message.kind == "notice"
        )._unlocked().write({"next_try_at": fields.Datetime.now()})
        self._run_job("send_messages")
        self.assertFalse(self._packages())

    def test_a_file_that_is_lost_on_the_server_is_named_and_not_sent(self):
        request = self._create_request(channel="file")
        request.attachment_ids = [
            Command.create({"name": "scan.pdf", "raw": b"x" * 300_000})
        ]
        request.with_user(self.head).action_send()
        message = self._get_message(request)
        self.assertEqual(len(self._read(message).request.files), 1)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_attachment SET sha256 = %s WHERE id = %s",
            ["0" * 64, request.attachment_ids.id],
        )
        self.env.invalidate_all()
        self._run_job("send_messages")
        self.assertRecordValues(message, [{"state": "failed", "failure": "file_lost"}])

    def test_enclosures_travel_with_the_request(self):
        request = self._create_request(channel="file")
        request.attachment_ids = [
            Command.create({"name": "small.txt", "raw": b"small"}),
            Command.create({"name": "large/1.pdf", "raw": b"x" * 300_000}),
        ]
        request.with_user(self.head).action_send()
        self._run_job("send_messages")
        (path,) = self._packages()
        parcel = package.unpack(path.read_bytes())
        files = papers.read(parcel.content).files
        self.assertEqual({file.name for file in files}, {"small.txt", "large_1.pdf"})
        self.assertEqual(list(parcel.files.values()), [b"x" * 300_000])

    def test_an_operator_sends_a_failed_message_again_and_nobody_else(self):
        message = self._get_message(self._send_by_file(self.survey))
        with patch.object(File, "send", side_effect=Refused("refused_by_peer")):
            self._run_job("send_messages")
        for user in (self.clerk, self.head, self.auditor):
            with self.assertRaises(UserError):
                message.with_user(user).action_resend()
        message.with_user(self.operator).action_resend()
        self._run_job("send_messages")
        self.assertEqual(message.state, "sent")
        with self.assertRaises(UserError):
            message.with_user(self.operator).action_resend()

    def test_an_operator_tries_the_way_by_a_test_message_about_nobody(self):
        with self.assertRaises(AccessError):
            self.endpoint.with_user(self.clerk).action_send_test()
        self.endpoint.with_user(self.operator).action_send_test()
        message = self.messages.search([("is_test", "=", True)])
        self.assertTrue(self._read(message).header.test)
        self.assertFalse(message.request_id)
        self._run_job("send_messages")
        self.assertEqual(message.state, "sent")
        answer = self._prepare_answer(message)
        answer = self._replace(answer, test=False)
        self.assertEqual(self._take(answer).state, "executed")
        self.assertFalse(self.env["social.interagency.answer"].search([]))

    def test_a_test_message_that_fails_alarms_nobody_and_says_why(self):
        self.endpoint.with_user(self.operator).action_send_test()
        message = self.messages.search([("is_test", "=", True)])
        with patch.object(File, "send", side_effect=Refused("refused_by_peer", "x")):
            self._run_job("send_messages")
        self.assertEqual(message.state, "failed")
        self.assertIn("x", message.failure_text)

    def test_a_message_is_evidence(self):
        message = self._get_message(self._send_by_file(self.survey))
        for records in (message.with_user(self.operator), message.sudo()):
            with self.assertRaises(UserError):
                records.write({"state": "delivered"})
            with self.assertRaises(UserError):
                records.write({"content": "<a/>"})
            with self.assertRaises(UserError):
                records.unlink()
            with self.assertRaises(UserError):
                records.copy()
        with self.assertRaises(AccessError):
            message.with_user(self.head).read(["content"])

    def test_an_operator_sees_the_original_without_the_citizen(self):
        request = self._send_by_file(self.survey)
        message = self._get_message(request)
        self.assertIn("Проверкин", message.with_user(self.clerk).original)
        for user in (self.operator, self.administrator):
            shown = message.with_user(user).original
            self.assertNotIn("Проверкин", shown)
            self.assertIn(request.name, shown)

    def test_the_citizen_goes_from_the_messages_with_the_destroyed_request(self):
        request = self._send_by_file(self.survey)
        act = self.env["social.interagency.destruction"].browse(1)
        message = self._get_message(request)
        request._do_destroy(act)
        self.assertFalse(message.sudo().content)
        self.assertFalse(message.original)

    @mute_logger("odoo.sql_db")
    def test_the_database_holds_each_message_id_once(self):
        message = self._get_message(self._send_by_file(self.survey))
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env.cr.execute(
                "INSERT INTO social_interagency_message (message_uuid, original_uuid, "
                "direction, kind, state, channel, participant_id, accepted_at, "
                "try_count) "
                "SELECT message_uuid, original_uuid, direction, kind, state, channel, "
                "participant_id, accepted_at, 0 FROM social_interagency_message "
                "WHERE id = %s",
                [message.id],
            )

    def test_thousands_of_waiting_messages_cost_the_queue_no_more_queries(self):
        self._send_by_file(self.survey)
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.assertTrue(self.messages._claim("out", 1))


@tagged("post_install", "-at_install")
class TestRedirectedMessage(ExchangeCommon):
    @classmethod
    def _prepare_members(cls):
        cls.fund.document_type_ids |= cls.survey
        cls.fund.channel = "file"
        fund = cls._prepare_member(cls.fund, answer_type_ids=cls.survey)
        return [*super()._prepare_members()[:2], fund]

    def test_a_redirected_request_is_withdrawn_from_its_former_addressee(self):
        self._create_folder_endpoint(self.fund)
        request = self._send_by_file(self.survey)
        former = request.message_uuid
        request.with_user(self.head).action_redirect(self.fund.id, "Holder")
        self.assertNotEqual(request.message_uuid, former)
        sent = request.message_queue_ids.sorted("id")
        self.assertEqual(
            [(message.kind, message.participant_id) for message in sent],
            [
                ("request", self.provider),
                ("notice", self.provider),
                ("request", self.fund),
            ],
        )
        late = self._take(self._prepare_answer(sent[0]))
        self.assertEqual(late.failure, "unknown_original")
