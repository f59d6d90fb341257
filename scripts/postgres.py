"""The database server: a named one, else a private cluster of this checkout."""

import configparser
import os
import pwd
import shutil
import subprocess
from pathlib import Path

from scripts import console, process, system
from scripts.paths import CHECKOUT, CONFIG, HOME

# A path of a unix socket may have 107 characters.
# A refused statement would put the row, and with it a citizen's name, into the log.
_CONFIGURATION = """
listen_addresses = ''
shared_buffers = 256MB
log_error_verbosity = terse
log_min_error_statement = panic
"""
_SOCKET_NAME = "/.s.PGSQL.5432"
_SOCKET_LIMIT = 107
_ROLE = "social"
_OWNER = "postgres"
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
    cluster = _Cluster()
    cluster.ensure()
    return cluster.variables


def stop():
    """Stop the private cluster if there is one."""
    if _named_server() is None and _binaries():
        _Cluster().stop()


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


def _binaries():
    """Return the folder of the newest server programs on the machine, or None."""
    found = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    newest = max(found, key=lambda path: float(path.parts[-3]), default=None)
    program = newest or shutil.which("postgres")
    return Path(program).resolve().parent if program else None


class _Cluster:
    """A cluster that listens on a unix socket only, in a folder nobody else enters."""

    def __init__(self):
        self.binaries = _binaries()
        self.folder = self._choose_folder()
        self.files = self.folder / "data"
        self.socket = self._choose_socket()
        self.variables = {"PGHOST": str(self.socket), "PGUSER": _ROLE}

    def ensure(self):
        if not self._answers():
            if not (self.files / "PG_VERSION").exists():
                self._create()
            self._start()
        self._make_role()

    def stop(self):
        if self._answers():
            self._run("pg_ctl", "stop", "-D", self.files, "-m", "fast", "-w")

    def _choose_folder(self):
        if os.geteuid() != 0 or self._owner_reaches(HOME):
            return HOME / "postgres"
        return Path("/var/lib") / f"social-{CHECKOUT}"

    def _owner_reaches(self, folder):
        """Tell whether the server's own user may enter: not so below /root."""
        command = ["runuser", "-u", _OWNER, "--", "test", "-x", str(folder)]
        return subprocess.run(command, cwd="/", check=False).returncode == 0

    def _choose_socket(self):
        socket = self.folder / "socket"
        if len(f"{socket}{_SOCKET_NAME}") > _SOCKET_LIMIT:
            return Path(f"/tmp/social-{CHECKOUT}")
        return socket

    def _answers(self):
        command = ["psql", "-d", "postgres", "-Atc", "SELECT 1"]
        environment = {**os.environ, **self.variables, "PGUSER": _OWNER}
        result = subprocess.run(
            command, env=environment, capture_output=True, check=False
        )
        return result.returncode == 0

    def _create(self):
        console.step("Creating a PostgreSQL cluster of this checkout")
        self._make_folder(self.folder)
        shutil.rmtree(self.files, ignore_errors=True)
        options = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        self._run("initdb", "-D", self.files, "-U", _OWNER, *options)
        with (self.files / "postgresql.conf").open("a") as configuration:
            configuration.write(_CONFIGURATION)

    def _start(self):
        console.step("Starting PostgreSQL")
        self._make_folder(self.socket)
        log = self.folder / "postgres.log"
        socket = f"-c unix_socket_directories='{self.socket}'"
        self._run(
            "pg_ctl", "start", "-D", self.files, "-l", log, "-w", "-s", "-o", socket
        )

    def _make_role(self):
        sql = (
            f"SELECT 'CREATE ROLE {_ROLE} LOGIN CREATEDB' WHERE NOT EXISTS "
            f"(SELECT FROM pg_roles WHERE rolname = '{_ROLE}') \\gexec"
        )
        command = ["psql", "-h", str(self.socket), "-U", _OWNER, "-q"]
        process.run(
            command,
            "The private PostgreSQL does not accept its role: remove the folder "
            f"{self.folder} and run the command again.",
            input=sql,
        )

    def _make_folder(self, folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.geteuid() == 0:
            owner = pwd.getpwnam(_OWNER)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        elif folder.stat().st_uid != os.geteuid():
            raise console.Failure(
                f"{folder} belongs to another user: remove it or set SOCIAL_HOME."
            )

    def _run(self, program, *arguments):
        command = [str(self.binaries / program), *map(str, arguments)]
        if os.geteuid() == 0:
            command = ["runuser", "-u", _OWNER, "--", *command]
        process.run(
            command,
            f"The private PostgreSQL failed at “{program}”: mend the cause named in "
            "the log and run the command again",
            log="postgres",
            cwd="/",
        )
