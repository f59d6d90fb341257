from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .regulation_common import RegulationCommon


@tagged("post_install", "-at_install")
class TestRegulationCompleteness(RegulationCommon):
    def test_missing_clauses_are_listed_all_at_once(self):
        bare = self.env["social.interagency.regulation"].create(
            {"name": "On something else", "scope": "long_term_care"}
        )
        with self.assertRaises(UserError) as caught:
            bare.action_submit()
        message = caught.exception.args[0]
        mandatory = self.env["social.interagency.clause"].search(
            [("is_mandatory", "=", True)]
        )
        for code in mandatory.mapped("code"):
            self.assertIn(f"§{code} ", message)
        self.assertEqual(bare.completeness, 0)

    def test_each_structured_clause_says_why_it_is_not_met(self):
        cases = {
            "3а": {"coordinator_id": self.provider.id},
            "3б": {"member_ids": [Command.clear()]},
            "4б": {"service_ids": [Command.clear()]},
            "5а": {"member_ids": [Command.clear()]},
            "5б": {"term_rule_ids": [Command.clear()]},
            "5в": {"procedure_ids": [Command.clear()]},
            "6а": {"operator_id": False},
            "7б": {"controller_id": False},
        }
        for code, values in cases.items():
            with self.subTest(code=code):
                regulation = self.regulation.copy()
                section = regulation.section_ids.filtered(
                    lambda one, code=code: one.code == code
                )
                self.assertTrue(section.is_met)
                regulation.write(values)
                self.assertFalse(section.is_met)
                self.assertTrue(section.unmet_reason)
                self.assertLess(regulation.completeness, 100)

    def test_asked_document_that_nobody_answers_is_named(self):
        answering = self.regulation.member_ids[1]
        answering.answer_type_ids = self.certificate
        section = self.regulation.section_ids.filtered(lambda one: one.code == "5а")
        self.assertIn(self.other_certificate.name, section.unmet_reason)

    def test_every_clause_leads_to_the_place_to_mend_it(self):
        for section in self.regulation.section_ids:
            with self.subTest(code=section.code):
                action = section.action_mend()
                self.assertEqual(action["type"], "ir.actions.act_window")
                self.assertIn(action["res_model"], self.env)

    def test_each_clause_of_the_order_has_one_section(self):
        clauses = self.env["social.interagency.clause"].search([])
        self.assertEqual(len(clauses), 29)
        self.assertEqual(self.regulation.section_ids.clause_id, clauses)
        added = clauses.create({"code": "8а", "name": "More", "text": "more"})
        self.assertIn(added, self.regulation.section_ids.clause_id)
