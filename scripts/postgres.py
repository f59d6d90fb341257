"""The database server: a named one, else a private cluster of this checkout."""

import configparser
import os

from scripts import process, system
from scripts.cluster import Cluster, find_binaries
from scripts.paths import CONFIG

_VARIABLES = {
    "db_host": "PGHOST",
    "db_port": "PGPORT",
    "db_user": "PGUSER",
    "db_password": "PGPASSWORD",
}


def ensure():
    """Make a server answer and return the variables that lead to it."""
    named = _named_server()
    if named is not None:
        system.require("postgresql-client")
        _check_named(named)
        return named
    system.require("postgresql-client", "postgresql")
    cluster = Cluster()
    cluster.ensure()
    return cluster.variables


def stop():
    """Stop the private cluster if there is one."""
    if _named_server() is None and find_binaries():
        Cluster().stop()


def _named_server():
    variables = {**_configured(), **_environment()}
    return variables if {"PGHOST", "PGSERVICE"} & variables.keys() else None


def _environment():
    return {name: value for name, value in os.environ.items() if name[:2] == "PG"}


def _configured():
    parser = configparser.RawConfigParser()
    parser.read(CONFIG)
    options = dict(parser.items("options")) if parser.has_section("options") else {}
    return {
        variable: options[option]
        for option, variable in _VARIABLES.items()
        if options.get(option, "False") not in ("", "False")
    }


def _check_named(variables):
    process.run(
        ["psql", "-d", "postgres", "-Atc", "SELECT 1"],
        "The PostgreSQL server named by PG* or odoo.conf does not answer: correct the "
        "address and the password, or unset them to use a private server.",
        env={**os.environ, **variables},
    )
