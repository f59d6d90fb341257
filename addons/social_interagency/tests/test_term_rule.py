from datetime import datetime

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import InteragencyCommon

MOSCOW = "Europe/Moscow"
SENT = datetime(2025, 12, 26, 8)
RECEIVED = datetime(2026, 3, 13, 8)


@tagged("post_install", "-at_install")
class TestTermRule(InteragencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Rule = cls.env["social.interagency.term.rule"]
        cls.no_regulation = cls.env["social.interagency.regulation"]
        cls.Rule.search([("regulation_id", "=", False)]).unlink()
        cls.calendar = cls.env.ref("social_interagency.calendar_federal")
        cls.types = cls.survey | cls.pension
        cls.any = cls.add_rule(value=5)

    @classmethod
    def add_rule(cls, **values):
        return cls.Rule.create({"start_event": "received", **values})

    def plan(self, types=None, channel="post", events=None):
        return self.Rule._plan(
            self.no_regulation,
            "answer",
            self.types if types is None else types,
            channel,
            events or {"sent": SENT, "received": RECEIVED},
            self.calendar,
            MOSCOW,
        )

    def pick(self, types, channel):
        return self.Rule._pick(self.no_regulation, "answer", types, channel)

    def test_most_specific_rule_wins(self):
        channel = self.add_rule(channel="smev", value=2)
        document = self.add_rule(document_type_id=self.survey.id, value=3)
        both = self.add_rule(document_type_id=self.survey.id, channel="smev", value=4)
        expected = [
            (self.survey, "smev", both),
            (self.survey, "post", document),
            (self.pension, "smev", channel),
            (self.pension, "post", self.any),
            (self.survey.browse(), "smev", channel),
        ]
        for types, name, rule in expected:
            self.assertEqual(self.pick(types, name), rule)

    def test_rule_of_the_regulation_stands_above_a_general_one(self):
        self.add_rule(document_type_id=self.survey.id, channel="post", value=1)
        own = self.regulation.term_rule_ids.filtered(lambda rule: rule.step == "answer")
        picked = self.Rule._pick(self.regulation, "answer", self.survey, "post")
        self.assertTrue(own)
        self.assertIn(picked, own)

    def test_nothing_is_picked_for_another_step(self):
        rules = self.Rule._pick(self.no_regulation, "prepare", self.types, "post")
        self.assertFalse(rules)

    def test_of_several_documents_the_earliest_term_is_taken(self):
        self.add_rule(document_type_id=self.survey.id, value=10)
        quick = self.add_rule(document_type_id=self.pension.id, value=2)
        deadline, explanation, rule = self.plan()
        self.assertEqual(rule, quick)
        self.assertEqual(deadline, datetime(2026, 3, 17, 20, 59, 59))
        self.assertEqual(explanation["rule_id"], quick.id)

    def test_term_waits_for_its_event(self):
        events = {"sent": SENT, "received": False}
        self.assertEqual(self.plan(events=events), (False, False, self.any))

    def test_without_a_rule_there_is_no_term(self):
        self.any.unlink()
        self.assertEqual(self.plan(), (False, False, self.Rule.browse()))

    def test_explanation_keeps_all_that_made_the_date(self):
        self.any.write({"legal_basis": "п. 5", "start_event": "sent"})
        deadline, explanation, _rule = self.plan()
        self.assertEqual(deadline, datetime(2026, 1, 14, 20, 59, 59))
        self.assertEqual(explanation["event_at"], "2025-12-26 11:00:00")
        self.assertEqual(explanation["due_at"], "2026-01-14 23:59:59")
        self.assertEqual(explanation["legal_basis"], "п. 5")
        counted = [day["date"] for day in explanation["days"] if day["number"]]
        self.assertEqual(
            counted,
            ["2025-12-29", "2025-12-30", "2026-01-12", "2026-01-13", "2026-01-14"],
        )
        skipped = {day["date"]: day["name"] for day in explanation["days"]}
        self.assertEqual(skipped["2026-01-07"], "Рождество Христово")

    def test_explanation_is_shown_as_a_table(self):
        self.any.legal_basis = "Order, clause <5>"
        _deadline, explanation, _rule = self.plan()
        html = self.env["ir.qweb"]._render(
            "social_interagency.deadline_explanation", {"explanation": explanation}
        )
        self.assertIn("Order, clause &lt;5&gt;", html)
        self.assertEqual(html.count("<tr"), len(explanation["days"]) + 1)

    def test_explanation_of_hours_shows_the_hour(self):
        self.any.write({"unit": "hours", "value": 48})
        deadline, explanation, _rule = self.plan()
        self.assertEqual(deadline, datetime(2026, 3, 15, 8))
        shown = self.Rule._prepare_explanation(explanation)
        self.assertIn("11:00:00", shown["due"])

    def test_term_in_words(self):
        texts = [
            ({"value": 1}, "1 working day from the day of receipt"),
            ({"value": 5}, "5 working days from the day of receipt"),
            (
                {"value": 10, "unit": "calendar_days", "start_event": "sent"},
                "10 calendar days from the day of sending",
            ),
            (
                {"value": 48, "unit": "hours", "start_event": "queued"},
                "48 hours from the day of placing into the queue",
            ),
            (
                {"value": 2, "unit": "months", "include_start_day": True},
                "2 months from the day of placing into the queue, this day included",
            ),
        ]
        for values, text in texts:
            self.any.write(values)
            self.assertEqual(self.any.term_text, text)

    def test_plural_forms_follow_the_language(self):
        forms = "день|дня|дней"
        russian = self.Rule.with_context(lang="ru_RU")
        expected = {1: "день", 2: "дня", 5: "дней", 11: "дней", 21: "день", 24: "дня"}
        for number, form in expected.items():
            self.assertEqual(russian._get_plural(forms, number), form)

    @mute_logger("odoo.sql_db")
    def test_two_rules_for_the_same_case_are_refused(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.add_rule(value=7)

    @mute_logger("odoo.sql_db")
    def test_empty_term_is_refused(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.add_rule(value=0, channel="fax")

    def test_rule_of_a_regulation_in_force_does_not_change(self):
        with self.assertRaises(UserError):
            self.regulation.term_rule_ids[:1].value = 99

    def test_year_not_loaded_is_named(self):
        with self.assertRaisesRegex(UserError, "2033"):
            self.plan(events={"received": datetime(2033, 1, 12)})
