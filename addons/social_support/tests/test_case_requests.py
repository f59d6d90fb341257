from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .case_common import CaseCommon


@tagged("post_install", "-at_install")
class TestCaseRequests(CaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.counselling.document_type_ids = cls.survey | cls.pension
        cls.case = cls._create_active_case()

    def test_one_click_asks_each_holder_for_what_the_plan_needs(self):
        self.case.action_ask()
        by_holder = self.case.request_ids.sorted("addressee_id").grouped("addressee_id")
        self.assertEqual(set(by_holder), {self.provider, self.fund})
        self.assertRecordValues(
            by_holder[self.provider],
            [
                {
                    "state": "draft",
                    "sender_id": self.ministry.id,
                    "citizen_id": self.citizen.id,
                    "measure_id": self.counselling.id,
                    "consent_id": self.consent.id,
                }
            ],
        )

    def test_what_is_asked_already_is_not_asked_twice(self):
        self.case.action_ask()
        self.case.action_ask()
        self.assertEqual(len(self.case.request_ids), 2)

    def test_a_measure_stands_in_the_request_for_the_service(self):
        self.case.action_ask()
        paper = self.case.request_ids.filtered(
            lambda request: request.addressee_id == self.provider
        )
        self.assertEqual(paper._missing_items(), [])
        paper.with_user(self.support_head).action_send()
        self.assertEqual(paper.state, "sent")
        with self.assertRaisesRegex(UserError, "stays as it is"):
            paper.sudo().support_case_id = False

    def test_a_plan_that_needs_no_papers_says_so(self):
        self.counselling.document_type_ids = [Command.clear()]
        with self.assertRaisesRegex(UserError, "need no papers"):
            self.case.action_ask()

    def test_a_late_answer_blocks_nothing(self):
        self.case.action_ask()
        self.case.request_ids.with_user(self.support_head).action_send()
        self.case.action_monitor()
        self.case.with_user(self.support_head).action_close(
            self.goals.id, "improved", "The family copes"
        )
        self.assertEqual(self.case.state, "closed")
        self.assertEqual(set(self.case.request_ids.mapped("state")), {"sent"})

    def test_a_new_request_comes_prefilled(self):
        context = self.case.action_view_requests()["context"]
        self.assertEqual(
            context,
            {
                "default_support_case_id": self.case.id,
                "default_citizen_id": self.citizen.id,
                "default_sender_id": self.ministry.id,
                "default_consent_id": self.consent.id,
                "default_measure_id": self.counselling.id,
            },
        )

    def test_a_contract_is_no_consent_to_ask_by(self):
        self.consent.kind = "contract"
        self.case.action_ask()
        self.assertFalse(self.case.request_ids.consent_id)

    def test_a_clerk_does_not_learn_of_the_case_from_a_request(self):
        self.case.action_ask()
        theirs = self.case.request_ids[0].with_user(self.clerk)
        self.assertTrue(theirs.read(["name"]))
        with self.assertRaises(AccessError):
            theirs.read(["support_case_id"])

    def test_a_clerk_copies_a_request_without_the_case_behind_it(self):
        self.case.action_ask()
        copied = self.case.request_ids[0].with_user(self.clerk).copy()
        self.assertEqual(copied.state, "draft")
        self.assertFalse(copied.sudo().support_case_id)
