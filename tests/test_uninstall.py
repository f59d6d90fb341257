"""An addon without papers goes and leaves no trace; one with papers stays."""

import os
import subprocess
import sys

import psycopg2
import pytest
import schema
from rpc import Client, Fault

from scripts import addons
from scripts.database import Database, template
from scripts.odoo import Odoo
from scripts.odoo_log import OdooLog
from scripts.paths import ROOT
from scripts.server import Server, free_port

MODULE = "ir.module.module"
LOWEST = "social_interagency"
UPPER = ("social_control", "social_support")
VERIFIER = ROOT / "scripts" / "verify_journal.py"
RUSSIAN = set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
_PORTS = 8569


def describe(database):
    connection = psycopg2.connect(dbname=database.name)
    try:
        return schema.describe(connection.cursor())
    finally:
        connection.close()


def count_broken(database, table, column):
    """Return how many records of Odoo name a model that is gone."""
    return database.query(
        f"SELECT count(*) FROM {table} WHERE {column} LIKE 'social.%' "
        f"AND {column} NOT IN (SELECT model FROM ir_model)"
    ).strip()


@pytest.fixture(scope="module")
def lonely(database_name):
    """Return a database without papers and what it was before the upper addons."""
    odoo = Odoo(dict(os.environ))
    database = Database(odoo, f"{database_name}_lonely")
    database.clone(template(odoo))
    database.install([LOWEST])
    alone = describe(database)
    database.install(UPPER)
    yield database, alone
    database.drop()


@pytest.fixture(scope="module")
def server(lonely):
    server = Server("test-uninstall")
    server.stop()
    server.log.unlink(missing_ok=True)
    server.address_now = server.start(lonely[0], free_port(_PORTS))
    yield server
    server.stop()


def uninstall(client, name):
    [addon] = client.call(MODULE, "search", [["name", "=", name]])
    client.call(MODULE, "button_immediate_uninstall", [addon])


def get_states(client):
    rows = client.call(
        MODULE, "search_read", [["name", "in", addons.names()]], ["name", "state"]
    )
    return {row["name"]: row["state"] for row in rows}


def grant(client, *groups):
    rows = client.call(
        "ir.model.data",
        "search_read",
        [["module", "=", LOWEST], ["name", "in", groups]],
        ["res_id"],
    )
    commands = [[4, row["res_id"]] for row in rows]
    client.call("res.users", "write", [client.uid], {"group_ids": commands})


def test_the_upper_addons_go_one_by_one_and_leave_no_trace(lonely, server):
    database, alone = lonely
    full = describe(database)
    assert len(full - alone) > 1000
    for name in UPPER:
        client = Client(server.address_now, database.name, "admin", "admin")
        uninstall(client, name)
        client = Client(server.address_now, database.name, "admin", "admin")
        assert get_states(client)[name] == "uninstalled"
        assert client.get("/odoo")[0] == 200
        assert client.get("/web/webclient/load_menus")[0] == 200
    left = describe(database)
    assert sorted(left - alone) == []
    assert sorted(alone - left) == []
    for table, column in (
        ("ir_ui_view", "model"),
        ("ir_act_window", "res_model"),
        ("ir_attachment", "res_model"),
        ("mail_activity_type", "res_model"),
    ):
        assert count_broken(database, table, column) == "0", table


def test_what_is_left_works_and_its_journal_is_whole(lonely, server):
    database, _alone = lonely
    client = Client(server.address_now, database.name, "admin", "admin")
    jobs = client.call("ir.cron", "search", [["cron_name", "ilike", "nteragency"]])
    jobs += client.call("ir.cron", "search", [["model_id.model", "=like", "social.%"]])
    assert jobs
    for job in set(jobs):
        client.call("ir.cron", "method_direct_trigger", [job])
    grant(client, "group_auditor", "group_administrator")
    assert client.call("social.interagency.request", "search_count", []) == 0
    assert client.call("social.interagency.calendar", "search_count", []) == 1
    shown = client.call("social.journal.seal", "action_verify", [])
    assert shown["params"]["type"] == "success"
    result = subprocess.run(
        [sys.executable, VERIFIER, "--dsn", f"dbname={database.name}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    bad = [row for row in OdooLog(server.log).records if row["level"] not in ("INFO",)]
    assert not bad


@pytest.mark.parametrize("name", [*UPPER, LOWEST, "portal"])
def test_an_addon_with_papers_stays(address, database_name, name):
    client = Client(address, database_name, "admin", "admin")
    before = get_states(client)
    with pytest.raises(Fault) as refusal:
        uninstall(client, name)
    sentence = str(refusal.value)
    assert refusal.value.kind == "UserError"
    assert "уничтожит доказательства" in sentence
    assert "\n" not in sentence
    assert RUSSIAN & set(sentence)
    assert get_states(client) == before
    assert set(before.values()) == {"installed"}
