from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .regulation_common import RegulationCommon


@tagged("post_install", "-at_install")
class TestRegulationDiff(RegulationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.newer = cls.regulation.copy(
            {"previous_id": cls.regulation.id, "version": 2}
        )

    def _get_html(self):
        action = self.newer.action_compare()
        return str(self.newer.with_context(**action["context"]).comparison_html)

    def test_equal_versions_do_not_differ(self):
        self.newer.effective_from = self.regulation.effective_from
        self.assertIn("The versions do not differ", self._get_html())

    def test_changed_text_powers_and_terms_stand_side_by_side(self):
        section = self.newer.section_ids.filtered(lambda one: one.code == "6в")
        section.text = "Said by the new act."
        self.newer.member_ids[1].answer_type_ids = False
        rule = self.newer.term_rule_ids.filtered(lambda one: one.step == "answer")
        rule.value = 7
        html = self._get_html()
        self.assertIn("<ins", html)
        self.assertIn("<del", html)
        self.assertIn(self.certificate.name, html)
        self.assertIn("7", html)
        self.assertIn(section.display_name, html)
        unchanged = self.newer.section_ids.filtered(lambda one: one.code == "7а")
        self.assertNotIn(unchanged.display_name, html)

    def test_text_of_users_is_escaped(self):
        self.newer.section_ids[4].text = "<script>alert(1)</script>"
        self.assertNotIn("<script>", self._get_html())

    def test_two_chosen_versions_are_compared_older_first(self):
        action = (self.newer | self.regulation).action_compare()
        self.assertEqual(action["res_id"], self.newer.id)
        self.assertEqual(action["context"]["compare_with_id"], self.regulation.id)

    def test_one_version_without_a_former_cannot_be_compared(self):
        with self.assertRaises(UserError):
            self.regulation.action_compare()

    def test_foreign_key_in_the_context_shows_nothing(self):
        for key in ("1", [1], None, 10**9):
            newer = self.newer.with_context(compare_with_id=key)
            self.assertFalse(newer.comparison_html)

    def test_portal_compares_nothing(self):
        newer = self.newer.with_user(self.portal_user)
        with self.assertRaises(AccessError):
            newer.with_context(compare_with_id=self.regulation.id).read(
                ["comparison_html"]
            )

    def test_auditor_compares(self):
        newer = self.newer.with_user(self.auditor)
        action = newer.action_compare()
        self.assertTrue(newer.with_context(**action["context"]).comparison_html)
