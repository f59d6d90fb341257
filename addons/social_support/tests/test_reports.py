from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import SupportCommon
from .printing import PrintingCase


@tagged("post_install", "-at_install")
class TestReports(PrintingCase, SupportCommon):
    """The text of the printed papers, as a reader of the PDF sees it."""

    def test_a_programme_is_printed_in_the_order_of_the_form(self):
        programme = self._create_in_force(work_address="Works street, 3")
        programme.line_ids.action_mark("partial", "Summer break")
        text = self._print("report_programme", programme)
        self._assert_in_order(
            text,
            [
                self.ministry.name,
                programme.name,
                "1. Full name: Проверкин Тест Образцович",
                "2. Sex",
                f"3. Date of birth: {self._day(self.citizen.birth_date)}",
                "4. Address of residence: Примерная улица, 1",
                "5. Address of work: Works street, 3",
                "6. Identity document",
                "7. E-mail",
                "8. The programme is drawn up for the first time",
                self._day(programme.valid_until),
                "9. Form of social services: At home",
                "10. Kinds of social services",
                "Social and household",
                "Test service",
                "twice a week",
                "Performed in part",
                "11. Conditions of the services",
                "Access to the flat",
                "12. Recommended providers",
                self.provider.name,
                "13. Refusal",
                "No refusals.",
                "14. Measures of social support",
                "Medical",
                self.fund.name,
                "I agree to the content",
                self.support_head.name,
            ],
        )
        self.assertNotIn("Conclusion on the performance", text)

    def test_a_completed_programme_carries_its_conclusion(self):
        programme = self._create_in_force()
        programme.line_ids.action_mark_performed()
        programme.measure_ids.action_mark_performed()
        programme.with_user(self.support_head).action_complete(
            "All was performed", "Go on"
        )
        text = self._print("report_programme", programme)
        self._assert_in_order(
            text, ["Conclusion on the performance", "All was performed", "Go on"]
        )

    def test_an_act_of_urgent_services_is_printed(self):
        act = self._create_urgent()
        act.action_done()
        text = self._print("report_urgent", act)
        self._assert_in_order(
            text,
            [
                act.name,
                "Recipient",
                self.citizen.name,
                "Provider",
                self.provider.name,
                "Application No. 5",
                self.urgent_service.name,
                "1 set",
            ],
        )

    def test_the_register_of_signals_is_printed(self):
        first, second = self._create_signal(), self._create_signal(family="Second")
        first.action_survey("given")
        text = self._print("report_signal", first | second)
        for part in (
            first.name,
            second.name,
            "Second",
            "Given",
            self._day(first.deadline),
        ):
            self.assertIn(part, text)

    def test_each_printing_is_journaled(self):
        act = self._create_urgent()
        self._print("report_urgent", act, self.auditor)
        entry = act.journal_ids.sorted("id")[-1]
        self.assertRecordValues(
            entry.sudo(), [{"event": "printed", "user_id": self.auditor.id}]
        )

    def test_a_paper_of_another_body_is_not_printed(self):
        programme = self._create_programme()
        with self.assertRaises(AccessError):
            self._print("report_programme", programme, self.outsider)
