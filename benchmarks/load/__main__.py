"""Fill a database: ``python -m benchmarks.load REQUESTS``, by ``./social load``."""

import importlib
import logging
import os
import sys
from pathlib import Path

import psycopg2
from stdnum.ru import inn

from odoo import SUPERUSER_ID, api
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tools import config

from benchmarks.load.progress import Progress
from benchmarks.load.tables import PREFIXES

REQUEST = "social_interagency_request"
# So many requests go to a participant in three years.
PER_PARTICIPANT = 1000
FEWEST = 30
# So many requests go with one officer of the kind; a curator has some 50 families.
PER_OFFICER = {"clerk": 20_000, "curator": 1_000}
# One copy of so many holds papers of these days besides closed ones.
CURRENT = 50
WEEKS = 104
# Strides that spread copies evenly over weeks and shares.
_STRIDES = {"current": CURRENT, "weeks": WEEKS, "week": 37, "share": 389}
_PEERS = """
INSERT INTO load.peer
SELECT one.id, array_agg(other.id ORDER BY other.id)
  FROM social_interagency_participant one
  JOIN social_interagency_participant other USING (kind)
 WHERE one.active AND other.active AND kind != 'regional_authority'
 GROUP BY one.id
"""
_COPIES = """
INSERT INTO load.copy (k, moved, is_current, place)
SELECT k,
       make_interval(days => CASE WHEN k %% %(current)s = 0 THEN 0
                             ELSE -7 * (1 + k * %(week)s %% %(weeks)s) END),
       k %% %(current)s = 0,
       k * %(share)s %% 1000
  FROM generate_series(0, %(copies)s - 1) AS k
"""


def main(size):
    """Fill the database until it holds ``size`` requests; go on where it stopped."""
    database = os.environ["SOCIAL_DB"]
    config.parse_config(["-d", database])
    logging.disable(logging.WARNING)
    with Registry(database).cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        env = api.Environment(cursor, SUPERUSER_ID, {})
        if not _is_prepared(cursor):
            _create_participants(env, size)
            _prepare(cursor, size, _create_officers(env, size))
            cursor.commit()
        _make_cloner(cursor).run(Progress("Бумаги"))
        _analyze(database)
        _seal(env)
        cursor.commit()
        _analyze(database)


def _make_cloner(cursor):
    """Import what reads modules of the addons: they are there with the registry."""
    return importlib.import_module("benchmarks.load.cloner").Cloner(cursor)


def _is_prepared(cursor):
    cursor.execute("SELECT to_regclass('load.copy') IS NOT NULL")
    return cursor.fetchone()[0]


def _create_participants(env, size):
    """Let each kind of participants grow as far as the region needs."""
    participants = env["social.interagency.participant"]
    kinds = participants.search([("kind", "!=", "regional_authority")]).mapped("kind")
    missing = max(FEWEST, size // PER_PARTICIPANT) - participants.search_count([])
    participants.create(
        [_prepare_participant(number, kinds) for number in range(max(missing, 0))]
    )


def _prepare_participant(number, kinds):
    body = f"98{number:07d}"
    return {
        "name": f"Участник нагрузочной пробы № {number + 1}",
        "kind": kinds[number % len(kinds)],
        "inn": body + inn.calc_company_check_digit(body),
        "email": f"load{number + 1}@example.org",
        "phone": "+7 000 000-00-00",
    }


def _create_officers(env, size):
    """Give the clerk and the curator colleagues; return ``{user: colleagues}``."""
    officers = {}
    for login, papers in PER_OFFICER.items():
        user = env["res.users"].search([("login", "=", login)])
        colleagues = user.create(
            [_prepare_officer(user, place) for place in range(size // papers)]
        )
        officers[user.id] = (user | colleagues).ids
    return officers


def _prepare_officer(user, place):
    return {
        "name": f"{user.name} ({place + 1})",
        "login": f"{user.login}-{place + 1}",
        "email": f"{user.login}{place + 1}@example.org",
        "lang": user.lang,
        "tz": user.tz,
        "group_ids": [Command.set(user.group_ids.ids)],
        "social_participant_ids": [Command.set(user.social_participant_ids.ids)],
    }


def _prepare(cursor, size, officers):
    """Note what is copied, and how often."""
    cursor.execute(Path(__file__).with_name("functions.sql").read_text("utf-8"))
    cursor.execute("INSERT INTO load.surname VALUES (%s)", [list(PREFIXES)])
    for row in officers.items():
        cursor.execute("INSERT INTO load.officer VALUES (%s, %s)", row)
    cursor.execute(_PEERS)
    cloner = _make_cloner(cursor)
    cloner.note_pattern()
    closed, current = (cloner.count(REQUEST, is_open) for is_open in (False, True))
    cursor.execute(f"SELECT count(*) FROM {REQUEST}")
    missing = size - cursor.fetchone()[0]
    copies = -(-missing * CURRENT // (closed * CURRENT + current))
    cursor.execute(_COPIES, {**_STRIDES, "copies": max(copies, 0)})


def _seal(env):
    """Seal the journals block by block, as the job does."""
    seals = env["social.journal.seal"]
    progress, total, done = Progress("Печати журналов"), seals._count_waiting(), 0
    while seal := seals._seal():
        env.cr.commit()
        done += seal.entry_count
        progress.show(done, total)


def _analyze(database):
    connection = psycopg2.connect(dbname=database)
    connection.autocommit = True
    connection.cursor().execute("VACUUM ANALYZE")
    connection.close()


if __name__ == "__main__":
    main(int(sys.argv[1]))
