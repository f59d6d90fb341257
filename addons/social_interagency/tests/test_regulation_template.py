from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools import regulation_templates
from .common import InteragencyCommon


@tagged("post_install", "-at_install")
class TestRegulationTemplate(InteragencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.templates = cls.env["social.interagency.regulation.template"].with_user(
            cls.administrator
        )
        cls.listed = cls.templates.browse(
            cls.templates.action_open_templates()["domain"][0][2]
        )

    def _get_template(self, code):
        return self.listed.filtered(lambda one: one.code == code)

    def _load(self, code):
        action = self._get_template(code).action_load()
        return self.env["social.interagency.regulation"].browse(action["res_id"])

    def test_every_template_names_its_source_and_known_clauses(self):
        codes = set(self.env["social.interagency.clause"].search([]).mapped("code"))
        scopes = (
            self.env["social.interagency.regulation"]
            ._fields["scope"]
            .get_values(self.env)
        )
        contents = regulation_templates.read_templates()
        self.assertEqual(len(contents), 26)
        for code, content in contents.items():
            with self.subTest(code=code):
                self.assertTrue(content["source"])
                self.assertTrue(content["coverage"])
                self.assertLessEqual(set(content["clauses"]), codes)
                self.assertIn(content["scope"], scopes)

    def test_list_tells_what_an_act_covers_and_leaves_out(self):
        template = self._get_template("sverdlovskaya-oblast")
        self.assertIn("§7е", template.covers)
        self.assertIn("§3а", template.is_silent_about)
        self.assertNotIn("§7е", template.is_silent_about)
        self.assertFalse(template.regulation_id)

    def test_loaded_draft_says_only_what_the_act_says(self):
        regulation = self._load("sverdlovskaya-oblast")
        self.assertRecordValues(
            regulation, [{"state": "draft", "number": "1158-ПП", "version": 1}]
        )
        filled = regulation.section_ids.filtered("text")
        self.assertEqual(set(filled.mapped("code")), {"7а", "7б", "7е"})
        self.assertFalse(regulation.coordinator_id)
        self.assertFalse(regulation.member_ids)
        self.assertFalse(regulation.term_rule_ids)
        self.assertFalse(regulation.service_ids)
        self.assertTrue(regulation.source)
        self.assertTrue(regulation.note)

    def test_terms_of_the_act_become_term_rules(self):
        regulation = self._load("khabarovskiy-kray-administrative")
        self.assertRecordValues(
            regulation.term_rule_ids,
            [{"step": "send", "value": 2, "unit": "working_days"}],
        )
        self.assertTrue(regulation.name)

    def test_every_template_loads(self):
        for template in self.listed:
            with self.subTest(code=template.code):
                self.assertEqual(self._load(template.code).state, "draft")

    def test_loading_twice_changes_nothing(self):
        regulation = self._load("krym")
        regulation.section_ids[0].text = "Written since"
        before = self.env["social.interagency.regulation"].search_count([])
        self.assertEqual(self._load("krym"), regulation)
        again = self.templates.action_open_templates()
        fresh = self.templates.browse(again["domain"][0][2])
        fresh.filtered(lambda one: one.code == "krym").action_load()
        self.assertEqual(
            self.env["social.interagency.regulation"].search_count([]), before
        )
        self.assertEqual(regulation.section_ids[0].text, "Written since")

    def test_a_path_is_not_a_template(self):
        for code in ("../ir_sequence_data", "/etc/passwd", "", "krym.json"):
            with self.assertRaises(UserError):
                self.templates.create({"code": code}).action_load()

    def test_only_the_administrator_loads(self):
        for user in (self.clerk, self.head, self.operator, self.auditor):
            with self.assertRaises(AccessError):
                self.templates.with_user(user).action_open_templates()
