from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SupportCommon


@tagged("post_install", "-at_install")
class TestCitizen(SupportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.federal = cls.env.ref("social_support.circumstance_3")

    def _record(self, circumstance=None, **values):
        return (
            self.env["social.support.citizen.circumstance"]
            .with_user(self.curator)
            .create(
                {
                    "citizen_id": self.citizen.id,
                    "circumstance_id": (circumstance or self.federal).id,
                    "ground": "Act No. 1 of 11.03.2026",
                    **values,
                }
            )
        )

    def _add_member(self, **values):
        return (
            self.env["social.support.family.member"]
            .with_user(self.curator)
            .create({"citizen_id": self.citizen.id, "kinship": "child", **values})
        )

    def _create_regional(self):
        return (
            self.env["social.support.circumstance"]
            .with_user(self.administrator)
            .create(
                {
                    "code": "R1",
                    "name": "Orphanhood",
                    "legal_basis": "Regional act No. 5, item 2",
                }
            )
        )

    def _assert_database_refuses(self, make):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            make()
            self.env.flush_all()

    def test_the_law_names_seven_federal_circumstances(self):
        federal = self.env["social.support.circumstance"].search(
            [("is_regional", "=", False)]
        )
        self.assertEqual(federal.mapped("code"), list("1234567"))
        self.assertEqual(federal[2].legal_basis, "442-ФЗ, ст. 15, ч. 1, п. 3")

    def test_a_regional_circumstance_needs_its_legal_basis(self):
        with self.assertRaisesRegex(ValidationError, "Legal"):
            self.env["social.support.circumstance"].create({"code": "R", "name": "R"})

    def test_a_regional_circumstance_in_use_is_not_deleted(self):
        regional = self._create_regional()
        self._record(regional)
        with self.assertRaisesRegex(UserError, "Archive it"):
            regional.unlink()
        self.assertTrue(regional.exists())

    def test_a_regional_circumstance_out_of_use_is_deleted(self):
        regional = self._create_regional()
        regional.unlink()
        self.assertFalse(regional.exists())

    def test_a_federal_circumstance_is_never_deleted(self):
        with self.assertRaisesRegex(UserError, "federal law"):
            self.federal.sudo().unlink()

    def test_a_circumstance_is_current_within_its_days(self):
        lasting = self._record()
        ended = self._record(
            self._create_regional(), start_date="2026-01-01", end_date="2026-03-10"
        )
        self.assertTrue(lasting.is_current)
        self.assertFalse(ended.is_current)
        model = self.env["social.support.citizen.circumstance"]
        of_citizen = [("citizen_id", "=", self.citizen.id)]
        self.assertEqual(
            model.search([*of_citizen, ("is_current", "=", True)]), lasting
        )
        self.assertEqual(model.search([*of_citizen, ("is_current", "=", False)]), ended)

    def test_one_circumstance_is_open_once(self):
        self._record()
        self._assert_database_refuses(self._record)

    def test_a_circumstance_does_not_end_before_it_begins(self):
        self._assert_database_refuses(lambda: self._record(end_date="2026-01-01"))

    def test_a_paper_of_another_citizen_proves_nothing(self):
        other = self._create_citizen(snils=False)
        paper = self.env["social.interagency.document"].create(
            {"document_type_id": self.survey.id, "citizen_id": other.id}
        )
        with self.assertRaisesRegex(ValidationError, "another citizen"):
            self._record(document_id=paper.id)

    def test_a_member_has_a_name_or_a_card(self):
        relative = self._create_citizen(snils=False, first_name="Родственник")
        self.assertEqual(self._add_member(person_id=relative.id).name, relative.name)
        for values in ({}, {"name": " "}):
            with self.assertRaisesRegex(ValidationError, "has no name"):
                self._add_member(**values)

    def test_the_card_of_another_body_gives_no_name(self):
        foreign = self._create_citizen(
            snils=False, participant_ids=[Command.set(self.fund.ids)]
        )
        with self.assertRaisesRegex(ValidationError, "of another body"):
            self._add_member(person_id=foreign.id)

    def test_nobody_is_a_member_of_the_own_family(self):
        self._assert_database_refuses(
            lambda: self._add_member(person_id=self.citizen.id)
        )

    def test_a_member_is_not_born_tomorrow(self):
        with self.assertRaisesRegex(ValidationError, "future"):
            self._add_member(name="Child", birth_date="2026-03-12")

    def test_each_change_of_the_family_is_journaled_on_the_card(self):
        journal = self.env["social.interagency.journal"].sudo()
        of_card = [("citizen_id", "=", self.citizen.id), ("event", "=", "changed")]
        before = journal.search_count(of_card)
        member = self._add_member(name="Child")
        member.occupation = "School"
        member.unlink()
        self.assertEqual(journal.search_count(of_card), before + 3)
        newest = journal.search(of_card, limit=1)
        self.assertEqual(newest.payload, {"fields": ["family_member_ids"]})

    def test_the_family_on_a_card_opens_with_a_purpose_only(self):
        self._add_member(name="Child")
        card = self.citizen.with_user(self.auditor)
        with self.assertRaises(AccessError):
            card.read(["family_member_ids"])
        card.with_context(citizen_purpose="support").read(["circumstance_ids"])

    def test_the_family_of_another_bodys_citizen_is_out_of_reach(self):
        member = self._add_member(name="Child")
        circumstance = self._record()
        for record in (member, circumstance):
            with self.assertRaises(AccessError):
                record.with_user(self.outsider).read(["citizen_id"])
