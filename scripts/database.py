"""A database from its creation to its removal, with the files that belong to it."""

import shutil
from pathlib import Path

from scripts import addons, console, process
from scripts.paths import CHECKOUT, HOME

_READY = "social: ready"
_UNFINISHED = "social: being prepared"
_DEMO = Path(__file__).parent / "inside" / "load_demo.py"


class Database:
    def __init__(self, odoo, name):
        self.odoo = odoo
        self.name = name
        self.files = odoo.data / "filestore" / name

    def is_ready(self):
        """Tell whether the database is whole; one that is half made is removed."""
        mark = self._mark()
        if mark == _UNFINISHED:
            self.drop()
        if mark in (_UNFINISHED, None):
            return False
        if mark != _READY:
            raise console.Failure(
                f"The server already has another database “{self.name}”: set "
                "SOCIAL_DB to a name that is free."
            )
        return True

    def exists(self):
        """Tell whether there is a whole database, this command's own or another."""
        return self._mark() not in (_UNFINISHED, None)

    def is_unfinished(self):
        """Tell whether a command was cut off, or still is, making the database."""
        return self._mark() == _UNFINISHED

    def create(self, modules):
        """Create the database with those modules, in Russian, without demo data."""
        self.create_empty()
        self.query("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        self.install(modules, "--load-language=ru_RU")

    def create_empty(self):
        """Create a database that counts as unfinished until `finish`."""
        self._create("ENCODING 'unicode' LC_COLLATE 'C' TEMPLATE template0")

    def clone(self, template):
        self._create(f'TEMPLATE "{template.name}"')
        if template.files.exists():
            shutil.copytree(template.files, self.files, dirs_exist_ok=True)

    def copy(self, source):
        """Become a copy of a database of another server."""
        self.create_empty()
        folder = HOME / f"dump-{self.name}"
        shutil.rmtree(folder, ignore_errors=True)
        self._carry("pg_dump", source, "-Fd", "-j2", "-Z0", "-f", folder)
        self._carry("pg_restore", self, "-j2", "--no-owner", folder)
        shutil.rmtree(folder)
        shutil.copytree(source.files, self.files, dirs_exist_ok=True)

    def _carry(self, program, database, *arguments):
        process.run(
            [program, "-d", database.name, *map(str, arguments)],
            f"The database “{self.name}” is not copied: free the disk and run the "
            "command again.",
            env=database.odoo.environment,
        )

    def install(self, modules, *options):
        self._load("init", modules, options)

    def update(self, modules, *options):
        self._load("update", modules, options)

    def load_demo(self):
        """Load the demo data of our addons, and of no other module."""
        self.odoo.execute(
            self.name,
            _DEMO,
            "The demo data do not load: mend the cause named at the end of the log and "
            "run the command again",
            log=f"demo-{self.name}",
        )

    def finish(self):
        self._set_mark(_READY)

    def set_address(self, address):
        """Tell Odoo its own address, by which it reads the style of printed papers."""
        self.query(
            f"UPDATE ir_config_parameter SET value = '{address}' "
            "WHERE key = 'web.base.url'"
        )

    def outdated(self):
        """Return our addons whose installed version is not the one on disk."""
        rows = self.query(
            "SELECT name || ' ' || latest_version FROM ir_module_module "
            "WHERE state = 'installed'"
        )
        installed = dict(row.split(" ", 1) for row in rows.splitlines() if " " in row)
        versions = addons.versions()
        return [name for name in versions if installed.get(name) != versions[name]]

    def drop(self):
        """Drop the database with the connections of the own role.

        PostgreSQL itself sends a worker of autovacuum away; the switch FORCE would
        refuse for its sake, as the worker belongs to another role.
        """
        self._administer(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = '{self.name}' AND usename = current_user"
        )
        self._administer(f'DROP DATABASE IF EXISTS "{self.name}"')
        shutil.rmtree(self.files, ignore_errors=True)

    def query(self, sql):
        return self._psql(self.name, sql)

    def _load(self, action, modules, options):
        names = ",".join(modules)
        self.odoo.run(
            f"Odoo did not load {names}: mend the cause named at the end of the log "
            "and run the command again",
            *("-d", self.name, f"--{action}={names}"),
            *("--stop-after-init", "--no-http", *options),
            log=f"{action}-{self.name}",
        )

    def _create(self, how):
        self.drop()
        self._administer(f'CREATE DATABASE "{self.name}" {how}')
        self._set_mark(_UNFINISHED)

    def _mark(self):
        found = self._administer(
            "SELECT coalesce(shobj_description(oid, 'pg_database'), '-') "
            f"FROM pg_database WHERE datname = '{self.name}'"
        )
        return found.strip() or None

    def _set_mark(self, mark):
        self._administer(f"COMMENT ON DATABASE \"{self.name}\" IS '{mark}'")

    def _administer(self, sql):
        return self._psql("postgres", sql)

    def _psql(self, database, sql):
        return process.run(
            ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql],
            f"PostgreSQL refuses a statement on the database “{self.name}”: give its "
            "role the right CREATEDB and run the command again.",
            env=self.odoo.environment,
        )


def template(odoo):
    """Return the database that others are copied from: Odoo's own modules, Russian."""
    database = Database(odoo, f"social_{CHECKOUT}_template")
    if not database.is_ready():
        console.step("Creating the database that the others are copied from")
        database.create(addons.foundation())
        database.finish()
    return database
