from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import InteragencyCommon


@tagged("post_install", "-at_install")
class TestCitizen(InteragencyCommon):
    def _opened(self):
        return self.env["social.interagency.journal"].search(
            [("citizen_id", "=", self.citizen.id), ("event", "=", "opened")]
        )

    def test_personal_details_open_only_with_a_purpose(self):
        card = self.citizen.with_user(self.clerk)
        with self.assertRaisesRegex(AccessError, "only with a purpose"):
            card.read(["snils"])
        with self.assertRaises(AccessError):
            card.web_read({"birth_date": {}})
        with self.assertRaises(AccessError):
            card.search_read([], ["address"])
        self.clerk.group_ids += self.env.ref("base.group_allow_export")
        with self.assertRaises(AccessError):
            card.export_data(["snils"])

    def test_every_opening_is_journaled_with_its_purpose(self):
        opening = (
            self.env["social.interagency.citizen.opening"]
            .with_user(self.clerk)
            .create({"citizen_id": self.citizen.id, "purpose": "request"})
        )
        context = opening.action_open()["context"]
        card = self.citizen.with_user(self.clerk).with_context(**context)
        card.read(["snils"])
        self.assertRecordValues(
            self._opened(),
            [{"user_id": self.clerk.id, "payload": {"purpose": "request"}}],
        )

    def test_cards_whose_name_begins_with_the_words_are_proposed_first(self):
        names = [("Абрамова", "Лиана"), ("Лианова", "Анна"), ("Лиановская", "Анна")]
        part, first, second = [
            self._create_citizen(last_name=last, first_name=name, snils=False)
            for last, name in names
        ]
        cards = self.env["social.interagency.citizen"].with_user(self.clerk)

        def propose(words, **options):
            return [card for card, _name in cards.name_search(words, **options)]

        self.assertEqual(propose("лиан"), [first.id, second.id, part.id])
        self.assertEqual(propose("лиан", limit=2), [first.id, second.id])
        self.assertEqual(propose("Лианова  анна"), [first.id])
        self.assertEqual(propose("лиан", domain=[("id", "!=", first.id)])[0], second.id)
        self.assertEqual(propose(first.number), [first.id])

    def test_names_in_lists_need_no_purpose(self):
        self.citizen.with_user(self.clerk).read(["name", "number"])
        self.assertFalse(self._opened())

    def test_grouping_and_sorting_by_details_is_refused(self):
        cards = self.env["social.interagency.citizen"].with_user(self.clerk)
        with self.assertRaises(AccessError):
            cards.formatted_read_group([], ["snils"])
        with self.assertRaises(AccessError):
            cards.web_read_group([], ["birth_date:year"])

    def test_the_officer_who_registers_reads_the_fresh_card(self):
        card = self._create_citizen(snils=False)
        with freeze_time("2026-03-11 07:05:00"):
            card = (
                self.env["social.interagency.citizen"]
                .with_user(self.clerk)
                .create(
                    {
                        "last_name": "Новая",
                        "first_name": "Карта",
                        "birth_date": "1960-01-01",
                    }
                )
            )
            self.assertTrue(card.read(["birth_date"]))

    def test_an_officer_registers_a_citizen_from_the_form(self):
        cards = self.env["social.interagency.citizen"].with_user(self.clerk)
        with Form(cards) as form:
            form.last_name = "Родникова"
            form.first_name = "Вера"
            form.birth_date = "1951-03-14"
        self.assertEqual(form.record.name, "Родникова Вера")

    def test_a_form_over_a_card_needs_the_purpose_too(self):
        card = self.citizen.with_user(self.clerk)
        with self.assertRaisesRegex(AccessError, "only with a purpose"):
            card.onchange({}, [], {"snils": {}, "birth_date": {}})

    def test_only_bodies_that_serve_the_citizen_see_the_card(self):
        other = self._create_user("other", "social_interagency.group_clerk")
        self.assertFalse(
            self.env["social.interagency.citizen"].with_user(other).search([])
        )
        for user in (self.operator, self.administrator, self.portal_user):
            with self.assertRaises(AccessError):
                self.citizen.with_user(user).read(["name"])

    def test_a_wrong_snils_is_refused_without_naming_it(self):
        with self.assertRaises(ValidationError) as error:
            self._create_citizen(snils="112-233-445 96")
        self.assertNotIn("112", str(error.exception))

    def test_a_second_card_with_the_same_snils_names_the_first(self):
        with self.assertRaises(ValidationError) as error:
            self._create_citizen(snils="11223344595")
        self.assertIn(self.citizen.number, str(error.exception))
        self.assertNotIn(self.citizen.last_name, str(error.exception))

    def test_a_card_is_never_deleted(self):
        with self.assertRaises(AccessError):
            self.citizen.sudo().unlink()


