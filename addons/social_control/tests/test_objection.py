from datetime import datetime

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import REASON, ControlCommon

WORDS = "We do not agree with question 1"


@tagged("post_install", "-at_install")
class TestObjection(ControlCommon):
    def setUp(self):
        super().setUp()
        self.inspection = self._create_handed()
        self.as_subject = self.inspection.with_user(self.portal_user)

    def test_a_signature_of_an_objection_is_asked_of_the_organisation(self):
        self.as_subject.action_object(
            WORDS, self._create_file(self.portal_user, "proof.pdf.sig").ids
        )
        objection = self.inspection.objection_ids.with_user(self.inspector)
        self.assertRecordValues(
            objection.signature_ids,
            [{"participant_id": self.provider.id, "signature_reason": "no_file"}],
        )

    def test_the_organisation_acknowledges_and_objects(self):
        file = self._create_file(self.portal_user)
        self.as_subject.action_acknowledge()
        self.as_subject.action_object(WORDS, file.ids)
        self.assertRecordValues(
            self.inspection, [{"acknowledged_by_id": self.portal_user.id}]
        )
        objection = self.inspection.objection_ids
        self.assertRecordValues(
            objection,
            [
                {
                    "text": WORDS,
                    "filed_by_id": self.portal_user.id,
                    "attachment_ids": file.ids,
                    "decision": False,
                }
            ],
        )
        self.assertEqual(file.res_id, objection.id)
        self.assertEqual(
            self.inspection.journal_ids.sorted("id").mapped("event")[-2:],
            ["acknowledged", "objected"],
        )
        with self.assertRaisesRegex(UserError, "acknowledged already"):
            self.as_subject.action_acknowledge()

    def test_objections_are_taken_within_their_term(self):
        # 15 working days after 11.03, by the calendar of the organisation
        self.assertEqual(
            self.inspection.objection_deadline, datetime(2026, 4, 1, 20, 59, 59)
        )
        with self._at("2026-04-02 08:00:00"):
            self.assertFalse(self.as_subject.can_object)
            with self.assertRaisesRegex(UserError, "is over since 01.04.2026"):
                self.as_subject.action_object(WORDS)

    def test_an_empty_objection_or_a_foreign_file_saves_nothing(self):
        with self.assertRaisesRegex(UserError, "is empty"):
            self.as_subject.action_object(" ")
        file = self._create_file(self.stranger)
        with self.assertRaisesRegex(UserError, "belongs to another document"):
            self.as_subject.action_object(WORDS, file.ids)
        self.assertFalse(self.inspection.objection_ids)

    def test_an_inspector_files_an_objection_from_paper(self):
        self.inspection.action_object(WORDS)
        self.assertEqual(self.inspection.objection_ids.filed_by_id, self.inspector)

    def test_nobody_else_objects_or_acknowledges(self):
        for user in (self.stranger, self.foreign_head, self.clerk):
            paper = self.inspection.with_user(user).sudo()
            with self.subTest(user=user.login):
                with self.assertRaises(UserError):
                    paper.action_object(WORDS)
                with self.assertRaises(UserError):
                    paper.action_acknowledge()
        with self.assertRaisesRegex(UserError, "only “Центр” does this"):
            self.inspection.action_acknowledge()

    def test_the_head_decides_once_and_the_decision_stays(self):
        self.as_subject.action_object(WORDS)
        objection = self.inspection.objection_ids
        with self.assertRaisesRegex(UserError, "belongs to the role"):
            objection.with_user(self.inspector).action_decide("accepted", REASON)
        decidings = self.env["social.control.objection.deciding"].with_user(
            self.control_head
        )
        decidings.create(
            {"objection_id": objection.id, "decision": "partly", "reasons": REASON}
        ).action_confirm()
        self.assertRecordValues(
            objection,
            [
                {
                    "decision": "partly",
                    "decision_text": REASON,
                    "decided_by_id": self.control_head.id,
                }
            ],
        )
        head = objection.with_user(self.control_head)
        with self.assertRaisesRegex(UserError, "is decided already"):
            head.action_decide("rejected", REASON)

    def test_a_decision_names_its_kind_and_its_reasons(self):
        self.as_subject.action_object(WORDS)
        head = self.inspection.objection_ids.with_user(self.control_head)
        for decision, text in (("nonsense", REASON), ("accepted", " ")):
            with self.assertRaisesRegex(UserError, "is empty"):
                head.action_decide(decision, text)

    def test_an_inspection_waits_for_the_decision(self):
        self.as_subject.action_object(WORDS)
        head = self.inspection.with_user(self.control_head)
        with self.assertRaisesRegex(UserError, "objections without a decision"):
            head.action_close()
        head.objection_ids.action_decide("rejected", REASON)
        head.action_close()
        with self.assertRaisesRegex(UserError, "is closed"):
            self.as_subject.action_object(WORDS)

    def test_an_objection_is_evidence(self):
        self.as_subject.action_object(WORDS)
        objection = self.inspection.objection_ids.sudo()
        for values in ({"text": "Another"}, {"decision": "accepted"}):
            with self.assertRaises(UserError):
                objection.write(values)
        with self.assertRaisesRegex(UserError, "is not deleted"):
            objection.unlink()
        with self.assertRaisesRegex(UserError, "by the buttons"):
            objection.copy()
        with self.assertRaises(UserError):
            objection.attachment_ids = self._create_file(self.inspector)
