from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SupportCommon


@tagged("post_install", "-at_install")
class TestSignal(SupportCommon):
    def test_every_arrow_of_the_table_is_open_and_no_other(self):
        self._assert_table_of_arrows(self._create_signal())

    def test_the_survey_is_due_in_working_days(self):
        signal = self._create_signal()  # Wednesday, 3 days to Monday
        self.assertEqual(str(signal.deadline), "2026-03-16 20:59:59")
        self.assertEqual(signal.deadline_state, "ahead")

    def test_the_term_is_a_norm_and_explains_itself(self):
        norm = self.env.ref("social_support.norm_survey_days")
        norm.with_user(self.administrator).value = 1
        signal = self._create_signal()
        self.assertEqual(str(signal.deadline), "2026-03-12 20:59:59")
        self.assertIn(norm.legal_basis, signal.deadline_explanation_html)

    def test_another_day_of_receipt_moves_the_term(self):
        signal = self._create_signal()
        signal.received_at = "2026-03-10 08:00:00"
        self.assertEqual(str(signal.deadline), "2026-03-13 20:59:59")

    def test_a_late_survey_is_seen(self):
        signal = self._create_signal()
        with freeze_time("2026-03-17 08:00:00"):
            self.assertEqual(signal.deadline_state, "overdue")
            found = self.env["social.support.signal"].search(
                [("deadline_state", "=", "overdue")]
            )
            self.assertIn(signal, found)
            signal.action_survey("given")
            self.assertEqual(signal.deadline_state, "done_late")

    def test_a_survey_leads_to_a_decision(self):
        signal = self._create_signal()
        signal.action_survey("given", self.citizen.id)
        signal.action_close("support", "Act No. 1")
        self.assertRecordValues(
            signal,
            [
                {
                    "state": "closed",
                    "is_surveyed": True,
                    "consent": "given",
                    "citizen_id": self.citizen.id,
                    "decision": "support",
                    "result": "Act No. 1",
                }
            ],
        )
        self.assertEqual(
            signal.journal_ids.sorted("id").mapped("event"),
            ["created", "surveyed", "closed"],
        )

    def test_support_needs_the_consent_of_the_family(self):
        signal = self._create_signal()
        with self.assertRaisesRegex(UserError, "needs the consent"):
            signal.action_close("support", "Act No. 1")
        signal.action_survey("refused")
        with self.assertRaisesRegex(UserError, "needs the consent"):
            signal.action_close("support", "Act No. 1")
        self.assertFalse(signal.decision)
        signal.action_close("no_consent", "Written refusal No. 2")

    def test_a_signal_closes_without_a_survey_by_a_stated_reason(self):
        signal = self._create_signal()
        with self.assertRaisesRegex(UserError, "is empty"):
            signal.action_close("not_confirmed", " ")
        with self.assertRaisesRegex(UserError, "is empty"):
            signal.action_close("nonsense", "Reason")
        signal.action_close("not_confirmed", "No such address")
        self.assertRecordValues(signal, [{"state": "closed", "is_surveyed": False}])

    def test_the_wizards_do_what_the_actions_do(self):
        signal = self._create_signal()
        self.env["social.support.signal.survey"].with_user(self.curator).create(
            {
                "signal_id": signal.id,
                "consent": "given",
                "citizen_id": self.citizen.id,
            }
        ).action_confirm()
        self.env["social.support.signal.closing"].with_user(self.curator).create(
            {"signal_id": signal.id, "decision": "services", "result": "Act No. 1"}
        ).action_confirm()
        self.assertEqual(signal.decision, "services")

    def test_a_surveyed_signal_stays_as_it_came(self):
        signal = self._create_signal()
        signal.action_survey("given")
        for values in (
            {"content": "Another"},
            {"family": "Another"},
            {"received_at": "2026-03-01 08:00:00"},
            {"consent": "refused"},
            {"deadline": "2026-04-01 08:00:00"},
            {"closed_at": False},
            {"state": "registered"},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                signal.sudo().write(values)
        with self.assertRaises(UserError):
            signal.sudo().unlink()

    def test_a_card_of_another_body_is_not_linked(self):
        signal = self._create_signal()
        foreign = self._create_citizen(
            snils=False, participant_ids=[Command.set(self.fund.ids)]
        )
        with self.assertRaises(AccessError):
            signal.action_survey("given", foreign.id)

    def test_the_written_consent_is_of_the_same_citizen(self):
        consent = self.env["social.interagency.consent"].create(
            {
                "citizen_id": self._create_citizen(snils=False).id,
                "number": "1",
                "purpose": "Support",
            }
        )
        with self.assertRaisesRegex(ValidationError, "another citizen"):
            self._create_signal(citizen_id=self.citizen.id, consent_id=consent.id)

    def test_a_participants_signal_names_the_participant(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create_signal(informant_id=False)

    def test_a_signal_is_seen_by_curators_of_the_own_body_only(self):
        signal = self._create_signal()
        for user in (self.outsider, self.clerk, self.operator, self.portal_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                signal.with_user(user).read(["family"])
        self.assertTrue(signal.with_user(self.auditor).read(["family"]))
        with self.assertRaises(AccessError):
            signal.journal_ids.with_user(self.clerk).read(["event"])
        with self.assertRaises(UserError):
            signal.with_user(self.outsider).sudo().action_survey("given")

    def test_the_register_is_exported(self):
        signal = self._create_signal()
        rows = signal.with_user(self.curator).export_data(
            ["name", "family", "deadline"]
        )["datas"]
        self.assertEqual(rows[0][:2], [signal.name, signal.family])
