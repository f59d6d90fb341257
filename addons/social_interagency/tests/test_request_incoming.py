from odoo import fields
from odoo.tests import tagged

from ..exchange import papers
from .exchange_common import ExchangeCommon


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
