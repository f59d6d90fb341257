"""A large workbook against a bare loop, a limit of memory and Odoo's list export."""

import re
import tempfile
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import xlsxwriter

from odoo.addons.web.controllers import export
from odoo.tools import SQL

from benchmarks.measure import Result, in_turn, seconds
from benchmarks.volume import fill

ROWS = 100_000
MEMORY_LIMIT = 150
ROUNDS = 3
EXPORTED = [
    "name",
    "sent_at",
    "sender_id",
    "addressee_id",
    "service_id",
    "document_type_ids",
    "application_id",
    "citizen_id/number",
    "executor_name",
    "channel",
    "regulation_id",
    "prepare_deadline",
    "received_at",
    "incoming_number",
    "deadline",
    "answer_ids/sent_at",
    "answer_ids/outcome",
    "deadline_state",
    "is_closed_late",
    "state",
]
LINES = """
INSERT INTO social_interagency_request_line (request_id, document_type_id, sequence)
SELECT request.id, type.id, 10
  FROM social_interagency_request request,
       social_interagency_document_type type
 WHERE type.id IN %s
ON CONFLICT DO NOTHING
"""
ANSWERS = """
INSERT INTO social_interagency_answer (name, request_id, outcome, sent_at)
SELECT 'A-' || request.id, request.id, 'full', request.closed_at
  FROM social_interagency_request request
 WHERE request.closed_at IS NOT NULL
ON CONFLICT DO NOTHING
"""


def measure(env, region):
    """Yield the three figures of a workbook with all that is read for it."""
    _prepare(env, region)
    env = env(user=region.head.id, su=False, context={"tz": "Europe/Moscow"})

    def make():
        _order(env)._do_make()
        env.cr.rollback()
        env.invalidate_all()

    yield _measure_memory(make)
    rows = _read(env)
    ours, bare = in_turn(make, lambda: _write_bare(rows), rounds=ROUNDS)
    yield Result(
        f"workbook of {len(rows):,} × {len(rows[0])}, against a bare loop",
        ours / bare,
        1.3,
        False,
        f"{ours:.1f} s against {bare:.1f} s",
    )
    theirs = seconds(lambda: _export_list(env))
    yield Result(
        "the same workbook against Odoo's list export",
        ours / theirs,
        1,
        False,
        f"{ours:.1f} s against {theirs:.1f} s",
    )


def _prepare(env, region):
    """Fill the table; each request gets two lines and, when closed, an answer."""
    fill(env, region, ROWS + 1)  # the first one is a draft
    region.head.group_ids += env.ref("base.group_allow_export")
    env.cr.execute(SQL(LINES, tuple(region.types[:2].ids)))
    env.cr.execute(SQL(ANSWERS))
    env.cr.execute("ANALYZE")
    env.cr.commit()


def _order(env):
    order = env["social.workbook.order"].create({})
    workbooks = env["social.workbook"]
    workbook = workbooks._unlocked().create(
        {**order._prepare_workbook(), "participant_id": False}
    )
    return workbooks.browse(workbook.id)._as_owner()


def _read(env):
    [table] = _order(env)._get_tables()
    rows = [row for page in table.pages for row in page]
    env.cr.rollback()
    return rows


def _measure_memory(work):
    """Measure how far the peak of a first run is above what was there before it."""
    Path("/proc/self/clear_refs").write_text("5")
    before = _get_peak()
    work()
    growth = (_get_peak() - before) / 1024
    return Result(
        f"memory growth of the workbook, against {MEMORY_LIMIT} MB",
        growth / MEMORY_LIMIT,
        1,
        False,
        f"{growth:.0f} MB",
    )


def _get_peak():
    """Return the greatest resident size since the last reset, in kB."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1])


def _write_bare(rows):
    options = {"constant_memory": True, "default_date_format": "dd.mm.yyyy hh:mm"}
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        book = xlsxwriter.Workbook(file.name, options)
        sheet = book.add_worksheet()
        for row, values in enumerate(rows):
            for place, value in enumerate(values):
                sheet.write(row, place, value)
        book.close()


def _export_list(env):
    """Do what the server does when all rows of the list are exported."""
    requests = env["social.interagency.request"].search([("sent_at", "!=", False)])
    fields = [{"name": name, "label": name, "type": "char"} for name in EXPORTED]
    with patch.object(export, "request", SimpleNamespace(env=env)):
        rows = requests.export_data(EXPORTED)["datas"]
        export.ExcelExport().from_data(fields, EXPORTED, rows)
    env.cr.rollback()
    env.invalidate_all()
