import base64
from datetime import datetime
from io import BytesIO

from openpyxl import load_workbook

from odoo.tests import tagged

from .case_common import CaseCommon


@tagged("post_install", "-at_install")
class TestWorkbookSupport(CaseCommon):
    """The registers opened by another program."""

    def _order(self, kind, user=None, **values):
        orders = self.env["social.workbook.order"].with_user(user or self.curator)
        action = orders.create(
            {
                "kind": kind,
                "period_from": "2026-01-01",
                "period_to": "2026-12-31",
                **values,
            }
        ).action_make()
        book = orders.env["social.workbook"].browse(action["res_id"])
        content = base64.b64decode(book.with_context(bin_size=False).file)
        header, *rows = (
            load_workbook(BytesIO(content)).worksheets[1].iter_rows(values_only=True)
        )
        return header, rows

    def _create_supported_case(self):
        self.env["social.support.family.member"].create(
            {"citizen_id": self.citizen.id, "name": "Проба", "kinship": "child"}
        )
        contract = self._create_consent(kind="contract", number="0017")
        return self._create_active_case(contract_id=contract.id)

    def test_the_journal_of_families_has_the_columns_of_the_form(self):
        case = self._create_supported_case()
        header, [row] = self._order("support_cases", has_names=True)
        self.assertEqual(len(header), 10)
        self.assertEqual(row[0], case.name)
        self.assertEqual(row[1], self.citizen.name)
        self.assertIn("Проба", row[2])
        self.assertTrue(row[6].startswith("0017"))
        self.assertIn(self.level.name, row[7])

    def test_without_names_the_journal_shows_numbers(self):
        self._create_supported_case()
        _header, [row] = self._order("support_cases")
        self.assertEqual(row[1:3], (self.citizen.number, "1"))
        self.assertNotIn("Проба", str(row))

    def test_a_family_stands_in_the_journal_of_the_days_of_its_support(self):
        case = self._create_case()
        case.with_user(self.support_head).action_refuse(self.no_need.id, "No need")
        _header, [row] = self._order("support_cases")
        self.assertEqual(row[9], datetime(2026, 3, 11))
        for period in (
            {"period_to": "2026-03-10"},
            {"period_from": "2026-03-12"},
        ):
            self.assertEqual(self._order("support_cases", **period)[1], [])

    def test_signals_of_the_period_are_listed(self):
        signal = self._create_signal(family="=1+1")
        _header, [row] = self._order("support_signals", has_names=True)
        self.assertEqual(row[0], signal.name)
        self.assertEqual(row[4], "=1+1")
        _header, [row] = self._order("support_signals")
        self.assertFalse(row[4])

    def test_programmes_under_review_are_those_in_force(self):
        programme = self._create_in_force(review_date="2026-09-01")
        self._create_programme()
        header, [row] = self._order("support_reviews", has_names=True)
        self.assertEqual(row[0], programme.name)
        self.assertEqual(row[1], self.citizen.name)
        self.assertEqual(row[5], datetime(2026, 9, 1))
        empty = self._order("support_reviews", period_to="2026-08-31")
        self.assertEqual(empty, (header, []))

    def test_the_load_of_curators_is_counted(self):
        self._create_supported_case()
        _header, [row] = self._order("support_load")
        self.assertEqual(row[:3], (self.curator.name, 1, 1))

    def test_a_user_is_offered_what_he_may_read(self):
        offered = {
            user: {
                kind
                for kind, _label in self.env["social.workbook"]
                .with_user(user)
                ._get_offered_kinds()
            }
            for user in (self.clerk, self.curator)
        }
        self.assertEqual(offered[self.clerk], {"requests", "support_reviews"})
        self.assertIn("support_cases", offered[self.curator])

    def test_another_body_gets_no_rows(self):
        self._create_supported_case()
        values = {"participant_id": self.ministry.id}
        _header, rows = self._order("support_cases", self.outsider, **values)
        self.assertEqual(rows, [])
