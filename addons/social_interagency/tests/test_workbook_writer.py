import doctest
import zipfile
from datetime import date, datetime
from io import BytesIO
from unittest.mock import patch
from zoneinfo import ZoneInfo

from lxml import etree
from openpyxl import load_workbook

from odoo.tests import BaseCase, tagged

from ..tools import workbook
from ..tools.workbook import Book, Column

COLUMNS = [
    Column("Number", width=20),
    Column("Day", "date"),
    Column("Moment", "datetime"),
    Column("Count", "integer"),
    Column("Share", "percent"),
    Column("Sum", "number"),
]
ROW = ("007", date(2026, 3, 1), datetime(2026, 3, 1, 21, 30), 3, 0.25, 1234.5)


@tagged("at_install")
class TestWorkbookWriter(BaseCase):
    def _write(self, *rows, columns=COLUMNS):
        file = BytesIO()
        with Book(file, ZoneInfo("Europe/Moscow"), "About", "&P of &N") as book:
            book.add_sheet("Register & more", columns).write(rows)
            book.describe([("Rows", str(len(rows)))])
        self.package = zipfile.ZipFile(file)
        return load_workbook(file)

    def _write_texts(self, *texts):
        rows = [(text,) for text in texts]
        book = self._write(*rows, columns=[Column("Text")])
        return [cell.value for cell in book["Register & more"]["A"][1:]]

    def test_the_examples_of_the_module_hold(self):
        self.assertFalse(doctest.testmod(workbook).failed)

    def test_a_sheet_is_ready_for_the_eye_and_for_paper(self):
        book = self._write(ROW, ROW)
        sheet = book.active
        self.assertEqual(book.sheetnames, ["About", "Register & more"])
        self.assertEqual(sheet.title, "Register & more")
        self.assertEqual(sheet.freeze_panes, "A2")
        self.assertEqual(sheet.auto_filter.ref, "A1:F3")
        self.assertEqual(sheet.print_title_rows, "$1:$1")
        self.assertEqual(sheet.page_setup.paperSize, 9)
        self.assertEqual(sheet.page_setup.orientation, "landscape")
        self.assertEqual(sheet.page_setup.fitToHeight, 0)
        self.assertEqual(sheet.oddFooter.center.text, "&P of &N")
        self.assertAlmostEqual(sheet.column_dimensions["A"].width, 20, delta=1)

    def test_a_row_is_as_high_as_its_tallest_text(self):
        columns = [Column("Text", width=10), Column("Much longer heading", width=10)]
        rows = [("short", "x"), ("long enough", "x"), ("one\ntwo\nthree", None)]
        sheet = self._write(*rows, columns=columns).active
        heights = [sheet.row_dimensions[row].height for row in (1, 2, 3, 4)]
        lines = [height and round(height / 12.75) for height in heights]
        self.assertEqual(lines, [3, None, 2, 3])

    def test_a_wide_table_is_printed_side_by_side_with_its_first_column(self):
        columns = [Column(str(number), width=60) for number in range(7)]
        sheet = self._write(columns=columns).active
        self.assertEqual(sheet.page_setup.fitToWidth, 3)
        self.assertEqual(sheet.page_setup.pageOrder, "overThenDown")
        self.assertEqual(sheet.print_title_cols, "$A:$A")
        self.assertEqual(sheet.print_title_rows, "$1:$1")
        self.assertEqual(sheet.freeze_panes, "B2")

    def test_values_keep_their_types(self):
        cells = self._write(ROW).active[2]
        self.assertEqual(
            [cell.value for cell in cells],
            [
                "007",
                datetime(2026, 3, 1),
                datetime(2026, 3, 2, 0, 30),
                3,
                0.25,
                1234.5,
            ],
        )
        self.assertEqual([cell.data_type for cell in cells], list("sddnnn"))
        self.assertEqual(cells[0].number_format, "@")

    def test_a_text_that_looks_like_something_else_stays_a_text(self):
        texts = [
            '=HYPERLINK("http://example.org";"x")',
            "+7 000 000-00-00",
            "@SUM(1)",
            "http://example.org",
            "000123",
            "1E5",
            "{=1+1}",
        ]
        self.assertEqual(self._write_texts(*texts), texts)
        sheet = self.package.read("xl/worksheets/sheet2.xml")
        self.assertNotIn(b"<f>", sheet)
        self.assertNotIn(b"hyperlink", sheet)

    def test_control_characters_are_dropped_and_the_package_stays_valid(self):
        found = self._write_texts("a\x00\x08\x1bb\x7f\x85", "x\ny\tz", "\ud800я\uffff")
        self.assertEqual(found, ["ab", "x\ny\tz", "я"])
        for name in self.package.namelist():
            if name.endswith((".xml", ".rels")):
                self.assertTrue(len(etree.fromstring(self.package.read(name))), name)

    def test_markup_in_a_text_is_shown_and_breaks_nothing(self):
        texts = ["<r><t>bold</t></r>", "<r>broken</t></r>", "a < b & c"]
        self.assertEqual([text.rstrip() for text in self._write_texts(*texts)], texts)

    def test_a_text_beyond_the_limit_is_cut_with_a_mark(self):
        [emoji] = self._write_texts("😀" * 20_000)
        self.assertTrue(emoji.endswith("😀 […]"))
        self.assertLessEqual(len(emoji.encode("utf-16-le")) // 2, 32_767)

    def test_an_empty_register_is_a_header_with_a_filter(self):
        sheet = self._write().active
        self.assertEqual(sheet.max_row, 1)
        self.assertEqual(sheet.auto_filter.ref, "A1:F1")

    def test_rows_beyond_the_limit_go_on_on_the_next_sheet(self):
        with patch.object(Book, "max_rows", 3):
            rows = [(str(number),) for number in range(5)]
            book = self._write(*rows, columns=COLUMNS[:1])
        names = ["Register & more", "Register & more (2)", "Register & more (3)"]
        self.assertEqual(book.sheetnames[1:], names)
        for name, numbers in zip(names, (["0", "1"], ["2", "3"], ["4"]), strict=True):
            values = [cell.value for cell in book[name]["A"]]
            self.assertEqual(values, ["Number", *numbers])
            self.assertEqual(book[name].freeze_panes, "A2")

    def test_a_day_that_the_format_does_not_have_is_a_text(self):
        cells = self._write((None, date(1899, 12, 31), *[None] * 4)).active[2]
        self.assertEqual(cells[1].value, "31.12.1899")
