"""A database of the previous version becomes one of this version and loses nothing."""

import os

import psycopg2
import pytest
import schema
from office import REQUEST, Office
from rpc import Client

from scripts import addons, backup, backup_proof, previous
from scripts.backup_file import Reader
from scripts.database import Database
from scripts.odoo import Odoo
from scripts.odoo_log import OdooLog
from scripts.paths import LOGS
from scripts.server import Server, free_port
from scripts.snapshot import count_rows

_PORTS = 8369


@pytest.fixture(scope="module")
def database(database_name):
    """Return the kept database after the upgrade."""
    database = Database(Odoo(dict(os.environ)), f"{database_name}_upgrade")
    database.drop()
    assert backup.restore(database, previous.KEPT) == 0
    database.update(addons.names())
    yield database
    database.drop()


@pytest.fixture(scope="module")
def kept():
    """Return the backup of the previous version."""
    return Reader(previous.KEPT)


@pytest.fixture(scope="module")
def upgraded_office(database, logins):
    """Return the office of a server over the upgraded database."""
    server = Server("test-upgrade")
    server.stop()
    address = server.start(database, free_port(_PORTS))
    yield Office(lambda login: Client(address, database.name, login, logins[login]))
    server.stop()


def describe(name):
    connection = psycopg2.connect(dbname=name)
    try:
        return schema.describe(connection.cursor())
    finally:
        connection.close()


def query(database):
    return lambda sql: database.query(sql).splitlines()


def test_the_kept_database_is_older_than_each_addon(kept):
    versions = addons.versions()
    assert versions.keys() <= kept.manifest["addons"].keys()
    for name, version in versions.items():
        before = kept.manifest["addons"][name]
        assert _rank(before) < _rank(version), (
            f"{name}: raise the version above {before}"
        )


def test_the_upgrade_says_nothing_bad(database):
    log = OdooLog(LOGS / f"update-{database.name}.log")
    assert log.records
    bad = [row for row in log.records if row["level"] not in ("INFO", "DEBUG")]
    assert not bad


def test_each_addon_has_the_version_of_its_manifest(database):
    assert database.outdated() == []


def test_the_schema_is_that_of_a_fresh_installation(database, database_name):
    upgraded, fresh = describe(database.name), describe(database_name)
    assert len(fresh) > 1000
    assert sorted(upgraded - fresh) == [], "The upgrade leaves these behind."
    assert sorted(fresh - upgraded) == [], "The upgrade does not make these."


def test_nobody_registers_himself_any_more(database):
    scope = database.query(
        "SELECT value FROM ir_config_parameter "
        "WHERE key = 'auth_signup.invitation_scope'"
    )
    assert scope.split() == ["b2b"]


def test_no_row_of_the_papers_is_lost_or_added(database, kept):
    before = {
        table: count
        for table, count in kept.manifest["tables"].items()
        if table.startswith("social_")
    }
    after = count_rows(query(database))
    assert sum(before.values()) > 1000
    assert {table: after.get(table) for table in before} == before


def test_the_journal_is_whole_and_has_the_seal_of_before(database, kept):
    code, sentence = backup_proof.verify_journal(kept, database)
    assert code == 0, sentence
    number, digest, _moment = kept.manifest["seal"]
    assert f"Последняя печать № {number}: {digest}" in sentence


def test_an_old_request_is_read_and_a_new_one_is_sent_and_answered(upgraded_office):
    clerk = upgraded_office.rpc("clerk")
    old = clerk.call(
        REQUEST, "search_read", [["state", "=", "accepted"]], ["name"], limit=1
    )
    assert old[0]["name"]
    events = upgraded_office.events(old[0]["id"])
    assert events[0] == "created"
    assert events[-1] == "accepted"
    request, _answer, _file = upgraded_office.answer()
    assert upgraded_office.state(request) == "answered"
    assert "sent" in upgraded_office.events(request)


def _rank(version):
    return [int(part) for part in version.split(".")]
