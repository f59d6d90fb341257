from datetime import date

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import InteragencyCommon

ARROWS = {
    ("draft", "signed"),
    ("signed", "expired"),
    ("signed", "terminated"),
}
STATES = ("draft", "signed", "expired", "terminated")
EXPIRY = "social_interagency.mail_activity_type_agreement_expiry"


@tagged("post_install", "-at_install")
class TestAgreement(InteragencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ministry.write({"head_name": "A. Head", "head_position": "Minister"})
        cls.fund.write({"head_name": "B. Head", "head_position": "Director"})
        cls.agreement = cls._create_agreement()

    @classmethod
    def _create_agreement(cls, **values):
        return cls.env["social.interagency.agreement"].create(
            {
                "name": "15/26",
                "party_one_id": cls.ministry.id,
                "party_two_id": cls.fund.id,
                "subject": "Exchange of information",
                "support_services": "Legal help",
                "rights_duties": "The parties answer in time",
                "exchange_procedure": "Through the portal",
                "liability": "By the law",
                "effective_from": "2026-02-01",
                "effective_to": "2026-12-31",
                "user_id": cls.clerk.id,
                **values,
            }
        )

    def _move(self, agreement, state):
        path = {
            "draft": [],
            "signed": ["signed"],
            "expired": ["signed", "expired"],
            "terminated": ["signed", "terminated"],
        }[state]
        for step in path:
            agreement._transition(step)
        return agreement

    def _run_job(self, moment):
        cron = self.env.ref("social_interagency.cron_agreement")
        with self.enter_registry_test_mode(), freeze_time(moment):
            cron.method_direct_trigger()

    def _get_reminders(self):
        return (
            self.env["mail.activity"]
            .with_context(active_test=False)
            .search(
                [
                    ("res_model", "=", self.agreement._name),
                    ("res_id", "=", self.agreement.id),
                    ("activity_type_id", "=", self.env.ref(EXPIRY).id),
                ]
            )
        )

    def test_every_arrow_of_the_table_is_allowed_and_no_other(self):
        for start in STATES:
            for goal in STATES:
                with self.subTest(start=start, goal=goal):
                    name = f"{start}-{goal}"
                    agreement = self._move(self._create_agreement(name=name), start)
                    if (start, goal) in ARROWS:
                        agreement._transition(goal)
                        self.assertEqual(agreement.state, goal)
                    else:
                        with self.assertRaises(UserError):
                            agreement._transition(goal)

    def test_state_is_written_by_nobody(self):
        for agreement in (
            self.agreement.with_user(self.administrator),
            self.agreement.sudo(),
        ):
            with self.assertRaises(UserError):
                agreement.write({"state": "signed"})
        with self.assertRaises(UserError):
            self._create_agreement(state="signed")

    def test_signing_lists_everything_that_lacks(self):
        bare = self.env["social.interagency.agreement"].create(
            {"party_one_id": self.provider.id, "party_two_id": self.fund.id}
        )
        with self.assertRaises(UserError) as caught:
            bare.with_user(self.administrator).action_sign()
        for number in range(1, 8):
            self.assertIn(f"{number})", caught.exception.args[0])
        self.assertEqual(len(bare.missing_items.splitlines()), 7)

    def test_head_of_a_party_signs_and_the_text_is_frozen(self):
        self.agreement.with_user(self.head).action_sign()
        self.assertRecordValues(
            self.agreement, [{"state": "signed", "signed_on": date(2026, 3, 11)}]
        )
        for agreement in (
            self.agreement.with_user(self.administrator),
            self.agreement.sudo(),
        ):
            for values in ({"subject": "Other"}, {"effective_to": "2027-01-01"}):
                with self.assertRaises(UserError):
                    agreement.write(values)
            with self.assertRaises(UserError):
                agreement.unlink()

    def test_others_do_not_sign(self):
        foreign = self._create_agreement(
            name="16/26", party_one_id=self.provider.id, party_one_signer="C. Head"
        )
        self.assertFalse(foreign.with_user(self.head).has_access("read"))
        for user in (self.clerk, self.auditor, self.operator):
            with self.assertRaises(AccessError):
                self.agreement.with_user(user).action_sign()
            self.assertFalse(self.agreement.with_user(user).can_sign)

    def test_clerk_sees_agreements_of_the_own_participant_only(self):
        foreign = self._create_agreement(name="16/26", party_one_id=self.provider.id)
        agreements = self.env["social.interagency.agreement"]
        seen = agreements.with_user(self.clerk).search([])
        self.assertIn(self.agreement, seen)
        self.assertNotIn(foreign, seen)
        self.assertIn(foreign, agreements.with_user(self.auditor).search([]))
        with self.assertRaises(AccessError):
            agreements.with_user(self.portal_user).search([])

    def test_in_force_is_found_as_it_is_shown(self):
        self.agreement.with_user(self.administrator).action_sign()
        later = self._create_agreement(name="17/26", effective_from="2026-06-01")
        later.with_user(self.administrator).action_sign()
        agreements = self.agreement | later
        for day, expected in (
            ("2026-03-11", self.agreement),
            ("2026-07-01", agreements),
            ("2027-01-01", self.env["social.interagency.agreement"]),
        ):
            with self.subTest(day=day), freeze_time(f"{day} 09:00:00"):
                agreements.invalidate_recordset(["is_in_force"])
                self.assertEqual(agreements.filtered("is_in_force"), expected)
                found = agreements.search(
                    [("is_in_force", "=", True), ("id", "in", agreements.ids)],
                    order="id",
                )
                self.assertEqual(found, expected)
                others = agreements.search(
                    [("is_in_force", "=", False), ("id", "in", agreements.ids)],
                    order="id",
                )
                self.assertEqual(others, agreements - expected)

    def test_reminder_comes_once_however_often_the_job_runs(self):
        self.agreement.with_user(self.administrator).action_sign()
        self._run_job("2026-11-01 09:00:00")
        self.assertFalse(self._get_reminders())
        self._run_job("2026-12-20 09:00:00")
        self._run_job("2026-12-20 10:00:00")
        self.assertRecordValues(
            self._get_reminders(),
            [{"user_id": self.clerk.id, "date_deadline": date(2026, 12, 31)}],
        )
        self._get_reminders().action_done()
        self._run_job("2026-12-25 09:00:00")
        self.assertEqual(len(self._get_reminders()), 1)

    def test_job_closes_what_ended_even_days_later(self):
        self.agreement.with_user(self.administrator).action_sign()
        self._run_job("2026-12-31 09:00:00")
        self.assertEqual(self.agreement.state, "signed")
        self._run_job("2027-01-15 09:00:00")
        self._run_job("2027-01-15 10:00:00")
        self.assertEqual(self.agreement.state, "expired")

    def test_termination_needs_a_ground_and_the_administrator(self):
        self.agreement.with_user(self.administrator).action_sign()
        with self.assertRaises(AccessError):
            self.agreement.with_user(self.head).action_terminate("Letter 3")
        with self.assertRaises(UserError):
            self.agreement.action_terminate("  ")
        form = self.env["social.interagency.agreement.termination"]
        form.with_user(self.administrator).create(
            {"agreement_id": self.agreement.id, "ground": "Letter 3"}
        ).action_confirm()
        self.assertRecordValues(
            self.agreement,
            [
                {
                    "state": "terminated",
                    "terminated_on": date(2026, 3, 11),
                    "termination_ground": "Letter 3",
                }
            ],
        )

    def test_parties_differ_and_dates_are_in_order(self):
        for values in (
            {"party_two_id": self.ministry.id},
            {"effective_to": "2026-01-01"},
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.cr.savepoint(),
            ):
                self.agreement.write(values)
                self.agreement.flush_recordset()
        with self.assertRaises(ValidationError):
            self.agreement.is_open_ended = True

    def test_agreement_is_printed_with_both_parties(self):
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "social_interagency.report_agreement", self.agreement.ids
        )
        for part in ("15/26", self.ministry.name, self.fund.name, "Through the portal"):
            self.assertIn(part, html.decode())

    def test_way_of_the_agreement_is_journaled(self):
        self.agreement.with_user(self.head).action_sign()
        self.agreement.action_terminate("Letter 3")
        entries = self.env["social.interagency.journal"].search(
            [("agreement_id", "=", self.agreement.id)], order="id"
        )
        self.assertEqual(entries.mapped("event"), ["signed", "terminated"])
        self.assertEqual(entries[0].user_id, self.head)
