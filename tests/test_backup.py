"""A backup made while people work is whole, and what is damaged is refused."""

import functools
import hashlib
import io
import os
import random
import re
import shutil
import stat
import subprocess
import sys
import threading
from pathlib import Path

import psycopg2
import pytest
from office import Office
from rpc import Client

from scripts import backup, backup_proof
from scripts.backup_file import DUMP, Reader, writing
from scripts.console import Failure
from scripts.database import Database
from scripts.odoo import Odoo
from scripts.paths import ROOT
from scripts.server import Server, free_port
from scripts.snapshot import Snapshot

VERIFIER = ROOT / "scripts" / "verify_journal.py"
SEAL_JOB = "social_interagency.ir_cron_seal_journals"
DAMAGES = 9
_PORTS = 8469


class Work:
    """Officers who make papers with files until they are told to stop."""

    def __init__(self, office):
        self.office = office
        self.count = 0
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self._work)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_error):
        self.is_over.set()
        self.thread.join()

    def _work(self):
        while not self.is_over.is_set():
            self.count += 1
            content = f"%PDF-1.4 answer {self.count} {os.urandom(2000).hex()}"
            self.office.answer(file=("answer.pdf", content.encode()))


def run(*arguments, **environment):
    """Run a subcommand of ./social; return its code and what it says."""
    result = subprocess.run(
        [ROOT / "social", *map(str, arguments)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return result.returncode, result.stdout + result.stderr


def read(name, query):
    connection = psycopg2.connect(dbname=name)
    try:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()
    finally:
        connection.close()


def get_entries(name):
    return set(read(name, "SELECT id, digest FROM social_interagency_journal"))


@pytest.fixture(scope="module")
def spare(database_name):
    """Return a maker of databases that are removed in the end: `spare(purpose)`."""
    made = []

    def make(purpose):
        odoo = Odoo(dict(os.environ))
        made.append(Database(odoo, f"{database_name}_{purpose}"))
        made[-1].drop()
        return made[-1]

    yield make
    for database in made:
        database.drop()


@pytest.fixture(scope="module")
def seat(address, database_name, logins):
    """Return a finder of sessions, of Odoo's own administrator too."""
    return functools.cache(
        lambda login: Client(address, database_name, login, logins.get(login, login))
    )


@pytest.fixture(scope="module")
def made(database_name, seat, spare, tmp_path_factory):
    """Return a backup made during work, restored, and the journal around it."""
    path = tmp_path_factory.mktemp("backups") / "region.tar"
    restored = spare("restored")
    office = Office(seat)
    office.answer()
    before = get_entries(database_name)
    with Work(office) as work:
        code, text = run("backup", path, SOCIAL_DB=database_name)
        assert code == 0, text
    assert work.count > 1
    after = get_entries(database_name)
    code, text = run("restore", path, "--database", restored.name)
    assert code == 0, text
    return path, restored, before, after


def test_everything_that_was_done_before_the_backup_is_in_it(made):
    _path, restored, before, after = made
    entries = get_entries(restored.name)
    assert before <= entries <= after
    assert before < after


def test_each_attachment_has_its_file(made):
    _path, restored, _before, _after = made
    rows = read(
        restored.name,
        "SELECT store_fname, checksum, sha256 FROM ir_attachment "
        "WHERE store_fname IS NOT NULL",
    )
    assert any(sha256 for _name, _checksum, sha256 in rows)
    for name, checksum, sha256 in rows:
        content = (restored.files / name).read_bytes()
        assert hashlib.sha1(content, usedforsecurity=False).hexdigest() == checksum
        assert sha256 in (None, hashlib.sha256(content).hexdigest())


def test_no_paper_is_cut_in_two(made):
    _path, restored, _before, _after = made
    halves = read(
        restored.name,
        "SELECT request.id FROM social_interagency_request request "
        "WHERE NOT EXISTS (SELECT FROM social_interagency_journal entry "
        "WHERE entry.request_id = request.id AND entry.event = 'created')",
    )
    assert halves == []


def test_the_sweep_of_files_waits_for_the_backup_and_people_do_not(made):
    restored = made[1]
    connection = psycopg2.connect(dbname=restored.name)
    cursor = connection.cursor()
    try:
        with Snapshot(restored):
            cursor.execute("UPDATE ir_attachment SET name = name WHERE id = 1")
            connection.rollback()
            with pytest.raises(psycopg2.errors.LockNotAvailable):
                cursor.execute("LOCK ir_attachment IN SHARE MODE NOWAIT")
            connection.rollback()
        cursor.execute("LOCK ir_attachment IN SHARE MODE NOWAIT")
    finally:
        connection.close()


def test_a_backup_is_of_its_owner_alone_and_leaves_nothing_beside(made):
    path = made[0]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_no_other_file_and_no_other_database_is_overwritten(made, database_name):
    path, restored, _before, _after = made
    digest = hashlib.sha256(path.read_bytes()).digest()
    code, text = run("backup", path, SOCIAL_DB=database_name)
    assert code == 1
    assert text.endswith("exists already: name another file.\n")
    assert hashlib.sha256(path.read_bytes()).digest() == digest
    for arguments in ((), ("--database", restored.name)):
        code, text = run("restore", path, *arguments, SOCIAL_DB=database_name)
        assert code == 1
        assert "exists already: name another one with --database." in text
    assert get_entries(restored.name)


def test_a_backup_of_nothing_is_refused(tmp_path):
    path = tmp_path / "nothing.tar"
    code, text = run("backup", path, SOCIAL_DB="social_there_is_none")
    assert code == 1
    assert len(text.strip().splitlines()) == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("attempt", range(DAMAGES))
def test_a_damaged_archive_is_refused(made, spare, tmp_path, attempt):
    content = bytearray(made[0].read_bytes())
    chance = random.Random(attempt)
    place = chance.randrange(len(content) // 50, len(content) * 9 // 10)
    if attempt % 3 == 0:
        del content[place:]
    elif attempt % 3 == 1:
        content[place : place + 512] = os.urandom(512)
    else:
        del content[place : place + 512]
    path = tmp_path / "damaged.tar"
    path.write_bytes(content)
    database = spare("damaged")
    with pytest.raises(Failure, match=r"is damaged or is no whole backup"):
        backup.restore(database, path)
    assert_nothing_is_left(database)


@pytest.mark.parametrize("content", [b"", b"no archive at all", bytes(20480)])
def test_what_is_no_backup_is_refused_in_one_sentence(spare, tmp_path, content):
    path = tmp_path / "other.tar"
    path.write_bytes(content)
    code, text = run("restore", path, "--database", spare("other").name)
    assert code == 1
    [sentence] = [line for line in text.splitlines() if line.startswith("✗")]
    assert str(path) in sentence
    assert "Traceback" not in text


def assert_nothing_is_left(database):
    assert not database.exists()
    assert not database.is_unfinished()
    assert not database.files.exists()


def test_a_dump_that_postgresql_refuses_leaves_nothing(made, spare, tmp_path):
    path, database = tmp_path / "false.tar", spare("half")
    archive = Reader(made[0])
    with writing(path) as copy:
        for name, stream in archive.members():
            if name in archive.sums:
                content = b"no dump" if name.startswith(DUMP) else stream.read()
                copy.add(name, io.BytesIO(content), len(content))
        copy.finish(archive.manifest)
    with pytest.raises(Failure, match="PostgreSQL does not take the dump"):
        backup.restore(database, path)
    assert_nothing_is_left(database)


def test_a_table_with_other_rows_is_named(made):
    path, restored, _before, _after = made
    archive = Reader(path)
    archive.manifest["tables"]["social_interagency_request"] += 1
    with pytest.raises(Failure, match="table social_interagency_request has"):
        backup_proof.check_rows(archive, restored)


def test_a_file_that_the_disk_has_altered_is_named(made, tmp_path):
    archive = Reader(made[0])
    shutil.copytree(made[1].files, tmp_path / "files")
    name = sorted(archive.get_file_digests())[-1]
    (tmp_path / "files" / name).write_bytes(b"altered")
    with pytest.raises(Failure, match=name):
        backup_proof.check_files(archive, tmp_path / "files")


def test_files_of_a_database_that_is_gone_are_kept(made, spare):
    database = spare("gone")
    kept = database.files / "00" / "last"
    kept.parent.mkdir(parents=True)
    kept.write_text("the only copy")
    with pytest.raises(Failure, match="holds files of a database that is gone"):
        backup.restore(database, made[0])
    assert kept.read_text() == "the only copy"


def test_a_file_lost_before_the_backup_is_named(made, tmp_path):
    path, restored = tmp_path / "poor.tar", made[1]
    [(name,)] = read(
        restored.name,
        "SELECT store_fname FROM ir_attachment WHERE sha256 IS NOT NULL "
        "AND store_fname IS NOT NULL ORDER BY id DESC LIMIT 1",
    )
    content = (restored.files / name).read_bytes()
    (restored.files / name).unlink()
    try:
        code, text = run("backup", path, SOCIAL_DB=restored.name)
    finally:
        (restored.files / name).write_bytes(content)
    assert code == 1
    assert name in text
    assert Reader(path).manifest["bad_files"] == [name]


class Region:
    """A server over a restored database, whose journal goes its own way."""

    def __init__(self, database, logins):
        self.server = Server("test-restored")
        self.server.stop()
        self.name = database.name
        self.address = self.server.start(database, free_port(_PORTS))
        self.logins = logins
        self.rpc = functools.cache(self._enter)
        self.office = Office(self.rpc)

    def _enter(self, login):
        password = self.logins.get(login, login)
        return Client(self.address, self.name, login, password)

    def work(self):
        self.office.send()
        return seal(self.rpc)


def seal(rpc):
    """Seal what waits and return the text of the seal that the auditor keeps."""
    admin = rpc("admin")
    module, name = SEAL_JOB.split(".")
    [job] = admin.call(
        "ir.model.data",
        "search_read",
        [["module", "=", module], ["name", "=", name]],
        ["res_id"],
    )
    admin.call("ir.cron", "method_direct_trigger", [job["res_id"]])
    auditor = rpc("auditor")
    [newest] = auditor.call("social.journal.seal", "search", [], limit=1)
    return auditor.get(
        auditor.call("social.journal.seal", "action_download", [newest])["url"]
    )[1]


def get_number(text):
    return int(re.search(rb"^number: (\d+)$", text, re.MULTILINE)[1])


def verify(name, folder, text):
    """Compare a database with a seal that was handed out."""
    path = Path(folder, "seal.txt")
    path.write_bytes(text)
    result = subprocess.run(
        [sys.executable, VERIFIER, "--dsn", f"dbname={name}", "--seal", path],
        capture_output=True,
        text=True,
        check=False,
    )
    return result.returncode, (result.stdout + result.stderr).strip()


def test_an_old_backup_is_shown_by_the_seal_that_was_handed_out(
    made, office, database_name, seat, logins, tmp_path
):
    restored = made[1]
    handed_out = []
    for _day in range(3):
        office.send()
        handed_out.append(seal(seat))
    assert verify(database_name, tmp_path, handed_out[-1])[0] == 0
    for text in handed_out:
        code, sentence = verify(restored.name, tmp_path, text)
        assert code == 1
        assert sentence.startswith("Нет выданной ранее печати №")
    region = Region(restored, logins)
    try:
        own = region.work()
        for text in handed_out:
            while get_number(own) < get_number(text):
                own = region.work()
            code, sentence = verify(restored.name, tmp_path, text)
            assert code == 1
            assert "не совпадает с выданной ранее" in sentence
            assert verify(restored.name, tmp_path, own)[0] == 0
        region.work()
        assert all(verify(restored.name, tmp_path, one)[0] == 1 for one in handed_out)
    finally:
        region.server.stop()


def test_a_journal_altered_before_the_backup_is_restored_as_evidence(
    made, spare, tmp_path
):
    path, restored, copy = tmp_path / "forged.tar", made[1], spare("forged")
    restored.query(
        "ALTER TABLE social_interagency_journal DISABLE TRIGGER USER; "
        "UPDATE social_interagency_journal SET at = at - interval '1 day' "
        "WHERE id = (SELECT max(id) FROM social_interagency_journal)"
    )
    assert backup.backup(restored, path) == 0
    code, text = run("restore", path, "--database", copy.name)
    assert code == 1
    assert "изменена запись №" in text
    assert get_entries(copy.name) == get_entries(restored.name)
