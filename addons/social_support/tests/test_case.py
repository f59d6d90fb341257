from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .case_common import CaseCommon


@tagged("post_install", "-at_install")
class TestCase(CaseCommon):
    def test_a_signal_with_the_decision_opens_one_case(self):
        signal = self._create_signal()
        signal.action_survey("given", self.citizen.id)
        signal.consent_id = self.consent
        signal.action_close("support", "Act No. 1")
        first, second = signal.action_open_case(), signal.action_open_case()
        self.assertEqual(first["res_id"], second["res_id"])
        self.assertRecordValues(
            signal.case_ids,
            [
                {
                    "id": first["res_id"],
                    "state": "signal",
                    "citizen_id": self.citizen.id,
                    "officer_id": self.curator.id,
                    "consent_id": self.consent.id,
                    "situation": signal.content,
                }
            ],
        )

    def test_a_signal_with_another_decision_opens_none(self):
        signal = self._create_signal()
        signal.action_close("not_confirmed", "Nobody lives there")
        with self.assertRaisesRegex(UserError, "opens no case"):
            signal.action_open_case()
        self.assertFalse(signal.case_ids)

    def test_nobody_names_the_signal_of_a_case_by_hand(self):
        signal = self._create_signal()
        with self.assertRaisesRegex(UserError, "set by the program only"):
            self._create_case(signal_id=signal.id)

    def test_a_citizen_has_one_open_case(self):
        case = self._create_case()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create_case()
        case.with_user(self.support_head).action_refuse(self.no_need.id, "No need")
        self.assertTrue(self._create_case())

    def test_the_consent_is_of_the_family(self):
        other = self._create_citizen(snils=False, last_name="Другая")
        consent = self._create_consent(citizen_id=other.id)
        with self.assertRaisesRegex(ValidationError, "of another citizen"):
            self._create_case(consent_id=consent.id)

    def test_a_case_tells_whether_a_paper_is_in_force(self):
        case = self._create_case()
        self.assertTrue(case.has_valid_paper)
        self.consent.action_withdraw()
        case.invalidate_recordset()
        self.assertFalse(case.has_valid_paper)
        case.contract_id = self._create_consent(kind="contract", number="D-1")
        self.assertTrue(case.has_valid_paper)

    def test_the_curator_has_no_more_cases_than_the_limit(self):
        norm = self.env.ref("social_support.norm_load_hard")
        norm.with_user(self.administrator).value = 1
        own = self._create_case()
        other = self._create_citizen(snils=False, last_name="Другая")
        more = {"citizen_id": other.id, "consent_id": False}
        message = "keeps 1 open cases"
        with self.assertRaisesRegex(UserError, message), self.env.cr.savepoint():
            self._create_case(**more)
        theirs = self._create_case(officer_id=self.support_head.id, **more)
        with self.assertRaisesRegex(UserError, message), self.env.cr.savepoint():
            theirs.sudo().officer_id = self.curator
        self.env.invalidate_all()
        own.with_user(self.support_head).action_refuse(self.no_need.id, "No need")
        theirs.sudo().officer_id = self.curator
        self.assertEqual(theirs.officer_id, self.curator)

    def test_a_new_curator_and_a_new_paper_are_journaled(self):
        case = self._create_case()
        case.officer_id = self.support_head
        case.consent_id = False
        entries = case.sudo().journal_ids.sorted("id")[-2:]
        self.assertEqual(
            entries.mapped("payload"),
            [
                {"fields": ["officer_id"], "curator": self.support_head.id},
                {"fields": ["consent_id"]},
            ],
        )

    def test_the_journal_speaks_in_words(self):
        case = self._create_case()
        case.action_set_level(self.level.id, "Danger")
        case.visit_ids.action_done("worse", "Seen")
        case.officer_id = self.support_head
        texts = case.journal_ids.mapped("payload_text")
        for words in (self.level.name, "Worse", self.support_head.name):
            self.assertTrue(any(words in text for text in texts), words)

    def test_a_load_above_the_norm_is_shown(self):
        case = self._create_case()
        self.assertFalse(case.load_warning)
        self.env.ref("social_support.norm_load_soft").value = 1
        other = self._create_citizen(snils=False, last_name="Другая")
        self._create_case(citizen_id=other.id, consent_id=False)
        case.invalidate_recordset()
        self.assertIn("keeps 2 open cases, the norm is 1", case.load_warning)

    def test_the_level_is_a_history(self):
        case = self._create_case()
        case.action_set_level(self.level.id, "Danger")
        basic = self.env.ref("social_support.level_basic")
        case.action_set_level(basic.id, "Better")
        self.assertRecordValues(
            case.level_ids.sorted("id"),
            [
                {
                    "level_id": self.level.id,
                    "end_date": case.opened_date,
                    "reason": "Danger",
                },
                {"level_id": basic.id, "end_date": False, "reason": "Better"},
            ],
        )
        self.assertEqual(case.level_id, basic)
        self.assertEqual(str(case.level_limit_date), "2027-03-11")
        self.assertEqual(self._get_events(case), ["created", "level_set", "level_set"])

    def test_the_history_of_levels_stays_as_it_is(self):
        case = self._create_case()
        case.action_set_level(self.level.id, "Danger")
        for change in (
            lambda: case.level_ids.sudo().write({"reason": "Other"}),
            lambda: case.level_ids.sudo().unlink(),
            lambda: case.level_ids.sudo().create(
                {
                    "case_id": case.id,
                    "level_id": self.level.id,
                    "start_date": "2026-01-01",
                    "limit_date": "2026-02-01",
                    "reason": "Other",
                }
            ),
            lambda: case.action_set_level(self.level.id, " "),
            lambda: case.action_set_level(0, "No level"),
        ):
            with self.assertRaises(UserError):
                change()

    def test_a_case_of_another_body_is_out_of_reach(self):
        theirs = self._create_case().with_user(self.outsider)
        with self.assertRaises(AccessError):
            theirs.read(["name"])
        with self.assertRaisesRegex(UserError, "Ask its officer"):
            theirs.sudo().action_assess()

    def test_clerks_do_not_see_cases(self):
        with self.assertRaises(AccessError):
            self._create_case().with_user(self.clerk).read(["name"])

    def test_needs_without_a_measure_are_flagged(self):
        case = self._create_planned_case()
        needs = self.env["social.support.need"].with_user(self.curator)
        covered, open_need = needs.create(
            [
                {"case_id": case.id, "name": name, "help_kind": "psychological"}
                for name in ("Counselling", "A kindergarten")
            ]
        )
        plan = self._create_plan(case)
        self.assertEqual(plan.uncovered_need_count, 2)
        plan.line_ids.need_id = covered
        self.assertEqual(plan.uncovered_need_count, 1)
        self.assertRecordValues(
            covered | open_need, [{"is_covered": True}, {"is_covered": False}]
        )
        self.assertEqual(
            needs.search([("case_id", "=", case.id), ("is_covered", "=", False)]),
            open_need,
        )

    def test_a_need_of_another_family_is_refused(self):
        case = self._create_planned_case()
        other = self._create_citizen(snils=False, last_name="Другая")
        stranger = self._create_case(citizen_id=other.id, consent_id=False)
        need = self.env["social.support.need"].create(
            {"case_id": stranger.id, "name": "Papers", "help_kind": "legal"}
        )
        plan = self._create_plan(case)
        with self.assertRaisesRegex(ValidationError, "of another case"):
            plan.line_ids.need_id = need
