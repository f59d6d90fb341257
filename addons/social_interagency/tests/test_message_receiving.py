from base64 import b64encode
from datetime import timedelta
from pathlib import Path

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..exchange import papers
from ..exchange.errors import Refused
from ..exchange.parcel import Parcel
from .exchange_common import ExchangeCommon


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

    def test_a_refused_message_that_comes_again_is_tried_again(self):
        request = self._send_by_file(self.survey)
        answer = self._prepare_answer(
            self._get_message(request),
            outcome="no_data",
            reason=papers.Named(code="T-NEW"),
        )
        refused = self._take(answer)
        self.assertEqual(refused.failure, "unknown_reason")
        self.assertEqual(self._take(answer).state, "refused")
        self.reason.copy({"code": "T-NEW"})
        self.assertEqual(self._take(answer), refused)
        self.assertEqual(refused.state, "executed")
        self.assertEqual(request.state, "answered")

    def test_an_unsigned_message_that_comes_again_is_still_kept_apart(self):
        request = self._send_by_file(self.survey)
        self.provider.is_signature_required = True
        answer = self._prepare_answer(self._get_message(request))
        for _try in range(2):
            self.assertEqual(self._take(answer).state, "quarantined")

    def test_what_a_refused_message_says_of_a_citizen_is_erased_in_its_time(self):
        stored = self._take(self._prepare_request(), self.ministry)
        stored._unlocked().write({"request_id": False, "state": "refused"})
        with freeze_time(stored.accepted_at + timedelta(days=179)):
            self.messages._gc_refused()
        self.assertFalse(stored.is_wiped)
        with freeze_time(stored.accepted_at + timedelta(days=181)):
            self.messages._gc_refused()
        self.assertTrue(stored.is_wiped)
        self.assertFalse(stored.sudo().content)
        self.assertFalse(stored.with_user(self.operator).can_execute_again)

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
        lang = self.provider._get_system_user().lang
        ground = refused.with_context(lang=lang).failure_text
        self.assertEqual(paper.notice.ground, ground)

    def test_messages_of_a_batch_are_executed_in_the_order_of_the_batch(self):
        file = papers.File.of("scan.pdf", b"%PDF-1.4 enclosure")
        asked = self._prepare_request(files=(file,))
        header = {
            "original_message_id": asked.header.message_id,
            "sender": asked.header.sender,
            "recipient": asked.header.recipient,
        }
        withdrawn = papers.Message(
            header=self._prepare_header(**header),
            notice=papers.Notice(kind="cancelled", ground="Not needed"),
        )
        parcels = [Parcel(content=papers.write(one)) for one in (asked, withdrawn)]
        first, second = self.messages._accept_all(self.ministry, "file", parcels)
        self.assertLess(first.id, second.id)
        self._run_job("execute_messages")
        self.assertEqual([first.state, second.state], ["executed", "executed"])
        self.assertEqual(first.request_id.state, "cancelled")

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
