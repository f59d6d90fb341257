"""Workbooks (XLSX) in plain Python, without the ORM.

Rows go to the file one by one in constant memory. What a column holds is decided once
for the column, never by the look of a value: text stays text, so that leading zeros
are kept and a formula that somebody has typed is shown and never run.

>>> from io import BytesIO
>>> from zoneinfo import ZoneInfo
>>> from openpyxl import load_workbook
>>> columns = [Column("Number"), Column("Sent", "datetime"), Column("Days", "integer")]
>>> file = BytesIO()
>>> with Book(file, ZoneInfo("Europe/Moscow")) as book:
...     sheet = book.add_sheet("Register", columns)
...     sheet.write([("007", datetime(2026, 3, 1, 21, 30), 3), ("=1+1", None, None)])
>>> for row in load_workbook(file)["Register"].iter_rows(values_only=True):
...     print(row)
('Number', 'Sent', 'Days')
('007', datetime.datetime(2026, 3, 2, 0, 30), 3)
('=1+1', None, None)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, partial
from textwrap import wrap

import xlsxwriter

MAX_ROWS = 1_048_576
MAX_TEXT = 32_767  # UTF-16 units
MAX_NAME = 31
CUT_MARK = " […]"
# Moments are written as the days since the epoch: what ``write_datetime`` does anew
# for each cell is done once. Before March of 1900 the calendar of XLSX has a day more.
EPOCH = datetime(1899, 12, 30)
FIRST_DAY = date(1900, 3, 1)
ONE_DAY = timedelta(days=1)
A4 = 9
# Of a face that both Windows and the free systems have, in the same widths.
FONT = {"font_name": "Arial", "font_size": 10}
LINE_HEIGHT = 12.75  # points
MAX_LINES = 32
PAGE_WIDTH = 200  # characters that a page may hold and still be read
FILTER_WIDTH = 3  # characters under the arrow of the filter

# What a cell of the kind looks like. Dates and moments are UTC without a zone; a
# percentage is a share of one. The “_)” keeps a figure off the text on its right.
FORMATS = {
    "text": {"num_format": "@", "text_wrap": True},
    "integer": {"num_format": "0_)"},
    "number": {"num_format": "#,##0.00_)"},
    "percent": {"num_format": "0.0%_)"},
    "date": {"num_format": "dd.mm.yyyy", "align": "left"},
    "datetime": {"num_format": "dd.mm.yyyy hh:mm", "align": "left"},
}
HEADER_FORMAT = {
    "bold": True,
    "text_wrap": True,
    "valign": "vcenter",
    "border": 1,
    "bg_color": "#DCE6F1",
}

# Control characters but tab and line feed, halves of pairs, what is no character.
_DROPPED = dict.fromkeys(
    [
        *range(9),
        *range(11, 32),
        *range(127, 160),
        *range(0xD800, 0xE000),
        0xFFFE,
        0xFFFF,
    ]
)


@dataclass(frozen=True)
class Column:
    """A column: its heading, a key of :data:`FORMATS`, its width in characters."""

    label: str
    kind: str = "text"
    width: int = 16


@dataclass(frozen=True)
class Table:
    """What a sheet is to hold: pages are lists of rows, read when they are written."""

    name: str
    columns: list
    count: int
    pages: Iterable


@lru_cache(maxsize=4096)  # names of bodies, services and states come again and again
def fit(text, width):
    """Return the text as a cell may hold it and how many lines it takes there.

    Spreadsheet programs other than Excel leave a row without a height one line high.

    >>> fit("Department of employment", 30), fit("Department of employment", 14)
    (('Department of employment', 1), ('Department of employment', 2))
    >>> fit("one\\ntwo", 30)[1], fit("", 30)[1], fit("many " * 900, 30)[1]
    (2, 1, 32)
    """
    text = clean(text)
    if len(text) <= width and "\n" not in text:
        return text, 1
    parts = text[: MAX_LINES * width].split("\n")
    return text, min(MAX_LINES, sum(len(wrap(part, width)) or 1 for part in parts))


def clean(text):
    """Return the text as a cell may hold it.

    A text that looks like the inner markup of a rich string gets a space at its end:
    ``xlsxwriter`` would put it into the file as markup.

    >>> clean("0\\x00\\x0b7")
    '07'
    >>> clean("<r>x</r>")
    '<r>x</r> '
    >>> len(clean("я" * 40_000)), clean("я" * 40_000)[-5:]
    (32767, 'я […]')
    """
    if not text.isprintable():
        text = text.translate(_DROPPED)
    if len(text) > MAX_TEXT // 2:
        text = _cut(text)
    if text.startswith("<r>") and text.endswith("</r>"):
        text += " "
    return text


def _cut(text):
    units = text.encode("utf-16-le")
    if len(units) <= 2 * MAX_TEXT:
        return text
    kept = units[: 2 * (MAX_TEXT - len(CUT_MARK))]
    return kept.decode("utf-16-le", "ignore") + CUT_MARK


class Book:
    """A workbook that is being written; leaving the context puts it into the file.

    ``workbook`` is the object of ``xlsxwriter``, for charts and what else it can.

    :param file: a path or a binary file
    :param zone: the zone in which moments are shown
    :param facts_name: the name of a first sheet for :meth:`describe`, if there is one
    :param footer: the text at the bottom of a printed page, ``&P`` of ``&N`` in it
    """

    max_rows = MAX_ROWS

    def __init__(self, file, zone, facts_name="", footer="&P / &N"):
        self.zone = zone
        self.footer = footer
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "default_format_properties": FONT,
        }
        self.workbook = xlsxwriter.Workbook(file, options)
        self.formats = {
            kind: self.workbook.add_format({"valign": "top", **look})
            for kind, look in FORMATS.items()
        }
        self.header_format = self.workbook.add_format(HEADER_FORMAT)
        self._facts = self.workbook.add_worksheet(facts_name) if facts_name else None
        self._sheets = []

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        if kind is None:
            for sheet in self._sheets:
                sheet.finish()
        self.workbook.close()

    def add_sheet(self, name, columns):
        """Add a sheet with its header; the first one is open when the file opens."""
        sheet = Sheet(self, name, columns)
        if not self._sheets:
            sheet.worksheet.activate()
        self._sheets.append(sheet)
        return sheet

    def describe(self, facts):
        """Say on the first sheet what the file is: pairs of a name and a text."""
        name_format = self.workbook.add_format({"bold": True, "valign": "top"})
        self._facts.set_column(0, 0, 32)
        self._facts.set_column(1, 1, 80)
        self._facts.set_paper(A4)
        self._facts.fit_to_pages(1, 0)
        self._facts.set_footer("&C" + self.footer)
        for row, (name, text) in enumerate(facts):
            fitted, lines = fit(text, 80)
            self._facts.set_row(row, LINE_HEIGHT * lines)
            self._facts.write_string(row, 0, clean(name), name_format)
            self._facts.write_string(row, 1, fitted, self.formats["text"])


class Sheet:
    """Rows under a header; what one sheet cannot hold goes on on the next."""

    def __init__(self, book, name, columns):
        self.book = book
        self.name = name
        self.columns = columns
        self._number = 0
        self._lines = 1  # of the tallest cell of the row
        self._begin()

    def write(self, rows):
        """Write rows: tuples with a value, or None, for each column."""
        places = range(len(self.columns))
        for values in rows:
            if self._row == self.book.max_rows:
                self.finish()
                self._begin()
            row, writers, self._lines = self._row, self._writers, 1
            for write, place, value in zip(writers, places, values, strict=True):
                if value is not None:
                    write(row, place, value)
            if self._lines > 1:
                self.worksheet.set_row(row, LINE_HEIGHT * self._lines)
            self._row = row + 1

    def finish(self):
        """Put the filter over what is written."""
        self.worksheet.autofilter(0, 0, self._row - 1, len(self.columns) - 1)

    def _begin(self):
        self._number += 1
        self.worksheet = self.book.workbook.add_worksheet(self._get_name())
        self._set_up_page()
        self._write_header()
        self._writers = [self._get_writer(column) for column in self.columns]
        self._row = 1

    def _write_header(self):
        height = 1
        for place, column in enumerate(self.columns):
            label, lines = fit(column.label, max(column.width - FILTER_WIDTH, 4))
            height = max(height, lines)
            self.worksheet.set_column(place, place, column.width)
            self.worksheet.write_string(0, place, label, self.book.header_format)
        self.worksheet.set_row(0, LINE_HEIGHT * height)

    def _get_name(self):
        """Return the name of the sheet as long as a tab may have it."""
        suffix = f" ({self._number})" if self._number > 1 else ""
        return self.name[: MAX_NAME - len(suffix)] + suffix

    def _set_up_page(self):
        sheet = self.worksheet
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.repeat_rows(0)
        self._spread_over_pages()
        sheet.set_header("&L" + self.name.replace("&", "&&"))
        sheet.set_footer("&C" + self.book.footer)

    def _spread_over_pages(self):
        """Print a wide table on pages side by side, the first column on each."""
        width = sum(column.width for column in self.columns)
        pages = -(-width // PAGE_WIDTH)
        self.worksheet.fit_to_pages(pages, 0)
        if pages > 1:
            self.worksheet.repeat_columns(0)
            self.worksheet.print_across()
            self.worksheet.freeze_panes(1, 1)

    def _get_writer(self, column):
        """Return what writes a value of the column: ``write(row, place, value)``."""
        kind = column.kind
        look = self.book.formats[kind]
        if kind == "text":
            return self._write_text(look, column.width)
        if kind == "date":
            return self._write_date(look)
        if kind == "datetime":
            return self._write_moment(look)
        write = self._get_method("write_number")
        return lambda row, place, value: write(row, place, value, look)

    def _get_method(self, name):
        """Return a method of the sheet without the wrapper that also takes “A1”.

        Cells are named by row and place here; the wrapper costs a tenth of the time.
        """
        method = getattr(type(self.worksheet), name)
        return partial(getattr(method, "__wrapped__", method), self.worksheet)

    def _write_text(self, look, width):
        write = self._get_method("write_string")

        def write_text(row, place, value):
            text, lines = fit(value, width)
            if lines > self._lines:
                self._lines = lines
            write(row, place, text, look)

        return write_text

    def _write_date(self, look):
        """Dates that the calendar of XLSX counts wrongly are written as text."""
        write, write_text = map(self._get_method, ("write_number", "write_string"))

        def write_date(row, place, value):
            if value < FIRST_DAY:
                write_text(row, place, f"{value:%d.%m.%Y}", look)
            else:
                write(row, place, value.toordinal() - EPOCH.toordinal(), look)

        return write_date

    def _write_moment(self, look):
        write, zone = self._get_method("write_number"), self.book.zone

        @lru_cache(maxsize=4096)  # many terms end in the same second
        def count_days(moment):
            local = moment.replace(tzinfo=UTC).astimezone(zone)
            return (local.replace(tzinfo=None) - EPOCH) / ONE_DAY

        return lambda row, place, value: write(row, place, count_days(value), look)
