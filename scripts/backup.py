"""Backup and restore: the database and its files of one moment in one archive."""

import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from scripts import backup_proof as proof
from scripts import console
from scripts.backup_file import DUMP, FILES, Reader, is_packed, writing
from scripts.paths import HOME
from scripts.snapshot import Snapshot

_FOLDER = HOME / "backups"
_NAME = re.compile(r"[a-z0-9_][a-z0-9_.-]{0,62}")
_RESTORE = ["pg_restore", "--no-owner", "--no-privileges", "--exit-on-error"]


def backup(database, path=None):
    """Write the archive; return 0, or 1 when files of the database are lost."""
    if not database.exists():
        raise console.Failure(
            f"There is no whole database “{database.name}”: name it in SOCIAL_DB."
        )
    path = Path(path).absolute() if path else _default_path(database.name)
    console.step(f"Copying the database “{database.name}” and its files")
    with writing(path) as archive, Snapshot(database) as snapshot:
        _write_dump(archive, snapshot, ["-Z0"] if is_packed(path) else [])
        bad = _write_files(archive, snapshot.list_files(), database.files)
        archive.finish(_describe(snapshot, bad))
    console.done(f"The backup is {path} ({path.stat().st_size / 1e6:.1f} MB)")
    return _tell_bad(bad)


def restore(database, path):
    """Make the database of the archive; return 1 when something is found altered.

    Either all of it is there and proved, or nothing is.
    """
    _check_free(database)
    console.step(f"Reading {path} to its end")
    archive = Reader(Path(path))
    console.step(f"Restoring the database “{database.name}”")
    database.create_empty()
    try:
        _read_dump(archive, database)
        _read_files(archive, database.files)
        proof.check_rows(archive, database)
        proof.check_files(archive, database.files)
        journal = proof.verify_journal(archive, database)
        database.query("ANALYZE")
        database.finish()
    except BaseException:
        database.drop()
        raise
    console.done(f"The database “{database.name}” is restored and equals its backup")
    return _tell_bad(archive.manifest["bad_files"]) | _tell_journal(journal)


def _default_path(name):
    _FOLDER.mkdir(mode=0o700, exist_ok=True)
    return _FOLDER / f"{name}-{time.strftime('%Y-%m-%d-%H%M%S')}.tar"


def _write_dump(archive, snapshot, options):
    # What pg_dump complains of is short, it does not fill the pipe.
    with snapshot.dump(*options) as dump:
        archive.add_dump(dump.stdout)
        complaint = dump.stderr.read().decode(errors="replace").strip()
    if dump.returncode:
        raise console.Failure(
            "pg_dump does not finish: mend the cause and run the command again "
            f"({(complaint or 'no output').splitlines()[-1]})"
        )


def _write_files(archive, names, folder):
    """Add the files; return the names of those that are lost or altered."""
    bad = []
    for name in names:
        path = folder / name
        if not path.is_file() or archive.add_file(name, path) != path.name:
            bad.append(name)
    return bad


def _describe(snapshot, bad):
    return {
        "database": snapshot.database.name,
        "made_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "addons": snapshot.get_versions(),
        "tables": snapshot.count_rows(),
        "bad_files": bad,
        "seal": snapshot.get_seal(),
    }


def _tell_bad(names):
    """Say which files were lost or altered before the backup; return the code."""
    if not names:
        return 0
    console.failed(
        f"Of the files, {len(names)} were lost or altered before the backup "
        f"({', '.join(names[:5])}{', …' if len(names) > 5 else ''}): find their papers "
        "under Evidence, Checks of Files, and take the files from an older backup."
    )
    return 1


def _check_free(database):
    if not _NAME.fullmatch(database.name):
        raise console.Failure(
            f"“{database.name}” cannot name a database: use small letters, digits "
            "and “_”."
        )
    if database.exists():
        raise console.Failure(
            f"The database “{database.name}” exists already: name another one with "
            "--database."
        )
    if database.is_unfinished():
        return
    if database.files.exists() and any(database.files.iterdir()):
        raise console.Failure(
            f"{database.files} holds files of a database that is gone: move the folder "
            "away, or name another database with --database."
        )


def _read_dump(archive, database):
    command = [*_RESTORE, "-d", database.name]
    # Durable all the same: the mark at the end is, and all that came before it.
    quick = {**database.odoo.environment, "PGOPTIONS": "-c synchronous_commit=off"}
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stderr=complaints,
            env=quick,
        ) as program,
    ):
        try:
            for name, stream in archive.members():
                if name.startswith(DUMP):
                    shutil.copyfileobj(stream, program.stdin)
            program.stdin.close()
        except BrokenPipeError:
            pass  # the exit code below says why
        program.wait()
        if program.returncode:
            complaints.seek(0)
            raise _get_refusal(complaints.read().decode(errors="replace"))


def _get_refusal(complaints):
    first = next((line for line in complaints.splitlines() if "error:" in line), "")
    return console.Failure(
        "PostgreSQL does not take the dump: use a server not older than the one of the "
        f"backup and run the command again ({first.strip() or 'no output'})"
    )


def _read_files(archive, folder):
    for name, stream in archive.members():
        if name.startswith(FILES):
            path = folder / name.removeprefix(FILES)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as copy:
                shutil.copyfileobj(stream, copy)


def _tell_journal(journal):
    """Say what the verifier found; a journal altered before stays as evidence."""
    code, sentence = journal or (0, "")
    if code:
        console.failed(
            f"The journal was altered before the backup: {sentence} The database is "
            "restored as it was; ask the auditor."
        )
    elif sentence:
        console.done(sentence)
    return 1 if code else 0
