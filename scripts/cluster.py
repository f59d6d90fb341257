"""Private clusters of PostgreSQL: they listen on unix sockets only."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

from scripts import console, process
from scripts.paths import CHECKOUT, HOME

# A refused statement would put the row, and with it a citizen's name, into the log.
_CONFIGURATION = """
listen_addresses = ''
shared_buffers = 256MB
log_error_verbosity = terse
log_min_error_statement = panic
"""
# A long reading on the replica is not cut off by what the primary cleans up.
_FOLLOWING = """
hot_standby_feedback = on
"""
# A path of a unix socket may have 107 characters.
_SOCKET_NAME = "/.s.PGSQL.5432"
_SOCKET_LIMIT = 107
_ROLE = "social"
_OWNER = "postgres"
_PORT = "5432"
_SLOT = "replica"


def find_binaries():
    """Return the folder of the newest server programs on the machine, or None."""
    found = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    newest = max(found, key=lambda path: float(path.parts[-3]), default=None)
    program = newest or shutil.which("postgres")
    return Path(program).resolve().parent if program else None


class Cluster:
    """A cluster that listens on a unix socket only, in a folder nobody else enters.

    :param name: tells the cluster of daily work from those of a region
    """

    def __init__(self, name=""):
        self.name = "-".join(filter(None, ("postgres", name)))
        self._suffix = f"-{name}" if name else ""
        self.binaries = find_binaries()
        self.folder = self._choose_folder()
        self.files = self.folder / "data"
        self.socket = self._choose_socket()
        self.variables = {"PGHOST": str(self.socket), "PGPORT": _PORT, "PGUSER": _ROLE}

    def ensure(self):
        if not self._answers():
            if not (self.files / "PG_VERSION").exists():
                self._create()
            self._start()
        self._make_role()

    def stop(self):
        if self._answers():
            self._run("pg_ctl", "stop", "-D", self.files, "-m", "fast", "-w")

    def kill(self):
        """Kill all processes of the cluster at once, as a power cut does."""
        lock = self.files / "postmaster.pid"
        postmaster = int(lock.read_text().split()[0])
        family = [postmaster, *process.children(postmaster)]
        process.kill(family)
        # A dead process that nobody buries still holds its number, and so its locks.
        for path in (lock, Path(f"{self.socket}{_SOCKET_NAME}.lock")):
            path.unlink(missing_ok=True)

    def remove(self):
        """Kill the cluster and remove it with all its databases."""
        if self.binaries and self._answers():
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def query(self, sql):
        """Return what the cluster's own superuser reads, as psql prints it."""
        return process.run(
            ["psql", "-XAtq", "-d", "postgres", "-c", sql],
            f"PostgreSQL in {self.folder} refuses a statement of its owner: remove "
            "the folder and run the command again.",
            env={**os.environ, **self.variables, "PGUSER": _OWNER},
        ).strip()

    def _choose_folder(self):
        if os.geteuid() != 0 or self._owner_reaches(HOME):
            return HOME / self.name
        return Path("/var/lib") / f"social-{CHECKOUT}{self._suffix}"

    def _owner_reaches(self, folder):
        """Tell whether the server's own user may enter: not so below /root."""
        command = ["runuser", "-u", _OWNER, "--", "test", "-x", str(folder)]
        return subprocess.run(command, cwd="/", check=False).returncode == 0

    def _choose_socket(self):
        socket = self.folder / "socket"
        if len(f"{socket}{_SOCKET_NAME}") > _SOCKET_LIMIT:
            return Path(f"/tmp/social-{CHECKOUT}{self._suffix}")
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
        socket = f"-p {_PORT} -c unix_socket_directories='{self.socket}'"
        self._run(
            "pg_ctl", "start", "-D", self.files, "-l", log, "-w", "-s", "-o", socket
        )

    def _make_role(self):
        sql = (
            f"SELECT 'CREATE ROLE {_ROLE} LOGIN CREATEDB' WHERE NOT EXISTS "
            f"(SELECT FROM pg_roles WHERE rolname = '{_ROLE}') \\gexec"
        )
        command = ["psql", "-h", str(self.socket), "-p", _PORT, "-U", _OWNER, "-q"]
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
            log=self.name,
            cwd="/",
        )


class Primary(Cluster):
    """A cluster that streams what it writes to a replica."""

    def allow_replica(self):
        """Keep what a replica has missed, but never so much that the disk fills."""
        self.query("ALTER SYSTEM SET max_slot_wal_keep_size = '2GB'")
        self.query("SELECT pg_reload_conf()")
        self.query(
            f"SELECT pg_create_physical_replication_slot('{_SLOT}') WHERE NOT EXISTS "
            f"(SELECT FROM pg_replication_slots WHERE slot_name = '{_SLOT}')"
        )


class Replica(Cluster):
    """A read-only copy of a primary that follows it by streaming.

    :param primary: the running ``Primary``
    """

    def __init__(self, name, primary):
        super().__init__(name)
        self.primary = primary

    def ensure(self):
        if not self._answers():
            if not (self.files / "standby.signal").exists():
                self._create()
            self._start()

    def lag(self):
        """Return how many bytes of the primary the replica has not replayed yet."""
        position = self.primary.query("SELECT pg_current_wal_lsn()")
        return int(
            self.query(f"SELECT '{position}'::pg_lsn - pg_last_wal_replay_lsn()")
        )

    def _create(self):
        console.step("Copying the PostgreSQL cluster into a replica")
        self.primary.allow_replica()
        self._make_folder(self.folder)
        shutil.rmtree(self.files, ignore_errors=True)
        source = ["-h", self.primary.socket, "-p", _PORT, "-U", _OWNER, "-S", _SLOT]
        how = ["--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast"]
        self._run("pg_basebackup", "-D", self.files, *source, *how)
        with (self.files / "postgresql.conf").open("a") as configuration:
            configuration.write(_FOLLOWING)
