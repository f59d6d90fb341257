import random
from base64 import b64encode
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
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

    def test_a_fault_of_the_program_is_logged_without_the_paper(self):
        message = self._get_message(self._send_by_file(self.survey))
        logger = "odoo.addons.social_interagency.models.social_interagency_message"
        with (
            patch.object(File, "send", side_effect=KeyError("Проверкин")),
            self.assertLogs(f"{logger}_sending") as log,
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
        self.assertEqual(
            [content for content in parcel.files.values()], [b"x" * 300_000]
        )

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
                "direction, kind, state, channel, participant_id, accepted_at) "
                "SELECT message_uuid, original_uuid, direction, kind, state, channel, "
                "participant_id, accepted_at FROM social_interagency_message "
                "WHERE id = %s",
                [message.id],
            )

    def test_thousands_of_waiting_messages_cost_the_queue_no_more_queries(self):
        self._send_by_file(self.survey)
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.assertTrue(self.messages._claim("out"))


@tagged("post_install", "-at_install")
class TestMessageReceiving(ExchangeCommon):
    def _answer_by(self, request, **values):
        return self._take(self._prepare_answer(self._get_message(request), **values))

    def test_an_answer_from_outside_finds_its_request(self):
        request = self._send_by_file(self.survey)
        message = self._answer_by(request)
        self.assertEqual(message.state, "executed")
        self.assertRecordValues(
            request.answer_ids,
            [
                {
                    "outcome": "full",
                    "text": "Test information",
                    "own_number": "исх-7",
                    "signer_name": "Test signer",
                    "is_late": False,
                }
            ],
        )
        self.assertEqual(request.state, "answered")
        self.assertEqual(message.answer_id, request.answer_ids)

    def test_an_answer_in_part_names_its_papers_and_its_reason(self):
        request = self._send_by_file(self.survey, self.places)
        self._answer_by(
            request,
            outcome="partial",
            reason=papers.Named(code="T-REASON"),
            provided=(papers.Named(code="T-PLACES"),),
        )
        results = {line.document_type_id: line.result for line in request.line_ids}
        self.assertEqual(results, {self.survey: "no_data", self.places: "provided"})
        self.assertEqual(request.answer_ids.reason_id, self.reason)

    def test_files_of_an_answer_come_within_and_beside_the_message(self):
        request = self._send_by_file(self.survey)
        within = papers.File.of("within.pdf", b"within")
        beside = papers.File.of("beside.pdf", b"beside", is_inline=False)
        answer = self._prepare_answer(
            self._get_message(request), files=(within, beside)
        )
        self._take(answer, files={beside.sha256: b"beside"})
        files = request.answer_ids.attachment_ids
        self.assertEqual(
            {file.name: file.raw for file in files},
            {"within.pdf": b"within", "beside.pdf": b"beside"},
        )
        self.assertEqual(set(files.mapped("sha256")), {within.sha256, beside.sha256})

    def test_a_message_whose_file_is_missing_or_changed_is_not_taken(self):
        request = self._send_by_file(self.survey)
        beside = papers.File.of("beside.pdf", b"beside", is_inline=False)
        answer = self._prepare_answer(self._get_message(request), files=(beside,))
        for files in ({}, {beside.sha256: b"besidE"}):
            with self.assertRaises(papers.Malformed), self.env.cr.savepoint():
                self._accept(answer, files=files)
        self.assertFalse(self._get_message(request, "answer", "in"))

    def test_xml_of_a_document_is_checked_by_its_own_schema_whoever_sends_it(self):
        self.survey.schema_file = b64encode(
            b'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
            b'<xs:element name="survey" type="xs:int"/></xs:schema>'
        )
        request = self._send_by_file(self.survey)
        wrong = papers.File.of("1.xml", b"<survey>many</survey>")
        refused = self._answer_by(request, files=(wrong,))
        self.assertEqual(refused.state, "refused")
        self.assertIn("survey:1", refused.failure_text)
        with self.assertRaises(UserError):
            file = self.env["ir.attachment"].with_user(self.portal_user).sudo()
            file = file.create({"name": "1.xml", "raw": b"<!DOCTYPE a><survey/>"})
            self._answer(request, attachment_ids=file.ids)
        right = papers.File.of("1.xml", b"<survey>7</survey>")
        self.assertEqual(self._answer_by(request, files=(right,)).state, "executed")

    def test_a_schema_of_a_document_must_be_one(self):
        for content in (b"<a/>", b"text"):
            with self.assertRaises(ValidationError):
                self.survey.schema_file = b64encode(content)

    def test_a_repeated_message_is_executed_once(self):
        request = self._send_by_file(self.survey)
        answer = self._prepare_answer(self._get_message(request))
        stored = [self._take(answer) for _try in range(3)]
        self.assertEqual(len(set(stored)), 1)
        self.assertEqual(len(request.answer_ids), 1)

    def test_another_message_under_a_known_id_is_refused(self):
        request = self._send_by_file(self.survey)
        answer = self._prepare_answer(self._get_message(request))
        self._take(answer)
        forged = papers.Message(
            header=answer.header,
            answer=papers.Answer(
                number="x", outcome="refused", signer=papers.Person(name="x")
            ),
        )
        with self.assertRaises(Refused) as refusal:
            self._accept(forged)
        self.assertEqual(refusal.exception.code, "id_reused")

    def test_an_answer_of_another_participant_is_not_accepted(self):
        request = self._send_by_file(self.survey)
        answer = self._prepare_answer(
            self._get_message(request),
            header={"sender": self.fund._prepare_party()},
        )
        stored = self._take(answer, self.fund)
        self.assertRecordValues(
            stored, [{"state": "refused", "failure": "unknown_original"}]
        )
        self.assertEqual(request.state, "sent")
        self.assertFalse(request.answer_ids)

    def test_a_channel_does_not_speak_for_another_participant(self):
        request = self._send_by_file(self.survey)
        answer = self._prepare_answer(self._get_message(request))
        with self.assertRaises(Refused) as refusal:
            self._accept(answer, self.fund)
        self.assertEqual(refusal.exception.code, "wrong_sender")

    def test_an_answer_waits_in_our_queue_without_becoming_late(self):
        request = self._send_by_file(self.survey)
        self._run_job("send_messages")
        answer = self._prepare_answer(self._get_message(request))
        with freeze_time(request.deadline):
            self._accept(answer)
        with freeze_time(request.deadline + timedelta(days=3)):
            self._run_job("execute_messages")
        self.assertFalse(request.answer_ids.is_late)
        self.assertEqual(request.closed_at, request.deadline)

    def test_a_second_answer_is_refused_with_the_sentence_of_the_request(self):
        request = self._send_by_file(self.survey)
        self._answer_by(request)
        second = self._answer_by(request)
        self.assertEqual(second.state, "refused")
        self.assertIn(request.name, second.failure_text)
        self.assertEqual(len(request.answer_ids), 1)

    def test_a_refused_message_is_answered_by_a_notice_with_a_code(self):
        request = self._send_by_file(self.survey)
        refused = self._answer_by(
            request, outcome="refused", reason=papers.Named(code="unknown")
        )
        notice = self.messages.search(
            [("direction", "=", "out"), ("kind", "=", "notice")]
        )
        paper = self._read(notice)
        self.assertEqual(paper.header.original_message_id, refused.message_uuid)
        self.assertEqual(paper.notice.code, "FAILURE")
        self.assertEqual(paper.notice.ground, refused.failure_text)

    def test_our_refused_message_comes_back_to_its_officer(self):
        request = self._send_by_file(self.survey)
        self._run_job("send_messages")
        message = self._get_message(request)
        self._take(
            self._prepare_notice(
                message, kind="rejected", code="ACCESS_DENIED", ground="no contract"
            )
        )
        self.assertEqual(message.state, "refused")
        self.assertIn("no contract", request.exchange_failure)
        self.assertEqual(request.state, "sent")
        self.assertEqual(request.activity_ids.user_id, self.clerk)

    def test_a_test_message_is_stored_and_not_executed(self):
        request = self._send_by_file(self.survey)
        answer = self._prepare_answer(self._get_message(request), header={"test": True})
        self.assertEqual(self._take(answer).state, "executed")
        self.assertEqual(request.state, "sent")

    def test_an_expired_message_is_not_executed(self):
        request = self._send_by_file(self.survey)
        answer = self._prepare_answer(
            self._get_message(request),
            header={"expires_at": fields.Datetime.now() - timedelta(seconds=1)},
        )
        self.assertEqual(self._take(answer).failure, "expired")

    def test_a_wrong_signature_keeps_the_message_apart(self):
        request = self._send_by_file(self.survey)
        answer = self._prepare_answer(self._get_message(request))
        stored = self._take(answer, signature=b"no signature at all")
        self.assertEqual(stored.state, "quarantined")
        self.assertEqual(request.state, "sent")

    def test_an_unsigned_message_is_kept_apart_where_signatures_are_required(self):
        request = self._send_by_file(self.survey)
        self.provider.is_signature_required = True
        stored = self._answer_by(request)
        self.assertRecordValues(
            stored, [{"state": "quarantined", "failure": "signature_missing"}]
        )
        self.assertEqual(request.state, "sent")

    def test_an_operator_executes_a_refused_message_after_the_cause_is_mended(self):
        request = self._send_by_file(self.survey)
        refused = self._answer_by(
            request, outcome="no_data", reason=papers.Named(code="T-NEW")
        )
        self.assertEqual(refused.failure, "unknown_reason")
        self.reason.copy({"code": "T-NEW"})
        refused.with_user(self.operator).action_execute_again()
        self._run_job("execute_messages")
        self.assertEqual(request.answer_ids.outcome, "no_data")

    def test_packages_in_the_folder_are_fetched_once_and_put_aside(self):
        request = self._send_by_file(self.survey)
        answer = self._prepare_answer(self._get_message(request))
        self._drop("1.zip", self._pack(answer))
        self._drop("2.zip", b"not a package")
        self._drop("3.part", b"not whole yet")
        for _run in range(2):
            self._run_job("fetch_messages")
        self._run_job("execute_messages")
        self.assertEqual(request.state, "answered")
        folder = Path(self.endpoint.folder)
        found = {
            room: [path.name for path in (folder / room).iterdir()]
            for room in ("in", "done", "bad")
        }
        self.assertEqual(found, {"in": ["3.part"], "done": ["1.zip"], "bad": ["2.zip"]})
        refusals = self.env["social.interagency.journal"].search(
            [("event", "=", "message_refused")]
        )
        self.assertEqual(refusals.participant_id, self.provider)
        self.assertEqual(refusals.payload["why"], "bad_package")

    def test_a_request_is_withdrawn_and_returned_at_the_other_side_too(self):
        request = self._send_by_file(self.survey)
        self._answer_by(request)
        request.with_user(self.head).action_return("A page is missing")
        request.with_user(self.head).action_cancel("No longer needed")
        notices = request.message_queue_ids.filtered(
            lambda message: (message.kind, message.direction) == ("notice", "out")
        ).sorted("id")
        self.assertEqual(
            [self._read(notice).notice.kind for notice in notices],
            ["returned", "cancelled"],
        )


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


