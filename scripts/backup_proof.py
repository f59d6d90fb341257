"""What proves that a restored database is the one of its backup."""

import hashlib
import subprocess
import tempfile

from scripts import console, python_env
from scripts.paths import ROOT
from scripts.snapshot import count_rows

_VERIFIER = ROOT / "scripts" / "verify_journal.py"
_SEAL = "number: {}\ndigest: {}\nsealed_at: {}\n"


def check_rows(archive, database):
    """Refuse a database whose tables have more or fewer rows than the backup says."""
    found = count_rows(lambda sql: database.query(sql).splitlines())
    expected = archive.manifest["tables"]
    for table in sorted(found.keys() | expected.keys()):
        if found.get(table) != expected.get(table):
            raise console.Failure(
                f"The restored table {table} has {found.get(table, 'no')} rows instead "
                f"of {expected.get(table, 'no')}: take another backup; nothing was "
                "restored."
            )


def check_files(archive, folder):
    """Refuse files on the disk that are not those of the backup."""
    for name, digest in archive.get_file_digests().items():
        with (folder / name).open("rb") as copy:
            if hashlib.file_digest(copy, "sha256").hexdigest() != digest:
                raise console.Failure(
                    f"The restored file {folder / name} is not that of the backup: "
                    "check the disk and run the command again; nothing was restored."
                )


def verify_journal(archive, database):
    """Return exit code and sentence of the auditor's verifier, or None without one."""
    if not archive.manifest["seal"]:
        return None
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as seal:
        seal.write(_SEAL.format(*archive.manifest["seal"]))
        seal.flush()
        dsn = f"dbname={database.name}"
        result = subprocess.run(
            [python_env.PYTHON, _VERIFIER, "--dsn", dsn, "--seal", seal.name],
            env=database.odoo.environment,
            capture_output=True,
            text=True,
            check=False,
        )
    return result.returncode, (result.stdout or result.stderr).strip()
