from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import REASON, ControlCommon


@tagged("post_install", "-at_install")
class TestInspectionAct(ControlCommon):
    def _remarks(self, inspection, is_blocking):
        return [
            remark["text"]
            for remark in inspection._get_remarks()
            if remark["is_blocking"] == is_blocking
        ]

    def _create_filled(self, answers=("violation", "compliant", "not_applicable")):
        inspection = self._create_started()
        self._fill_in(inspection, answers)
        return inspection

    def test_the_self_check_names_what_forbids_to_sign(self):
        inspection = self._create_started()
        self.assertEqual(
            self._remarks(inspection, True),
            [
                "Question 1 is not checked.",
                "Question 2 is not checked.",
                "Question 3 is not checked.",
                "The result is not written.",
            ],
        )
        with self.assertRaisesRegex(UserError, "Question 1 is not checked"):
            inspection.action_sign_act()

    def test_a_violation_without_a_norm_or_a_word_is_blocked(self):
        inspection = self._create_filled()
        inspection.line_ids[0].write({"norm": False, "note": False})
        self.assertEqual(
            self._remarks(inspection, True),
            [
                "Question 1: a violation without a norm.",
                "Question 1: it is not written what was found.",
            ],
        )

    def test_a_positive_answer_without_evidence_is_seen(self):
        inspection = self._create_filled(("compliant", "compliant", "compliant"))
        self.assertEqual(
            self._remarks(inspection, True),
            ["Question 1: a positive answer without evidence."],
        )
        self.assertIn(
            "Question 2: a positive answer without evidence.",
            self._remarks(inspection, False),
        )
        file = self._create_file(self.inspector)
        inspection.line_ids[0].attachment_ids = [Command.set(file.ids)]
        self.assertFalse(self._remarks(inspection, True))

    def test_a_date_outside_the_term_is_blocked(self):
        inspection = self._create_filled()
        for day in ("2026-03-10", "2026-03-25"):
            inspection.line_ids[0].checked_date = day
            self.assertEqual(
                self._remarks(inspection, True),
                ["Question 1: the date lies outside the term."],
            )
        inspection.line_ids[0].checked_date = "2026-03-24"
        inspection.closing_date = "2026-03-20"
        self.assertTrue(self._remarks(inspection, True))

    def test_the_page_of_the_self_check_shows_the_remarks(self):
        inspection = self._create_started()
        self.assertIn("Question 1 is not checked", inspection.remark_html)
        self._fill_in(inspection, ("violation", "partial", "violation"))
        inspection.representative = "The head"
        self.assertIn("the act may be signed", inspection.remark_html)

    def test_the_act_is_signed_on_the_closing_day(self):
        inspection = self._create_filled()
        with self._at("2026-03-12 08:00:00"):
            inspection.action_sign_act()
        self.assertRecordValues(
            inspection,
            [
                {
                    "state": "act_signed",
                    "act_date": date(2026, 3, 12),
                    "closing_date": date(2026, 3, 12),
                    "late_ground": False,
                    "signer_id": self.inspector.id,
                }
            ],
        )

    def test_an_act_after_the_closing_day_states_its_ground(self):
        inspection = self._create_filled()
        inspection.closing_date = "2026-03-12"
        with self._at("2026-03-13 08:00:00"):
            with self.assertRaisesRegex(UserError, "ended on 12.03.2026"):
                inspection.action_sign_act()
            with self.assertRaisesRegex(UserError, "ended on 12.03.2026"):
                inspection.sudo().action_sign_act("   ")
            self.assertEqual(inspection.state, "started")
            self.assertFalse(inspection.finding_ids)
            inspection.action_sign_act("The inspector was ill")
        self.assertRecordValues(
            inspection,
            [
                {
                    "act_date": date(2026, 3, 13),
                    "closing_date": date(2026, 3, 12),
                    "late_ground": "The inspector was ill",
                }
            ],
        )

    def test_an_act_after_the_term_is_late_even_without_a_closing_day(self):
        inspection = self._create_filled()
        with self._at("2026-03-25 08:00:00"):
            with self.assertRaisesRegex(UserError, "ended on 24.03.2026"):
                inspection.action_sign_act()
            inspection.action_sign_act(REASON)
        self.assertTrue(inspection.is_closed_late)

    def test_the_database_refuses_a_late_act_without_a_ground(self):
        inspection = self._create_signed()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            inspection._unlocked().write({"act_date": "2026-03-20"})
            inspection.flush_recordset()

    def test_the_closing_day_lies_in_the_term(self):
        inspection = self._create_filled()
        for day in ("2026-03-10", "2026-03-25"):
            with self.assertRaisesRegex(ValidationError, "ends on 24.03.2026"):
                inspection.closing_date = day
        with self.assertRaises(UserError):
            self._create_inspection(closing_date="2026-03-11")

    def test_violations_of_the_checklist_become_findings_once(self):
        inspection = self._create_signed()
        self.assertRecordValues(
            inspection.finding_ids.sorted("id"),
            [
                {
                    "state": "confirmed",
                    "source": "inspection",
                    "norm": "442-ФЗ, art. 1",
                    "description": "Found at 1",
                    "severity": "gross",
                    "official_name": "Head of the centre",
                    "subject_id": self.provider.id,
                },
                {
                    "state": "confirmed",
                    "source": "inspection",
                    "norm": "442-ФЗ, art. 2",
                    "description": "Found at 2",
                    "severity": "significant",
                    "official_name": "Head of the centre",
                    "subject_id": self.provider.id,
                },
            ],
        )
        self.assertEqual(inspection.failed_count, 2)
        findings = self.env["social.control.finding"]
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            findings._create_from_lines(inspection.line_ids[:1])

    def test_violations_recorded_by_hand_are_confirmed_by_the_act(self):
        inspection = self._create_filled()
        finding = self._create_finding(inspection_id=inspection.id)
        finding.norm = False
        with self.assertRaisesRegex(UserError, "lacks: Norm broken"):
            inspection.action_sign_act()
        finding.norm = "442-ФЗ, art. 13"
        inspection.action_sign_act()
        self.assertEqual(finding.state, "confirmed")

    def test_a_signed_act_takes_no_more_violations(self):
        inspection = self._create_signed()
        with self.assertRaisesRegex(UserError, "takes no more violations"):
            self._create_finding(inspection_id=inspection.id)
        finding = self._create_finding()
        with self.assertRaisesRegex(UserError, "takes no more violations"):
            finding.inspection_id = inspection
        with self.assertRaises(UserError):
            inspection.finding_ids[0].inspection_id = False

    def test_only_a_named_inspector_signs(self):
        inspection = self._create_filled()
        with self.assertRaisesRegex(UserError, "only the inspectors named"):
            inspection.with_user(self.control_head).action_sign_act()

    def test_after_handing_over_nothing_of_the_act_changes(self):
        inspection = self._create_handed()
        before = inspection.read()[0]
        for values in (
            {"conclusion": "Another"},
            {"place": "Another"},
            {"representative": "Another"},
            {"closing_date": "2026-03-12"},
            {"refusal_note": "Another"},
            {"handed_at": False},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                inspection.sudo().write(values)
        with self.assertRaisesRegex(UserError, "handed over already"):
            inspection.action_hand_over("post")
        with self.assertRaisesRegex(UserError, "handed over already"):
            inspection.action_note_refusal(REASON)
        with self.assertRaises(UserError):
            inspection.finding_ids[0].sudo().write({"norm": "Another"})
        after = inspection.read()[0]
        names = {"conclusion", "place", "representative", "score", "closing_date"}
        self.assertEqual(
            {name: before[name] for name in names},
            {name: after[name] for name in names},
        )

    def test_a_refusal_to_sign_is_noted_and_the_act_goes_by_post(self):
        inspection = self._create_signed()
        self.env["social.control.inspection.handing"].with_user(self.inspector).create(
            {
                "inspection_id": inspection.id,
                "kind": "post",
                "is_refused": True,
                "refusal_note": "The head refused before two witnesses",
            }
        ).action_confirm()
        self.assertRecordValues(
            inspection,
            [
                {
                    "refusal_note": "The head refused before two witnesses",
                    "handed_kind": "post",
                }
            ],
        )
        events = inspection.journal_ids.sorted("id").mapped("event")
        self.assertEqual(events[-2:], ["refused_to_sign", "handed_over"])

    def test_an_act_that_is_not_signed_is_not_handed_over(self):
        inspection = self._create_filled()
        for act in (
            inspection.action_hand_over,
            lambda: inspection.action_note_refusal(REASON),
        ):
            with self.assertRaisesRegex(UserError, "is not signed yet"):
                act()
        signed = self._create_signed()
        with self.assertRaisesRegex(UserError, "is empty"):
            signed.action_hand_over("pigeon")
        with self.assertRaisesRegex(UserError, "is not handed over"):
            signed.with_user(self.control_head).action_close()

    def test_the_wizard_asks_for_the_ground_of_a_late_act(self):
        inspection = self._create_filled()
        with self._at("2026-03-26 08:00:00"):
            signing = (
                self.env["social.control.inspection.signing"]
                .with_user(self.inspector)
                .create({"inspection_id": inspection.id, "late_ground": REASON})
            )
            self.assertRecordValues(
                signing, [{"is_late": True, "closing_date": date(2026, 3, 24)}]
            )
            signing.action_confirm()
        self.assertEqual(inspection.late_ground, REASON)