@tagged("post_install", "-at_install")
class TestIncomingRequest(ExchangeCommon):
    """The ministry's system asks the provider, whose office works in this one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = cls._create_folder_endpoint(cls.ministry)

    def _receive(self, **values):
        message = self._prepare_request(**values)
        return self._take(message, self.ministry)

    def test_a_request_from_outside_is_sent_with_its_term_counted(self):
        stored = self._receive()
        self.assertFalse(stored.failure_text)
        request = stored.request_id
        self.assertRecordValues(
            request,
            [
                {
                    "state": "sent",
                    "sender_id": self.ministry.id,
                    "addressee_id": self.provider.id,
                    "sender_number": "ИС-1",
                    "channel": "file",
                    "is_from_exchange": True,
                    "service_id": self.service.id,
                    "document_type_ids": self.survey.ids,
                    "regulation_id": self.regulation.id,
                }
            ],
        )
        self.assertEqual(str(request.deadline), "2026-03-18 20:59:59")
        self.assertEqual(request.citizen_id.participant_ids, self.provider)

    def test_the_provider_answers_in_the_portal_and_the_answer_leaves_by_itself(self):
        request = self._receive().request_id
        request.with_user(self.portal_user).action_receive(incoming_number="вх-9")
        self._answer(request, attachment_ids=[])
        sent = request.message_queue_ids.filtered(
            lambda message: message.direction == "out"
        ).sorted("id")
        self.assertEqual(sent.mapped("kind"), ["notice", "answer"])
        registered, answered = map(self._read, sent)
        self.assertEqual(registered.notice.number, "вх-9")
        self.assertEqual(answered.answer.text, "Test information")
        root = self._get_message(request, direction="in")
        self.assertEqual(answered.header.original_message_id, root.message_uuid)
        self._run_job("send_messages")
        self.assertEqual(set(sent.mapped("state")), {"sent"})

    def test_the_sender_accepts_returns_and_withdraws_from_its_own_system(self):
        request = self._receive().request_id
        root = self._get_message(request, direction="in")
        self._answer(request)
        steps = [("returned", {"ground": "A page is missing"}, "returned")]
        steps.append(("cancelled", {"ground": "No longer needed"}, "cancelled"))
        for kind, details, state in steps:
            notice = self._prepare_notice(root, kind=kind, **details)
            notice = self._replace(
                notice,
                sender=self.ministry._prepare_party(),
                recipient=self.provider._prepare_party(),
            )
            self.assertEqual(self._take(notice, self.ministry).state, "executed")
            self.assertEqual(request.state, state)

    def test_an_accepted_answer_is_judged_here_and_filed_there(self):
        request = self._receive().request_id
        root = self._get_message(request, direction="in")
        self._answer(request)
        notice = self._replace(
            self._prepare_notice(root, kind="accepted", is_complete=False),
            sender=self.ministry._prepare_party(),
            recipient=self.provider._prepare_party(),
        )
        self._take(notice, self.ministry)
        self.assertEqual(request.state, "accepted")
        self.assertRecordValues(
            request.answer_ids, [{"is_judged": True, "is_complete": False}]
        )
        self.assertFalse(request.citizen_id.document_ids)

    def test_what_the_regulation_does_not_allow_is_refused_with_access_denied(self):
        stored = self._receive(documents=(papers.Named(code="T-PENSION"),))
        self.assertRecordValues(
            stored, [{"state": "refused", "failure": "not_allowed"}]
        )
        notice = self.messages.search([("direction", "=", "out")])
        self.assertEqual(self._read(notice).notice.code, "ACCESS_DENIED")

    def test_unknown_types_and_recipients_are_refused_by_name(self):
        stranger = papers.Party(name="Никто", inn="9901000099")
        cases = [
            ({"documents": (papers.Named(code="NONE"),)}, "unknown_type"),
            ({"header": {"recipient": stranger}}, "unknown_recipient"),
            ({"citizen": papers.Citizen(last_name="А", first_name="Б")}, "citizen"),
            ({"purpose": ""}, "not_executed"),
        ]
        for values, failure in cases:
            stored = self._receive(**values)
            self.assertEqual(stored.failure, failure)
            self.assertTrue(stored.failure_text)
            self.assertFalse(stored.request_id)

    def test_a_known_citizen_keeps_his_card_and_another_birth_date_is_refused(self):
        known = papers.Citizen(
            last_name="Проверкин",
            first_name="Тест",
            birth_date=self.citizen.birth_date,
            snils=self.citizen.snils,
        )
        request = self._receive(citizen=known).request_id
        self.assertEqual(request.citizen_id, self.citizen)
        self.assertIn(self.provider, self.citizen.participant_ids)
        other = papers.Citizen(
            last_name="Проверкин",
            first_name="Тест",
            birth_date=fields.Date.to_date("1999-01-01"),
            snils=self.citizen.snils,
        )
        refused = self._receive(citizen=other)
        self.assertEqual(refused.failure, "citizen")
        self.assertNotIn("Проверкин", refused.failure_text)

    def test_a_consent_comes_with_the_request_that_needs_it(self):
        self.survey.is_consent_needed = True
        refused = self._receive()
        self.assertEqual(refused.state, "refused")
        consent = papers.Consent(
            number="7", signed_on=fields.Date.to_date("2026-03-01")
        )
        request = self._receive(consent=consent).request_id
        self.assertEqual(request.consent_id.number, "7")

    def test_a_message_of_the_sender_opens_no_other_request(self):
        own = self._create_sent_request()
        fake = self._prepare_notice(
            self._get_message(self._receive().request_id, direction="in"),
            kind="cancelled",
            ground="x",
        )
        fake = self._replace(
            fake,
            original_message_id=own.message_uuid,
            sender=self.ministry._prepare_party(),
            recipient=self.provider._prepare_party(),
        )
        self.assertEqual(self._take(fake, self.ministry).failure, "unknown_original")
        self.assertEqual(own.state, "sent")

    def test_the_system_user_has_no_way_in_but_the_keys(self):
        user = self.ministry._get_system_user()
        self.assertTrue(user.share)
        self.assertEqual(user.group_ids, self.env.ref("base.group_portal"))
        self.env.cr.execute("SELECT password FROM res_users WHERE id = %s", [user.id])
        self.assertFalse(self.env.cr.fetchone()[0])
        self.assertEqual(self.ministry._get_system_user(), user)
