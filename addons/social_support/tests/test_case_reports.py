from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .case_common import CaseCommon
from .printing import PrintingCase


@tagged("post_install", "-at_install")
class TestCaseReports(PrintingCase, CaseCommon):
    """The text of the papers of a case, as a reader of the PDF sees it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["social.support.family.member"].create(
            {
                "citizen_id": cls.citizen.id,
                "name": "Проверкина Проба",
                "kinship": "child",
            }
        )
        cls.env["social.support.citizen.circumstance"].create(
            {
                "citizen_id": cls.citizen.id,
                "circumstance_id": cls.env.ref("social_support.circumstance_7").id,
                "ground": "Act",
                "start_date": "2026-01-12",
            }
        )

    def test_an_act_of_assessment_is_printed_with_family_income_and_needs(self):
        act = self._create_assessment(
            self._create_case(),
            housing_rooms=2,
            subsistence_minimum=15000,
            need_ids=[Command.create({"name": "A school", "help_kind": "pedagogical"})],
        )
        act.member_ids[0].income = 20000
        act.action_sign()
        text = self._print("report_assessment", act)
        self._assert_in_order(
            text,
            [
                self.ministry.name,
                act.name,
                self.citizen.address,
                "Проверкина Проба",
                "below the minimum",
                "A school",
                "The family needs support",
                self.curator.name,
            ],
        )
        # Two members, 20 000 roubles: by language with a comma, a blank or nothing.
        self.assertRegex(text, r"per person 10\D?000[.,]00")
        self.assertIn("assessment_printed", self._get_events(act.case_id))

    def test_a_plan_is_printed_with_needs_that_have_no_measure(self):
        case = self._create_active_case()
        case.plan_id.with_user(self.support_head).action_extend("2026-12-01", "More")
        self.env["social.support.need"].create(
            {"case_id": case.id, "name": "A kindergarten", "help_kind": "pedagogical"}
        )
        text = self._print("report_plan", case.plan_id)
        self._assert_in_order(
            text,
            [
                self.support_head.name,
                case.plan_id.name,
                self._day("2026-12-01"),
                self.citizen.name,
                self.counselling.name,
                self.provider.name,
                "A kindergarten",
                "More",
            ],
        )

    def test_minutes_are_printed_with_their_decisions(self):
        consilium = self.env["social.support.consilium"].create(
            {
                "case_id": self._create_case().id,
                "chair_name": "Head of the department",
                "attendees": "Psychologist of the centre",
                "participant_ids": [Command.set(self.provider.ids)],
                "decision_ids": [Command.create({"text": "Watch the school"})],
            }
        )
        text = self._print("report_consilium", consilium.with_user(self.curator))
        self._assert_in_order(
            text,
            [
                consilium.name,
                "Head of the department",
                self.provider.name,
                "Psychologist of the centre",
                self.citizen.name,
                "Watch the school",
            ],
        )

    def test_the_journal_of_families_has_the_columns_of_the_form(self):
        contract = self._create_consent(kind="contract", number="D-1")
        case = self._create_active_case(
            contract_id=contract.id,
            family_category_id=self.env.ref("social_support.family_category_large").id,
        )
        case.with_user(self.support_head).action_close(
            self.goals.id, "improved", "The family copes"
        )
        text = self._print("report_case", case)
        self._assert_in_order(
            text,
            [
                "Living together",
                "Circumstances of need",
                "Responsible specialist",
                "Removed on",
                self.citizen.name,
                "Проверкина Проба",
            ],
        )
        for part in ("D-1", self.level.name, "The family copes", self.curator.name):
            self.assertIn(part, text)
        self.assertIn("printed", self._get_events(case))

    def test_programmes_under_review_are_listed_by_their_dates(self):
        programme = self._create_in_force(review_date="2026-09-01")
        text = self._print("report_review", programme)
        self._assert_in_order(
            text, [programme.name, self.citizen.name, self._day("2026-09-01")]
        )

    def test_the_load_of_curators_is_printed_against_the_norm(self):
        self._create_case()
        self.env.flush_all()
        load = self.env["social.support.load"].with_user(self.curator).search([])
        self.assertRecordValues(
            load,
            [{"officer_id": self.curator.id, "case_count": 1, "is_over_norm": False}],
        )
        self.assertIn(self.curator.name, self._print("report_load", load))
        self.env.ref("social_support.norm_load_soft").value = 1
        self._create_case(
            citizen_id=self._create_citizen(snils=False, last_name="Другая").id,
            consent_id=False,
        )
        self.env.invalidate_all()
        self.assertTrue(load.search([]).is_over_norm)

    def test_papers_of_another_body_are_not_printed(self):
        act = self._create_assessment(self._create_case())
        with self.assertRaises(AccessError):
            self._print("report_assessment", act, self.outsider)
