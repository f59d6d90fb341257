from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import ControlCommon

REACHED = {
    "interaction": {"authority", "institution", "private", "sole_trader"},
    "state": {"private", "sole_trader"},
    "departmental": {"institution"},
}


@tagged("post_install", "-at_install")
class TestRegime(ControlCommon):
    def test_each_regime_reaches_those_whom_the_law_names(self):
        for rule in self.env["social.control.rule"].search([]):
            for ownership in REACHED["interaction"]:
                self.private.ownership = ownership
                with self.subTest(rule=rule.display_name, ownership=ownership):
                    self.assertEqual(
                        not rule._why_not_subject(self.private),
                        ownership in REACHED[rule.regime],
                    )

    def test_state_control_of_an_authority_is_refused_with_the_reason(self):
        rule = self._rule("state", "documentary")
        with self.assertRaisesRegex(ValidationError, "Authority.*248-ФЗ.*Sole trader"):
            self._create_inspection(rule_id=rule.id, subject_id=self.fund.id)
        with self.assertRaisesRegex(ValidationError, "Choose another regime"):
            self._create_inspection(rule_id=rule.id, subject_id=self.provider.id)
        inspection = self._create_inspection(
            rule_id=rule.id, subject_id=self.private.id
        )
        self.assertEqual(inspection.regime, "state")

    def test_the_refusal_holds_when_the_subject_changes_its_owner(self):
        rule = self._rule("state", "documentary")
        inspection = self._create_inspection(
            rule_id=rule.id, subject_id=self.private.id
        )
        self.private.ownership = "institution"
        with self.assertRaisesRegex(ValidationError, "does not reach"):
            inspection.with_user(self.control_head).action_schedule(
                "Order No. 1", "2026-03-12"
            )
        self.assertEqual(inspection.state, "draft")

    def test_ownership_follows_the_kind_until_an_administrator_corrects_it(self):
        self.assertEqual(self.ministry.ownership, "authority")
        self.assertEqual(self.provider.ownership, "institution")
        trader = self._create_participant("Trader", "provider", inn="990100000101")
        self.assertEqual(trader.ownership, "sole_trader")
        other = self._create_participant(
            "Other", "other_organization", inn="9901000059"
        )
        self.assertEqual(other.ownership, "private")
        self.provider.with_user(self.administrator).ownership = "private"
        self.assertEqual(self.provider.ownership, "private")

    def test_the_law_is_data_of_the_administrator(self):
        rule = self._rule("state", "inspection_visit")
        rule.with_user(self.administrator).write({"term_value": 2})
        with self.assertRaisesRegex(UserError, "Archive the rule"):
            rule.with_user(self.administrator).write({"form": "raid"})
        self._create_inspection(rule_id=rule.id, subject_id=self.private.id)
        with self.assertRaisesRegex(UserError, "is not deleted"):
            rule.with_user(self.administrator).unlink()

    def test_a_form_of_control_is_found_by_the_words_it_is_shown_with(self):
        rules = self.env["social.control.rule"]
        rule = self._rule("departmental", "on_site")
        for words in (
            rule.display_name,
            rule.display_name.upper(),
            "rtmental control: on",
        ):
            self.assertEqual(rules.name_search(words), [(rule.id, rule.display_name)])
        found = {rule for rule, _name in rules.name_search("on-site")}
        self.assertEqual(
            found, {self._rule(regime, "on_site").id for regime in REACHED}
        )
        self.assertFalse(rules.name_search("no such words"))
        self.assertIn(rule.id, dict(rules.name_search(rule.decision_title)))

    def test_a_ground_or_a_checklist_of_another_regime_is_refused(self):
        other = self.env.ref("social_control.ground_state_harm")
        with self.assertRaisesRegex(ValidationError, "of another regime"):
            self._create_inspection(ground_id=other.id)
        checklist = self._create_checklist("state")
        with self.assertRaisesRegex(ValidationError, "of another regime"):
            self._create_inspection(checklist_id=checklist.id)

    def test_papers_are_called_as_the_regime_calls_them(self):
        titles = {self._rule(regime, "documentary").order_title for regime in REACHED}
        self.assertEqual(len(titles), len(REACHED))
