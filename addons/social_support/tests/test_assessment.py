from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .case_common import CaseCommon


@tagged("post_install", "-at_install")
class TestAssessment(CaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["social.support.family.member"].create(
            {
                "citizen_id": cls.citizen.id,
                "name": "Проверкина Проба",
                "kinship": "child",
                "birth_date": "2015-05-05",
                "occupation": "School",
            }
        )
        cls.case = cls._create_case()

    def test_every_arrow_of_the_table_is_open_and_no_other(self):
        self._assert_table_of_arrows(self._create_assessment(self.case))

    def test_the_act_begins_with_the_family_of_the_card(self):
        act = self._create_assessment(self.case)
        self.assertRecordValues(
            act.member_ids,
            [
                {"name": self.citizen.name, "kinship": "applicant"},
                {"name": "Проверкина Проба", "kinship": "child"},
            ],
        )

    def test_income_is_counted_per_head(self):
        act = self._create_assessment(self.case, subsistence_minimum=15000)
        act.member_ids[0].income = 20000
        self.assertRecordValues(
            act,
            [{"income_total": 20000, "income_per_head": 10000, "is_poor": True}],
        )
        act.member_ids[1].income = 10000
        self.assertFalse(act.is_poor)

    def test_needs_that_the_act_finds_belong_to_the_case(self):
        need = {"name": "A school place", "help_kind": "pedagogical"}
        act = self._create_assessment(self.case, need_ids=[Command.create(need)])
        act.need_ids = [Command.create({"name": "Papers", "help_kind": "legal"})]
        self.assertEqual(
            self.case.need_ids.mapped("name"), ["A school place", "Papers"]
        )
        self.assertEqual(self.case.need_ids.assessment_id, act)

    def test_an_empty_act_is_not_signed(self):
        act = self._create_assessment(self.case, housing_kind=False, conclusion=False)
        with self.assertRaisesRegex(UserError, "lacks: Housing, Conclusion"):
            act.action_sign()

    def test_a_signed_act_stays_as_it_is(self):
        act = self._create_assessment(self.case)
        act.action_sign()
        self.assertRecordValues(
            act, [{"state": "signed", "signer_id": self.curator.id}]
        )
        self.assertIn("assessment_signed", self._get_events(self.case))
        for change in (
            lambda: act.sudo().write({"conclusion": "Other"}),
            lambda: act.sudo().write({"state": "draft"}),
            lambda: act.member_ids.sudo().write({"income": 1}),
            lambda: act.member_ids.sudo().unlink(),
            lambda: act.member_ids[0].sudo().copy(),
            lambda: act.sudo().write({"need_ids": [Command.clear()]}),
            act.action_sign,
            lambda: act.sudo().unlink(),
        ):
            with self.assertRaises(UserError):
                change()