@tagged("post_install", "-at_install")
class TestConsent(InteragencyCommon):
    def _create_consent(self, **values):
        return self.env["social.interagency.consent"].create(
            {
                "citizen_id": self.citizen.id,
                "number": "1",
                "signed_date": "2026-03-01",
                "purpose": "Test",
                **values,
            }
        )

    def test_a_consent_covers_what_it_names_while_it_is_valid(self):
        consent = self._create_consent(
            valid_until="2026-03-31",
            participant_ids=[Command.set(self.provider.ids)],
            document_type_ids=[Command.set(self.survey.ids)],
        )
        day = consent.signed_date
        self.assertTrue(consent._covers(self.survey, self.provider, day))
        self.assertFalse(consent._covers(self.pension, self.provider, day))
        self.assertFalse(consent._covers(self.survey, self.fund, day))
        self.assertFalse(
            consent._covers(self.survey, self.provider, day.replace(month=4))
        )

    def test_a_consent_by_which_a_request_left_stays_as_it_was_signed(self):
        consent = self._create_consent()
        request = self._create_request(is_third_person=True, consent_id=consent.id)
        consent.valid_until = "2026-04-30"
        request.with_user(self.head).action_send()
        with self.assertRaises(UserError):
            consent.sudo().write({"valid_until": "2030-01-01"})
        with self.assertRaises(UserError):
            consent.sudo().write({"withdrawn_date": "2026-03-11"})
        consent.with_user(self.clerk).action_withdraw()
        self.assertEqual(str(consent.withdrawn_date), "2026-03-11")

    def test_a_consent_does_not_end_before_it_begins(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self._create_consent(valid_until="2026-02-01")

    def test_a_consent_is_not_dated_in_the_future(self):
        with self.assertRaises(ValidationError):
            self._create_consent(signed_date="2026-03-12")


@tagged("post_install", "-at_install")
class TestDestruction(InteragencyCommon):
    def setUp(self):
        super().setUp()
        self.paper = self._create_sent_request()
        self._answer(self.paper)
        self.paper.action_accept()
        self.document = self.paper.sudo().line_ids.document_id

    def _create_act(self):
        act = (
            self.env["social.interagency.destruction"]
            .with_user(self.head)
            .create({"commission": "Chair: test"})
        )
        act.action_select()
        return act

    def test_each_paper_knows_until_when_it_is_kept(self):
        self.assertEqual(str(self.paper.retention_until), "2031-03-11")
        self.assertEqual(str(self.document.retention_until), "2031-03-11")

    def test_nothing_is_destroyed_early(self):
        act = self._create_act()
        self.assertFalse(act.request_ids | act.request_ids)
        act.document_ids = self.document
        with self.assertRaisesRegex(UserError, "still to be kept"):
            act.action_sign()
        self.assertEqual(self.document.state, "held")

    def test_an_act_erases_the_details_and_keeps_the_journal(self):
        with freeze_time("2031-03-12 08:00:00"):
            act = self._create_act()
            with self.assertRaisesRegex(UserError, "signed by a head"):
                act.with_user(self.clerk).sudo().action_sign()
            act.action_sign()
        self.assertRecordValues(
            self.paper, [{"citizen_id": False, "state": "accepted"}]
        )
        self.assertFalse(self.paper.answer_ids.text)
        self.assertEqual(self.document.state, "destroyed")
        self.assertFalse(self.document.citizen_id)
        events = self.paper.sudo().journal_ids.mapped("event")
        self.assertIn("destroyed", events)
        self.assertIn("created", events)
