from io import BytesIO

from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import format_date

from .common import REASON, ControlCommon


@tagged("post_install", "-at_install")
class TestReports(ControlCommon, HttpCase):
    """The text of the printed papers, as a reader of the PDF sees it."""

    def _print(self, report, documents, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.inspector)
        content, kind = reports.with_context(
            force_report_rendering=True
        )._render_qweb_pdf(f"social_control.report_{report}", documents.ids)
        self.assertEqual(kind, "pdf")
        self.pages = PdfReader(BytesIO(content)).pages
        return " ".join(" ".join(page.extract_text().split()) for page in self.pages)

    def _day(self, moment):
        return format_date(self.env, moment, lang_code=self.inspector.lang)

    def _assert_in_order(self, text, parts):
        places = [text.find(part) for part in parts]
        self.assertNotIn(-1, places, dict(zip(parts, places, strict=True)))
        self.assertEqual(places, sorted(places))

    def test_an_act_is_one_page_with_all_that_it_must_say(self):
        inspection = self._create_signed(answers=("violation", "partial", "violation"))
        inspection.action_note_refusal("The head refused before two witnesses")
        inspection.action_hand_over("post")
        text = self._print("inspection", inspection)
        self._assert_in_order(
            text,
            [
                self.ministry.name,
                "Акт ведомственной проверки",
                "Order No. 12",
                "Complaint No. 3",
                "Conditions of services",
                "Officer inspector",
                "Test city",
                "Test checklist, Order No. 1",
                "Violations found",
                "Found at 1",
                "442-ФЗ, art. 1",
                "Gross",
                "Found at 2",
                "Result of the inspection",
                "Violations were found",
                self._day(inspection.objection_deadline),
                "The organisation refused to sign",
            ],
        )
        self.assertEqual(len(self.pages), 1)
        self.assertIn(inspection.name, text)
        self.assertNotIn("Draft", text)

    def test_a_late_act_prints_its_ground(self):
        inspection = self._create_started()
        self._fill_in(inspection, ("violation", "partial", "violation"))
        self.assertIn("Draft", self._print("inspection", inspection))
        with self._at("2026-03-25 08:00:00"):
            inspection.action_sign_act("The inspector was ill")
        self.assertIn("The inspector was ill", self._print("inspection", inspection))

    def test_a_prescription_lists_its_items_and_its_term(self):
        order = self._create_issued()
        order.with_user(self.control_head).action_extend(2, REASON)
        text = self._print("order", order)
        self._assert_in_order(
            text,
            [
                self.ministry.name,
                "Предписание об устранении нарушений",
                order.inspection_id.name,
                "is to eliminate",
                "Eliminate: Found at 1",
                "442-ФЗ, art. 1",
                "Eliminate: Found at 2",
                self._day(order.deadline),
                REASON,
                self.control_head.name,
            ],
        )
        self.assertEqual(len(self.pages), 1)
        self.assertIn(order.name, text)

    def test_the_plan_of_the_year_lists_four_dates(self):
        plan = self._create_approved_plan()
        line = plan.line_ids
        plan.with_user(self.control_head).action_move(line.id, "2026-03-20", REASON)
        text = self._print("plan", plan)
        self._assert_in_order(
            text,
            [
                "Order No. 5",
                self.ministry.name,
                "Year: 2026",
                plan.name,
                self.provider.name,
                "Requirements of the year",
                self._day(line.asked_date),
                self._day(line.planned_date),
                plan.act_ids.name,
            ],
        )

    def test_each_printing_is_journaled(self):
        order = self._create_issued()
        self._print("order", order, self.auditor)
        entry = order.journal_ids.sorted("id")[-1]
        self.assertRecordValues(
            entry.sudo(), [{"event": "printed", "user_id": self.auditor.id}]
        )

    def test_a_paper_of_another_body_is_not_printed(self):
        inspection = self._create_signed()
        for user in (self.foreign_head, self.clerk):
            with self.assertRaises(AccessError):
                self._print("inspection", inspection, user)
