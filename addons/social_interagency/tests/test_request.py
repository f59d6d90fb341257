from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import InteragencyCommon


@tagged("post_install", "-at_install")
class TestRequest(InteragencyCommon):
    def test_a_draft_has_a_number_an_executor_and_a_term_to_be_sent(self):
        request = self._create_request()
        self.assertRegex(request.name, r"^МЗ-2026-\d{6}$")
        self.assertEqual(request.executor_name, self.clerk.name)
        self.assertEqual(request.executor_position, "Specialist")
        self.assertEqual(request.prepare_deadline, datetime(2026, 3, 13, 20, 59, 59))
        self.assertIn("ministry@example.org", request.contact)

    def test_numbers_of_a_bulk_creation_follow_each_other(self):
        requests = self.env["social.interagency.request"].create(
            [
                {"sender_id": self.ministry.id, "addressee_id": self.provider.id}
                for _number in range(3)
            ]
        )
        numbers = [int(name[-6:]) for name in requests.mapped("name")]
        self.assertEqual(numbers, list(range(numbers[0], numbers[0] + 3)))

    def test_the_regulation_decides_who_asks_whom_for_what(self):
        with self.assertRaisesRegex(ValidationError, "does not let"):
            self._create_request(self.pension)

    def test_sudo_and_import_have_no_more_right_to_ask(self):
        request = self._create_request()
        with self.assertRaises(ValidationError):
            request.sudo().line_ids = [
                Command.create({"document_type_id": self.pension.id})
            ]
        with self.assertRaises(ValidationError):
            self.env["social.interagency.request.line"].sudo().create(
                {"request_id": request.id, "document_type_id": self.pension.id}
            )

    def test_a_head_sends_and_the_term_runs_from_the_next_day(self):
        request = self._create_sent_request()
        self.assertRecordValues(
            request,
            [
                {
                    "state": "sent",
                    "sent_at": datetime(2026, 3, 11, 7),
                    "received_at": datetime(2026, 3, 11, 7),
                    "deadline": datetime(2026, 3, 18, 20, 59, 59),
                    "approved_by_id": self.head.id,
                    "deadline_state": "ahead",
                }
            ],
        )
        self.assertEqual(len(request.deadline_explanation["days"]), 8)

    def test_a_clerk_sends_only_what_the_head_approved(self):
        request = self._create_request()
        with self.assertRaisesRegex(UserError, "signature of a head"):
            request.action_send()
        request.action_submit()
        request.with_user(self.head).action_approve()
        with self.assertRaisesRegex(UserError, "not possible now"):
            request.with_user(self.head).action_approve()
        request.action_send()
        self.assertEqual(request.state, "sent")

    def test_everything_that_lacks_is_named_at_once(self):
        request = self._create_request(
            citizen_id=False, service_id=False, executor_phone=False
        )
        request.executor_email = False
        with self.assertRaises(UserError) as error:
            request.with_user(self.head).action_send()
        for number in ("3)", "5)", "8)"):
            self.assertIn(number, str(error.exception))
        self.assertEqual(request.state, "draft")

    def test_a_third_person_needs_a_consent_that_covers_the_day(self):
        request = self._create_request(is_third_person=True)
        self.assertIn("9)", request._missing_items()[0])
        request.consent_id = self.env["social.interagency.consent"].create(
            {
                "citizen_id": self.citizen.id,
                "number": "1",
                "signed_date": "2026-03-10",
                "purpose": "Test",
            }
        )
        self.assertFalse(request._missing_items())
        request.consent_id.sudo().action_withdraw()
        self.assertTrue(request._missing_items())

    def test_the_addressee_answers_and_the_clerk_accepts(self):
        request = self._create_sent_request()
        request.with_user(self.portal_user).action_receive(incoming_number="17")
        self.assertEqual(request.state, "received")
        answer = self._answer(request)
        self.assertRecordValues(
            request, [{"state": "answered", "deadline_state": "done"}]
        )
        request.action_accept()
        self.assertRecordValues(answer, [{"is_complete": True, "is_late": False}])
        self.assertEqual(request.line_ids.result, "provided")
        document = request.sudo().line_ids.document_id
        self.assertEqual(document.citizen_id, self.citizen)
        self.assertEqual(str(document.valid_until), "2026-04-10")

    def test_a_late_answer_stays_late(self):
        request = self._create_sent_request()
        with freeze_time("2026-03-19 08:00:00"):
            self.assertEqual(request.deadline_state, "overdue")
            answer = self._answer(request)
        self.assertTrue(request.is_closed_late)
        self.assertTrue(answer.is_late)
        self.assertEqual(request.deadline_state, "done_late")

    def test_an_incomplete_answer_goes_back_with_the_same_term(self):
        request = self._create_sent_request()
        self._answer(request)
        with freeze_time("2026-03-12 08:00:00"):
            request.action_return("The survey lacks a signature")
            self.assertRecordValues(
                request,
                [
                    {
                        "state": "returned",
                        "closed_at": False,
                        "deadline": datetime(2026, 3, 19, 20, 59, 59),
                    }
                ],
            )
            self._answer(request)
        self.assertEqual(request.sent_at, datetime(2026, 3, 11, 7))
        self.assertEqual(len(request.answer_ids), 2)

    def test_a_partial_answer_names_what_is_given_and_why_not_all(self):
        request = self._create_sent_request(self.survey, self.places)
        reason = self.env.ref("social_interagency.refusal_reason_later")
        with self.assertRaisesRegex(UserError, "reason from the list"):
            self._answer(request, "partial")
        given = request.line_ids[0]
        self._answer(
            request, "partial", reason_id=reason.id, provided_line_ids=given.ids
        )
        self.assertEqual(request.line_ids.mapped("result"), ["provided", "no_data"])

    def test_a_file_of_another_document_cannot_be_taken(self):
        request = self._create_sent_request()
        stolen = self.env["ir.attachment"].create({"name": "a.pdf", "raw": b"x"})
        with self.assertRaisesRegex(UserError, "belongs to another document"):
            self._answer(request, attachment_ids=stolen.ids)

    def test_files_of_an_answer_are_sealed_and_locked(self):
        request = self._create_sent_request()
        upload = (
            self.env["ir.attachment"]
            .with_user(self.portal_user)
            .sudo()
            .create({"name": "survey.pdf", "raw": b"survey"})
        )
        answer = self._answer(request, attachment_ids=upload.ids)
        self.assertEqual(len(answer.attachment_ids.sha256), 64)
        for change in ({"raw": b"other"}, {"sha256": "0"}, {"res_id": 0}):
            with self.assertRaises(UserError):
                upload.sudo().write(change)
        with self.assertRaises(UserError):
            upload.sudo().unlink()

    def test_a_file_of_a_forbidden_kind_saves_nothing(self):
        request = self._create_sent_request()
        upload = (
            self.env["ir.attachment"]
            .with_user(self.portal_user)
            .sudo()
            .create({"name": "virus.exe", "raw": b"MZ"})
        )
        with self.assertRaisesRegex(ValidationError, "is not taken"):
            self._answer(request, attachment_ids=upload.ids)

    def test_a_paper_request_starts_its_term_at_the_delivery(self):
        request = self._create_sent_request(channel="post")
        self.assertFalse(request.deadline)
        with self.assertRaises(UserError):
            request.action_receive(received_at="2026-03-10 07:00:00")
        with freeze_time("2026-03-16 07:00:00"):
            request.action_receive(received_at="2026-03-13 09:00:00")
            self.assertEqual(request.deadline, datetime(2026, 3, 20, 20, 59, 59))
            answer_id = request.action_answer(
                "full", text="On paper", sent_at="2026-03-16 06:00:00"
            )
        self.assertTrue(answer_id)

    def test_a_clerk_does_not_answer_for_the_addressee(self):
        request = self._create_sent_request()
        with self.assertRaisesRegex(UserError, "only “Центр”"):
            request.action_answer("full", text="Forged")
        with self.assertRaises(UserError):
            request.sudo().action_answer("full", text="Forged")

    def test_a_stranger_sees_and_does_nothing(self):
        request = self._create_sent_request()
        theirs = request.with_user(self.stranger)
        self.assertFalse(theirs.search([]))
        with self.assertRaises(AccessError):
            theirs.read(["name"])
        with self.assertRaises(UserError):
            theirs.action_answer("full", text="Forged")

    def test_a_draft_is_invisible_to_the_addressee(self):
        request = self._create_request()
        self.assertFalse(request.with_user(self.portal_user).search([]))

    def test_a_sent_paper_keeps_its_text_for_everybody(self):
        request = self._create_sent_request()
        for values in (
            {"content": "Other"},
            {"addressee_id": self.fund.id},
            {"line_ids": [Command.clear()]},
        ):
            with self.assertRaisesRegex(UserError, "no longer a draft"):
                request.sudo().write(values)
        with self.assertRaises(UserError):
            request.sudo().line_ids.unlink()

    def test_state_and_dates_are_written_by_no_path(self):
        request = self._create_request()
        for name, value in (
            ("state", "accepted"),
            ("deadline", "2030-01-01"),
            ("sent_at", "2026-01-01"),
            ("name", "X"),
        ):
            with self.assertRaisesRegex(UserError, "by the program only"):
                request.sudo().write({name: value})
            with self.assertRaises(UserError):
                self._create_request(**{name: value})

    def test_a_draft_brings_no_line_that_is_answered_already(self):
        line = {"document_type_id": self.survey.id, "result": "provided"}
        with self.assertRaisesRegex(UserError, "by the program only"):
            self._create_request(line_ids=[Command.create(line)])

    def test_a_copy_begins_as_a_draft(self):
        copied = self._create_sent_request().copy()
        self.assertRecordValues(
            copied, [{"state": "draft", "sent_at": False, "deadline": False}]
        )
        self.assertEqual(copied.line_ids.document_type_id, self.survey)

    def test_a_request_is_never_deleted(self):
        with self.assertRaises(UserError):
            self._create_request().sudo().unlink()

    def test_every_arrow_that_is_not_in_the_table_is_refused(self):
        states = dict(self.env["social.interagency.request"]._fields["state"].selection)
        for current in states:
            request = self._create_request()
            request._unlocked().write({"state": current})
            for wanted in states:
                if wanted in request._transitions.get(current, ()):
                    continue
                with (
                    self.subTest(current=current, wanted=wanted),
                    self.assertRaisesRegex(UserError, "cannot become"),
                ):
                    request._transition(wanted)

    def test_computed_and_searched_deadline_states_agree(self):
        requests = self._create_sent_request() | self._create_request()
        answered = self._create_sent_request()
        self._answer(answered)
        requests |= answered
        for moment in ("2026-03-12 07:00", "2026-03-17 07:00", "2026-03-30 07:00"):
            with freeze_time(moment):
                requests.invalidate_recordset(["deadline_state"])
                for state in requests._deadline_domains():
                    found = requests.search(
                        [("id", "in", requests.ids), ("deadline_state", "=", state)]
                    )
                    same = requests.filtered(
                        lambda request, state=state: request.deadline_state == state
                    )
                    self.assertEqual(found, same)

    def test_each_button_asks_the_question_of_its_action(self):
        request = self._create_sent_request()
        theirs = request.with_user(self.portal_user)
        self.assertTrue(theirs.can_answer)
        self.assertFalse(request.can_answer)
        self.assertFalse(request.can_extend)
        self.assertTrue(request.with_user(self.head).can_extend)
        self.assertFalse(theirs.can_cancel)


@tagged("post_install", "-at_install")
class TestRequestList(InteragencyCommon):
    specification = {
        "name": {},
        "addressee_id": {"fields": {"display_name": {}}},
        "citizen_id": {"fields": {"display_name": {}}},
        "document_type_ids": {"fields": {"display_name": {}}},
        "executor_id": {"fields": {"display_name": {}}},
        "deadline": {},
        "deadline_state": {},
        "state": {},
    }

    def _count_queries(self, requests):
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        requests.web_read(self.specification)
        return self.env.cr.sql_log_count - before

    def test_a_longer_list_needs_no_more_queries(self):
        requests = self.env["social.interagency.request"].with_user(self.clerk)
        for _number in range(12):
            requests |= self._create_request(self.survey, self.places)
        self._count_queries(requests)
        self.assertEqual(
            self._count_queries(requests), self._count_queries(requests[:2])
        )
