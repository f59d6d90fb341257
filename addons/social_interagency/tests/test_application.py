from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import InteragencyCommon


@tagged("post_install", "-at_install")
class TestApplication(InteragencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.procedure = cls.env.ref("social_interagency.procedure_recognition")
        cls.application = cls._create_application()

    @classmethod
    def _create_application(cls, **values):
        return (
            cls.env["social.interagency.application"]
            .with_user(cls.clerk)
            .create(
                {
                    "citizen_id": cls.citizen.id,
                    "participant_id": cls.ministry.id,
                    "procedure_id": cls.procedure.id,
                    "service_ids": [Command.set(cls.service.ids)],
                    **values,
                }
            )
        )

    def _complete(self, application):
        application.step_ids.filtered("is_mandatory").action_done()

    def test_registration_copies_the_steps_with_their_terms(self):
        self.assertEqual(len(self.application.step_ids), len(self.procedure.step_ids))
        self.assertEqual(str(self.application.next_deadline), "2026-03-12 20:59:59")

    def test_one_click_drafts_a_request_to_each_holder(self):
        self.application.action_start()
        self.application.action_create_requests()
        requests = self.application.request_ids
        self.assertEqual(requests.addressee_id, self.provider | self.fund)
        self.assertEqual(requests.line_ids.document_type_id, self.survey | self.pension)

    def test_a_second_click_asks_for_nothing_again(self):
        self.application.action_create_requests()
        self.application.action_create_requests()
        self.assertEqual(len(self.application.request_ids), 2)

    def test_a_valid_paper_on_file_is_used_again(self):
        self.env["social.interagency.document"].create(
            {"document_type_id": self.survey.id, "citizen_id": self.citizen.id}
        )
        self.application.action_create_requests()
        self.assertEqual(self.application.request_ids.addressee_id, self.fund)

    def test_an_outdated_paper_is_asked_for_anew(self):
        self.env["social.interagency.document"].create(
            {
                "document_type_id": self.survey.id,
                "citizen_id": self.citizen.id,
                "received_date": "2026-01-15",
            }
        )
        self.application.action_create_requests()
        self.assertEqual(len(self.application.request_ids), 2)

    def test_a_type_that_nobody_holds_is_named_and_blocks_nothing(self):
        orphan = self._create_type("T-ORPHAN")
        self.service.document_type_ids += orphan
        notice = self.application.action_create_requests()
        self.assertIn(orphan.name, notice["params"]["message"])
        self.assertEqual(len(self.application.request_ids), 2)

    def test_a_head_sends_all_drafts_in_one_click(self):
        self.application.action_create_requests()
        with self.assertRaisesRegex(UserError, "Submit the drafts"):
            self.application.action_send_requests()
        self.application.with_user(self.head).action_send_requests()
        self.assertEqual(set(self.application.request_ids.mapped("state")), {"sent"})

    def test_a_mandatory_step_keeps_the_application_open(self):
        self.application.action_start()
        with self.assertRaisesRegex(UserError, "mandatory steps open"):
            self.application.action_grant("Decision 1")
        self._complete(self.application)
        with self.assertRaisesRegex(UserError, "final result is empty"):
            self.application.action_grant(" ")
        self.application.action_grant("Decision 1")
        self.assertRecordValues(
            self.application, [{"state": "done", "result": "Decision 1"}]
        )

    def test_a_late_answer_blocks_nothing(self):
        self.application.action_start()
        self.application.action_create_requests()
        self.application.with_user(self.head).action_send_requests()
        with freeze_time("2026-04-01 08:00:00"):
            self.assertIn(
                "overdue", self.application.request_ids.mapped("deadline_state")
            )
            self._complete(self.application)
            self.application.action_refuse("No circumstances of art. 15")
        self.assertEqual(self.application.state, "refused")

    def test_a_step_is_signed_off_once(self):
        self.application.action_start()
        step = self.application.step_ids[0]
        step.action_done()
        self.assertEqual(step.done_by_id, self.clerk)
        with self.assertRaisesRegex(UserError, "done already"):
            step.action_done()

    def test_every_arrow_that_is_not_in_the_table_is_refused(self):
        labels = dict(self.application._fields["state"].selection)
        for current in labels:
            self.application._unlocked().write({"state": current})
            for wanted in labels:
                if wanted not in self.application._transitions.get(current, ()):
                    with (
                        self.subTest(current=current, wanted=wanted),
                        self.assertRaises(UserError),
                    ):
                        self.application._transition(wanted)

    def test_an_application_of_another_body_is_out_of_reach(self):
        other = self._create_user("other", "social_interagency.group_clerk")
        theirs = self.application.with_user(other)
        with self.assertRaises(AccessError):
            theirs.read(["name"])
        with self.assertRaises(UserError):
            theirs.sudo().action_start()

    def test_an_application_is_never_deleted(self):
        with self.assertRaises(UserError):
            self.application.sudo().unlink()


@tagged("post_install", "-at_install")
class TestRequestBulk(InteragencyCommon):
    def test_a_list_of_citizens_and_types_becomes_requests_at_once(self):
        citizens = self.citizen | self._create_citizen(snils=False)
        bulk = (
            self.env["social.interagency.request.bulk"]
            .with_user(self.clerk)
            .create(
                {
                    "citizen_ids": [Command.set(citizens.ids)],
                    "service_id": self.service.id,
                    "document_type_ids": [
                        Command.set((self.survey | self.pension).ids)
                    ],
                }
            )
        )
        action = bulk.action_create()
        requests = self.env["social.interagency.request"].search(action["domain"])
        self.assertEqual(len(requests), 4)
        self.assertEqual(requests.citizen_id, citizens)
        requests.with_user(self.head).action_send()
        self.assertEqual(len(set(requests.mapped("deadline"))), 1)
