"""One moment of a database, seen by several programs while people work on."""

import os
import subprocess

from scripts import console

_END = "-- end of the answer --"
# A lock of this kind lets everybody work and keeps Odoo from sweeping files away
# that the moment still names: the sweep gives up and comes again the next day.
_OPEN = """
BEGIN ISOLATION LEVEL REPEATABLE READ;
LOCK TABLE ir_attachment IN ROW EXCLUSIVE MODE;
SELECT pg_export_snapshot()
"""
_TABLES = """
SELECT string_agg(
    format('SELECT %L, count(*) FROM %I.%I', relname, nspname, relname),
    ' UNION ALL ' ORDER BY relname
)
FROM pg_class JOIN pg_namespace space ON space.oid = relnamespace
WHERE relkind IN ('r', 'p') AND nspname = 'public'
"""
_FILES = (
    "SELECT DISTINCT store_fname FROM ir_attachment "
    "WHERE store_fname IS NOT NULL ORDER BY 1"
)
_VERSIONS = (
    "SELECT name, latest_version FROM ir_module_module "
    "WHERE state = 'installed' ORDER BY name"
)
_SEAL = (
    "SELECT number, digest, to_char(sealed_at, 'YYYY-MM-DD HH24:MI:SS') "
    "FROM social_journal_seal ORDER BY number DESC LIMIT 1"
)


class Snapshot:
    """A transaction that is held open in psql; use it in a `with` block."""

    def __init__(self, database):
        self.database = database
        self.psql = None
        self.identifier = None

    def __enter__(self):
        self.psql = subprocess.Popen(
            ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", self.database.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**self.database.odoo.environment, "PGAPPNAME": "social backup"},
        )
        try:
            [self.identifier] = self.query(_OPEN)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_error):
        self.psql.stdin.close()
        self.psql.stdout.close()
        self.psql.terminate()
        self.psql.wait()

    def query(self, sql):
        """Return the lines that PostgreSQL answers."""
        try:
            self.psql.stdin.write(f"{sql};\n\\echo {_END}\n")
            self.psql.stdin.flush()
        except BrokenPipeError:
            raise self._get_failure() from None
        return list(self._read())

    def dump(self, *options):
        """Return a running pg_dump of this moment whose output is to be read."""
        moment = f"--snapshot={self.identifier}"
        return subprocess.Popen(
            ["pg_dump", "-Fc", moment, *options, self.database.name],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.database.odoo.environment,
        )

    def count_rows(self):
        """Return how many rows each table has."""
        return count_rows(self.query)

    def list_files(self):
        """Return the names in the folder of files that attachments need."""
        return self.query(_FILES)

    def get_versions(self):
        """Return ``{addon: installed version}``."""
        return dict(row.split("|") for row in self.query(_VERSIONS))

    def get_seal(self):
        """Return number, digest and moment of the newest seal, or None."""
        if self.query("SELECT to_regclass('social_journal_seal')") == [""]:
            return None
        rows = self.query(_SEAL)
        return rows[0].split("|") if rows else None

    def _read(self):
        for line in self.psql.stdout:
            text = line.rstrip(os.linesep)
            if text == _END:
                return
            yield text
        raise self._get_failure()

    def _get_failure(self):
        return console.Failure(
            f"PostgreSQL broke off reading the database “{self.database.name}”: look "
            "into its log and run the command again."
        )


def count_rows(query):
    """Return ``{table: number of rows}`` of the database that `query` reads."""
    [union] = query(_TABLES)
    return {
        table: int(number)
        for table, number in (row.rsplit("|", 1) for row in query(union))
    }
