"""Workbooks from their order to the file as two spreadsheet programs open it."""

from io import BytesIO

import pytest
from office_suite import to_pdf
from openpyxl import load_workbook
from pypdf import PdfReader

ORDER = "social.workbook.order"
WORKBOOK = "social.workbook"
REQUEST = "social.interagency.request"
FACTS = "О файле"
CHARTS = "Диаграммы"
# Who makes it, by kind: all kinds of the three addons.
MAKERS = {
    "requests": "clerk",
    "support_cases": "supporthead",
    "support_signals": "supporthead",
    "support_reviews": "supporthead",
    "support_load": "supporthead",
    "control_discipline": "controlhead",
    "control_indicators": "controlhead",
    "control_plan": "controlhead",
    "control_acts": "controlhead",
    "control_findings": "controlhead",
}
CHARTED = {"control_discipline": 1, "control_indicators": 2}
EMPTY_BY_NATURE = {"support_reviews"}
A4 = "9"
TEXT = "@"
FORMULA = "f"

kinds = pytest.mark.parametrize("kind", MAKERS)


def _order(client, **values):
    """Return the id of a workbook and the address of its file."""
    order = client.call(ORDER, "create", [values])
    workbook = client.call(ORDER, "action_make", order)["res_id"]
    return workbook, client.call(WORKBOOK, "action_download", [workbook])["url"]


def _sheets(book):
    """Return the sheets with rows: all but the first, which describes the file."""
    return [sheet for sheet in book.worksheets if sheet.title != FACTS]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("workbooks")


@pytest.fixture(scope="module")
def files(rpc, folder):
    """Return the paths of the workbooks of the demo region by kind."""
    paths = {}
    for kind, login in MAKERS.items():
        status, content = rpc(login).get(_order(rpc(login), kind=kind)[1])
        assert status == 200, kind
        paths[kind] = folder / f"{kind}.xlsx"
        paths[kind].write_bytes(content)
    return paths


@pytest.fixture(scope="module")
def books(files):
    """Return the workbooks as openpyxl opens them, by kind."""
    return {kind: load_workbook(path) for kind, path in files.items()}


@pytest.fixture(scope="module")
def papers(files, folder):
    """Return the texts of the pages that LibreOffice prints, by kind."""
    pages = {}
    for kind, path in to_pdf(files.values(), folder).items():
        pages[kind] = [page.extract_text() for page in PdfReader(path).pages]
    return pages


def test_a_clerk_downloads_what_he_sees_and_nobody_else_does(rpc, office):
    office.send()
    clerk = rpc("clerk")
    workbook, url = _order(clerk, participant_id=False, period_from="2020-01-01")
    status, content = clerk.get(url)
    assert status == 200
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == [FACTS, "Реестр запросов"]
    seen = clerk.call(REQUEST, "search_read", [["sent_at", "!=", False]], ["name"])
    numbers = {cell.value for cell in book.active["A"][1:]}
    assert numbers == {request["name"] for request in seen}
    for login in ("head", "auditor"):
        assert not rpc(login).call(WORKBOOK, "search", [["id", "=", workbook]])
    for login in ("head", "auditor", "administrator", "center"):
        assert rpc(login).get(url)[0] == 404


def test_every_kind_that_anybody_is_offered_is_opened_here(rpc, logins):
    offered = set()
    for login in set(MAKERS.values()):
        fields = rpc(login).call(ORDER, "fields_get", ["kind"])
        offered |= {kind for kind, _label in fields["kind"]["selection"]}
    assert offered == set(MAKERS)


@kinds
def test_a_workbook_is_ready_for_the_eye(books, kind):
    book = books[kind]
    assert book.sheetnames[0] == FACTS
    assert book.active.title != FACTS
    for sheet in _sheets(book):
        assert sheet.freeze_panes in ("A2", "B2"), sheet.title
        assert sheet.auto_filter.ref.startswith("A1"), sheet.title
        for column in range(1, sheet.max_column + 1):
            letter = sheet.cell(1, column).column_letter
            assert _width(sheet, letter) >= 8, (sheet.title, letter)


def _width(sheet, letter):
    """Return the width of a column: openpyxl joins equal neighbours into a group."""
    place = sheet[f"{letter}1"].column
    groups = sheet.column_dimensions.values()
    return next(one.width for one in groups if one.min <= place <= one.max)


@kinds
def test_a_workbook_is_ready_for_paper(books, kind):
    for sheet in books[kind].worksheets:
        assert str(sheet.page_setup.paperSize) == A4, sheet.title
        assert sheet.page_setup.fitToHeight == 0, sheet.title
        assert sheet.oddFooter.center.text == "Страница &P из &N", sheet.title
    for sheet in _sheets(books[kind]):
        assert sheet.print_title_rows == "$1:$1", sheet.title


@kinds
def test_text_is_text_and_nothing_is_a_formula(books, kind):
    is_filled = False
    for sheet in _sheets(books[kind]):
        for cell in (cell for row in sheet.iter_rows(min_row=2) for cell in row):
            assert cell.data_type != FORMULA, (sheet.title, cell.coordinate)
            if cell.data_type == "s":
                is_filled = True
                assert cell.number_format == TEXT, (sheet.title, cell.coordinate)
    assert is_filled or kind in EMPTY_BY_NATURE


@kinds
def test_a_chart_stands_only_where_it_is_promised_and_shows_something(books, kind):
    book = books[kind]
    found = {sheet.title: len(sheet._charts) for sheet in book if sheet._charts}
    assert found == ({CHARTS: CHARTED[kind]} if kind in CHARTED else {})
    for chart in (chart for sheet in book for chart in sheet._charts):
        for series in chart.series:
            name, _, area = series.val.numRef.f.rpartition("!")
            cells = [cell for row in book[name.strip("'")][area] for cell in row]
            assert any(cell.value is not None for cell in cells), series.val.numRef.f


@kinds
def test_libreoffice_prints_every_page_with_its_number(papers, kind):
    pages = papers[kind]
    for number, text in enumerate(pages, 1):
        assert f"Страница {number} из {len(pages)}" in text, number


@kinds
def test_libreoffice_repeats_the_header_on_each_page(papers, books, kind):
    first = {_words(sheet["A1"].value) for sheet in _sheets(books[kind])}
    for number, text in enumerate(papers[kind][1:], 2):
        assert any(heading in _words(text) for heading in first), number


def _words(text):
    """Return the text without spaces, wherever a program has broken the line."""
    return "".join(text.split())


def test_a_long_register_takes_many_pages(papers):
    assert len(papers["requests"]) > 3
    assert any(
        "Дней сверх срока" in " ".join(text.split()) for text in papers["requests"]
    )
