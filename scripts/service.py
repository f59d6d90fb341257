"""The daily life of the installation: run, stop, reset, shell."""

import csv
import os
import subprocess

from scripts import addons, console, postgres, python_env, setup
from scripts import backup as backups
from scripts.database import Database
from scripts.paths import ADDONS, ROOT
from scripts.server import USUAL_PORT, Server, chosen_port

_LOGINS = "*/demo/logins.csv"
_DATABASE = os.environ.get("SOCIAL_DB") or "social"


def run():
    """Start Odoo on its database; create what is missing, keep what is there."""
    odoo = setup.prepare()
    database = Database(odoo, _DATABASE)
    server = Server(_DATABASE)
    if not database.is_ready():
        server.stop()
        _create(database)
    elif outdated := database.outdated():
        server.stop()
        console.step(f"Updating {', '.join(outdated)}")
        database.update(outdated)
    if known := server.running():
        address = server.address(known["port"])
    else:
        address = _start(database, server)
    _tell(address)


def stop():
    was_running = Server(_DATABASE).stop()
    postgres.stop()
    console.done("Odoo is stopped" if was_running else "Odoo was not running")


def reset(is_confirmed):
    """Remove the database with all that was entered into it."""
    if not is_confirmed and not _confirms():
        console.done("Nothing is removed")
        return
    Server(_DATABASE).stop()
    Database(setup.prepare(), _DATABASE).drop()
    console.done("The database is removed; ./social run makes a new one")


def backup(path):
    """Copy the database with its files while people work; return the exit code."""
    return backups.backup(Database(setup.prepare(), _DATABASE), path)


def restore(path, name):
    """Make the database, or another of that name, of a backup."""
    return backups.restore(Database(setup.prepare(), name or _DATABASE), path)


def shell(arguments):
    odoo = setup.prepare()
    if not Database(odoo, _DATABASE).is_ready():
        raise console.Failure("There is no database yet: type ./social run first.")
    return odoo.call("shell", "-d", _DATABASE, "--no-http", *arguments)


def _create(database):
    modules = addons.names()
    console.step("Creating the database in Russian (about two minutes)")
    database.create(modules)
    console.step("Loading the demo data")
    database.load_demo()
    database.finish()


def _start(database, server):
    port = chosen_port()
    if port != USUAL_PORT and "SOCIAL_PORT" not in os.environ:
        console.step(f"Port {USUAL_PORT} is busy, so Odoo takes {port}")
    console.step("Starting Odoo")
    return server.start(database, port)


def _tell(address):
    console.done(f"Odoo answers at {address}")
    print("\n  Logins of the demo data (never for real work):")
    for login in _logins():
        print(f"    {login['login']:<20} {login['password']:<20} {login['role']}")
    print("\n  Stop: ./social stop")


def _logins():
    """Return the rows of every addon's table of logins."""
    rows = []
    for path in sorted(ADDONS.glob(_LOGINS)):
        with path.open(newline="", encoding="utf-8") as table:
            rows += csv.DictReader(table)
    return rows


def _confirms():
    question = f"Remove the database “{_DATABASE}” and all that is in it? [y/N] "
    try:
        return input(question).strip().lower() in ("y", "yes", "д", "да")
    except EOFError as error:
        raise console.Failure("Nobody can answer here: add --yes.") from error


def serve_fake_smev():
    """Serve the fake adapter in the foreground and return its exit code."""
    setup.prepare()
    command = [python_env.PYTHON, "-m", "scripts.fake_smev"]
    return subprocess.run(command, cwd=ROOT, check=False).returncode
