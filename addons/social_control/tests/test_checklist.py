from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ControlCommon


@tagged("post_install", "-at_install")
class TestChecklist(ControlCommon):
    def _total(self, *answers, **method):
        self.checklist.write(method)
        inspection = self._create_started()
        self._fill_in(inspection, answers)
        return inspection.score if inspection.is_scored else None

    def test_the_total_follows_the_weights(self):
        self.assertEqual(self._total("compliant", "compliant", "compliant"), 100)
        self.assertEqual(self._total("violation", "compliant", "compliant"), 50)
        self.assertEqual(self._total("partial", "compliant", "compliant"), 75)

    def test_what_does_not_apply_stays_outside_the_denominator(self):
        self.assertEqual(self._total("not_applicable", "compliant", "violation"), 66.7)
        self.assertIsNone(self._total(*["not_applicable"] * 3))

    def test_an_average_leaves_out_inspections_without_a_total(self):
        inspection = self._create_started()
        draft = self._create_inspection()
        domain = [("id", "in", (inspection | draft).ids)]
        self._fill_in(inspection, ("violation", "compliant", "compliant"))
        averages = self.env["social.control.inspection"]._read_group
        self.assertEqual(averages(domain, [], ["score:avg"]), [(50.0,)])
        self.assertEqual(
            dict(averages(domain, ["state"], ["score:avg"])),
            {"draft": False, "started": 50.0},
        )

    def test_what_is_not_checked_counts_as_the_method_says(self):
        self.assertEqual(self._total("compliant", "not_checked", "not_checked"), 50)
        self.assertEqual(
            self._total(
                "compliant",
                "not_checked",
                "not_checked",
                is_unchecked_counted=False,
            ),
            100,
        )
        self.assertIsNone(self._total(*["not_checked"] * 3))

    def test_the_share_of_in_part_belongs_to_the_method(self):
        self.assertEqual(self._total("partial", partial_share=0.2), 10)

    def test_the_method_is_frozen_at_the_start(self):
        inspection = self._create_started()
        self._fill_in(inspection, ("partial", "compliant", "violation"))
        before = inspection.score
        self.checklist.write({"partial_share": 0.9, "is_unchecked_counted": False})
        self.checklist.question_ids[0].write({"weight": 50, "text": "Another"})
        self.checklist.question_ids[1].unlink()
        self.env.invalidate_all()
        inspection.line_ids[2].answer = "compliant"
        inspection.line_ids[2].answer = "violation"
        self.assertEqual(inspection.score, before)
        self.assertEqual(inspection.line_ids[0].text, "Requirement 1")
        self.assertEqual(len(inspection.line_ids), 3)
        self.assertEqual(inspection.checklist_title, "Test checklist, Order No. 1")

    def test_the_norm_is_proposed_and_the_day_is_noted(self):
        line = self._create_started().line_ids[0]
        line.answer = "violation"
        self.assertRecordValues(
            line, [{"norm": "442-ФЗ, art. 1", "checked_date": date(2026, 3, 11)}]
        )
        line.answer = "compliant"
        self.assertFalse(line.norm)

    def test_questions_are_answered_only_while_the_inspection_goes_on(self):
        inspection = self._create_signed()
        line = inspection.line_ids[0]
        for values in (
            {"answer": "compliant"},
            {"norm": "Another"},
            {"attachment_ids": [Command.clear()]},
        ):
            with self.assertRaisesRegex(UserError, "Answers stay as signed"):
                line.sudo().write(values)
        for values in ({"weight": 9}, {"text": "Another"}, {"severity": "minor"}):
            with self.assertRaises(UserError):
                line.sudo().write(values)
        with self.assertRaises(UserError):
            line.sudo().unlink()
        with self.assertRaises(UserError):
            line.sudo().copy()
        with self.assertRaises(UserError):
            inspection.sudo().write({"line_ids": [Command.delete(line.id)]})

    def test_the_form_sends_the_answers_with_its_inspection(self):
        inspection = self._create_started()
        line = inspection.line_ids[0]
        answer = {"answer": "violation", "note": "Found"}
        inspection.write(
            {"place": "City", "line_ids": [Command.update(line.id, answer)]}
        )
        self.assertRecordValues(line, [{**answer, "norm": "442-ФЗ, art. 1"}])
        self.assertEqual(inspection.place, "City")
        for command in (
            Command.create({"text": "Another"}),
            Command.update(line.id, {"weight": 9}),
            Command.delete(line.id),
            Command.unlink(line.id),
            Command.clear(),
            Command.set([]),
        ):
            with self.subTest(command), self.assertRaises(UserError):
                inspection.write({"line_ids": [command]})
        self._fill_in(inspection, ("violation", "partial", "compliant"))
        inspection.action_sign_act()
        command = Command.update(line.id, {"answer": "compliant"})
        with self.assertRaisesRegex(UserError, "Answers stay as signed"):
            inspection.write({"line_ids": [command]})
        with self.assertRaisesRegex(UserError, "set by the program only"):
            self._create_inspection(line_ids=[command])
        self.assertEqual(line.answer, "violation")

    def test_evidence_is_sealed_and_stays_with_the_signed_act(self):
        inspection = self._create_started()
        file = self._create_file(self.inspector)
        line = inspection.line_ids[0]
        line.write({"answer": "compliant", "attachment_ids": [Command.set(file.ids)]})
        self.assertRecordValues(file, [{"res_model": line._name, "res_id": line.id}])
        self.assertTrue(file.sha256)
        self._fill_in(inspection, ("compliant", "compliant", "compliant"))
        inspection.action_sign_act()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            file.unlink()

    def test_a_file_of_another_user_is_no_evidence(self):
        line = self._create_started().line_ids[0]
        file = self._create_file(self.control_head)
        with self.assertRaises(AccessError):
            line.write({"attachment_ids": [Command.set(file.ids)]})

    def test_a_weight_is_above_zero_and_a_share_inside(self):
        for record, values in (
            (self.checklist.question_ids[0], {"weight": 0}),
            (self.checklist, {"partial_share": 1}),
        ):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
                record.write(values)
                record.flush_recordset()
