"""Measure one database: ``python -m benchmarks.scale FILE [ROUNDS]``.

Writes a JSON list of rows: name, p50 and p95 in seconds, queries of a call, the same of
a list of two rows, megabytes.
"""

import json
import logging
import os
import re
import statistics
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

from benchmarks.scale.deeds import Deeds, do
from benchmarks.scale.screens import Screens
from benchmarks.scale.session import Refused

ROUNDS = 10


def main(path, rounds=ROUNDS):
    """Measure all screens and deeds; write the rows to ``path``.

    :param rounds: how often each screen is opened; with one, deeds are left out
    """
    database = os.environ["SOCIAL_DB"]
    config.parse_config(["-d", database])
    logging.disable(logging.CRITICAL)
    with Registry(database).cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        rows = list(_measure_screens(Screens(env, database), int(rounds)))
        if int(rounds) > 1:
            with _unsaved(env):
                rows += [_measure_deed(env, deed) for deed in Deeds(env, database)]
    Path(path).write_text(json.dumps(rows, ensure_ascii=False), "utf-8")


@contextmanager
def _unsaved(env):
    """Let jobs that save their progress leave nothing behind."""
    with patch.object(type(env["ir.cron"]), "_commit_progress", lambda *_a, **_k: 1):
        yield


def _measure_screens(screens, rounds):
    """Yield rows; a form that opens only with a stated purpose is left out."""
    for screen in screens:
        with suppress(Refused):
            screen.call()
            yield _measure_screen(screen, rounds)


def _measure_screen(screen, rounds):
    answers = [screen.call() for _round in range(rounds)]
    seconds = [answer.seconds for answer in answers]
    row = _describe(screen.name, seconds, max(one.queries for one in answers))
    return row | {"few": screen.few().queries if screen.few else None}


def _measure_deed(env, deed):
    measured = do(env, deed)
    seconds = [took / deed.count for took, _queries in measured]
    row = _describe(deed.name, seconds, max(queries for _took, queries in measured))
    return row | {"grows": deed.grows}


def _describe(name, seconds, queries):
    ordered = sorted(seconds)
    row = {
        "name": name,
        "p50": statistics.median(ordered),
        "p95": ordered[max(0, round(len(ordered) * 0.95) - 1)],
        "queries": queries,
        "memory": _get_peak(),
    }
    print(
        f"{name:<60} {row['p50'] * 1000:9.1f} ms {row['p95'] * 1000:9.1f} ms "
        f"{queries:5} {row['memory']:6.0f} MB",
        flush=True,
    )
    return row


def _get_peak():
    """Return the greatest resident size so far, in megabytes."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
