from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .case_common import CaseCommon

LISTS = (
    "circumstance",
    "closing.ground",
    "detail",
    "family.category",
    "level",
    "measure",
    "refusal.reason",
)


@tagged("post_install", "-at_install")
class TestClassifiers(CaseCommon):
    def _create_row(self, name, **values):
        return (
            self.env[f"social.support.{name}"]
            .with_user(self.administrator)
            .create(
                {
                    "code": "R-1",
                    "name": "Regional row",
                    "legal_basis": "Regional act No. 5",
                    **values,
                }
            )
        )

    def test_every_row_of_every_list_has_its_legal_basis(self):
        for name in (*LISTS, "norm"):
            rows = self.env[f"social.support.{name}"].search([])
            with self.subTest(name=name):
                self.assertTrue(rows)
                self.assertTrue(all(rows.mapped("legal_basis")))

    def test_a_regional_row_in_use_is_archived_not_deleted(self):
        level = self._create_row("level")
        category = self._create_row("family.category")
        ground = self._create_row("closing.ground", is_refusal=True)
        case = self._create_case(family_category_id=category.id)
        case.action_set_level(level.id, "Danger")
        case.with_user(self.support_head).action_refuse(ground.id, "No need")
        for row in (level, category, ground):
            with self.assertRaisesRegex(UserError, "is used in documents"):
                row.unlink()
            row.active = False
        self.assertFalse(level.search([("code", "=", "R-1")]))

    def test_a_row_that_nobody_used_goes(self):
        row = self._create_row("refusal.reason")
        row.unlink()
        self.assertFalse(row.exists())

    def test_details_known_to_the_program_are_not_deleted(self):
        with self.assertRaises(AccessError):
            self.env.ref("social_support.detail_snils").with_user(
                self.administrator
            ).unlink()
        with self.assertRaisesRegex(UserError, "known to the program"):
            self.env.ref("social_support.detail_snils").sudo().unlink()

    def test_codes_do_not_repeat(self):
        for name in LISTS:
            code = self.env[f"social.support.{name}"].search([], limit=1).code
            values = {"help_kind": "legal"} if name == "measure" else {}
            row = self.env[f"social.support.{name}"].sudo()
            with (
                self.subTest(name=name),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                row.create(
                    {"code": code, "name": "Twin", "legal_basis": "Act", **values}
                )

    def test_a_norm_is_greater_than_zero(self):
        norm = self.env.ref("social_support.norm_answer_days")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            norm.value = 0
            norm.flush_recordset()

    def test_curators_change_no_list(self):
        with self.assertRaises(AccessError):
            self.level.with_user(self.curator).visit_days = 90
        with self.assertRaises(AccessError):
            self.env.ref("social_support.norm_load_hard").with_user(
                self.support_head
            ).value = 90
