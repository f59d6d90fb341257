from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SupportCommon


@tagged("post_install", "-at_install")
class TestProgramme(SupportCommon):
    def _assert_database_refuses(self, name, make):
        with mute_logger("odoo.sql_db"), self.assertRaisesRegex(IntegrityError, name):
            make()
            self.env.flush_all()

    def test_a_programme_lasts_three_years_at_most(self):
        self._create_programme(valid_until="2029-03-11")
        self._assert_database_refuses(
            "term_limited", lambda: self._create_programme(valid_until="2029-03-12")
        )

    def test_a_programme_does_not_end_before_it_begins(self):
        self._assert_database_refuses(
            "term_ordered", lambda: self._create_programme(valid_until="2026-03-11")
        )

    def test_the_review_falls_into_the_term(self):
        programme = self._create_programme()
        self.assertEqual(programme.review_date, programme.valid_until)
        self._assert_database_refuses(
            "review_inside", lambda: self._create_programme(review_date="2027-03-12")
        )

    def test_the_database_keeps_one_programme_in_force(self):
        self._create_in_force()
        second = self._create_programme()
        self._assert_database_refuses(
            "current_unique", lambda: second._unlocked().write({"state": "in_force"})
        )

    def test_an_urgent_service_needs_no_programme(self):
        programme = self._create_programme()
        with self.assertRaisesRegex(ValidationError, "act of urgent services"):
            programme.line_ids.service_id = self.urgent_service

    def test_only_a_provider_is_recommended(self):
        with self.assertRaisesRegex(ValidationError, "providers of the register"):
            self._create_programme(provider_ids=[Command.set(self.fund.ids)])

    def test_the_application_is_of_the_same_citizen(self):
        application = self.env["social.interagency.application"].create(
            {
                "citizen_id": self._create_citizen(snils=False).id,
                "participant_id": self.ministry.id,
                "procedure_id": self.env.ref(
                    "social_interagency.procedure_recognition"
                ).id,
            }
        )
        with self.assertRaisesRegex(ValidationError, "another citizen"):
            self._create_programme(application_id=application.id)

    def test_the_program_alone_numbers_the_papers(self):
        self.assertRegex(self._create_programme().name, r"^ИП-2026-\d{5}$")
        with self.assertRaises(UserError):
            self._create_programme(name="1")

    def test_the_text_stays_as_agreed(self):
        programme = self._create_programme()
        line, measure = programme.line_ids, programme.measure_ids
        programme.action_agree()
        for change in (
            lambda: programme.write({"conditions": "None"}),
            lambda: programme.sudo().write({"line_ids": [Command.clear()]}),
            lambda: line.sudo().write({"volume": "2 hours"}),
            lambda: line.sudo().unlink(),
            lambda: line.sudo().copy(),
            lambda: measure.sudo().write({"participant_id": self.provider.id}),
            lambda: programme.write({"provider_ids": [Command.clear()]}),
        ):
            with self.assertRaises(UserError):
                change()

    def test_no_row_moves_into_an_agreed_programme(self):
        agreed, draft = self._create_programme(), self._create_programme()
        agreed.action_agree()
        with self.assertRaises(UserError):
            draft.line_ids.programme_id = agreed

    def test_a_programme_is_never_deleted(self):
        with self.assertRaisesRegex(UserError, "evidence"):
            self._create_programme().sudo().unlink()

    def test_a_refusal_is_recorded_once_and_stays(self):
        programme = self._create_in_force()
        refusal = self._refuse(programme)
        self.assertEqual(programme.refusal_ids, refusal)
        for change in (
            lambda: refusal.sudo().write({"reason": "Another"}),
            lambda: refusal.sudo().unlink(),
        ):
            with self.assertRaisesRegex(UserError, "stays as it is"):
                change()

    def test_a_closed_programme_takes_no_refusals(self):
        programme = self._create_in_force()
        programme.with_user(self.support_head).action_terminate("Move, paper No. 3")
        with self.assertRaisesRegex(UserError, "takes no refusals"):
            self._refuse(programme)

    def test_a_refusal_names_what_is_refused(self):
        programme = self._create_in_force()
        self._assert_database_refuses(
            "subject_set", lambda: self._refuse(programme, service_id=False)
        )

    def test_no_paper_is_drawn_up_on_a_card_of_another_body(self):
        foreign = self._create_citizen(
            snils=False, participant_ids=[Command.set(self.fund.ids)]
        )
        for create in (
            self._create_programme,
            self._create_urgent,
            self._create_signal,
        ):
            with self.assertRaisesRegex(ValidationError, "is not open to"):
                create(citizen_id=foreign.id)

    def test_a_programme_of_another_body_is_out_of_reach(self):
        programme = self._create_programme()
        theirs = programme.with_user(self.outsider)
        with self.assertRaises(AccessError):
            theirs.read(["name"])
        with self.assertRaisesRegex(UserError, "Ask its officer"):
            theirs.sudo().action_agree()

    def _refuse(self, programme, **values):
        return (
            self.env["social.support.refusal"]
            .with_user(self.curator)
            .create(
                {
                    "programme_id": programme.id,
                    "service_id": self.service.id,
                    "reason": "Relatives help",
                    "paper": "No. 4 of 11.03.2026",
                    **values,
                }
            )
        )
