"""Faults of a region, some tries of each: nothing is lost, doubled or half done.

The tries of continuous integration are few. More of them: SOCIAL_TRIES=50.
"""

import contextlib
import hashlib
import os
import random
import resource
import subprocess
import time
from base64 import b64encode
from pathlib import Path

import psycopg2
import pytest
import requests
from crowd import Crowd, wait_for
from office import ANSWER, PARTICIPANT, REQUEST
from pair import CENTER, GATEWAY, ISSUING
from rpc import Fault

from scripts import process

TRIES = int(os.environ.get("SOCIAL_TRIES", "6"))
DATABASE_TRIES = max(TRIES // 2, 1)
MEGABYTE = 1024 * 1024
FILE = MEGABYTE // 4  # a larger form would need the disk before it is a file
JUMP_DAYS = 40
FULL = "Файл не сохранён: на диске сервера нет места."


@contextlib.contextmanager
def held_journal(staff):
    """Make whoever acts on a paper wait in the middle of his transaction."""
    with (
        contextlib.suppress(psycopg2.InterfaceError, psycopg2.OperationalError),
        staff.connect() as connection,
    ):
        connection.cursor().execute(
            "LOCK TABLE social_interagency_journal IN SHARE MODE"
        )
        wait_for(lambda: count_waiting(staff), "a transaction in its middle")
        yield


def count_waiting(staff):
    [(count,)] = staff.query(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
        "AND query LIKE 'INSERT INTO %%social_interagency_journal%%'"
    )
    return count


def kill_workers(region):
    """Kill the processes that serve people and jobs; their masters live on."""
    keepers = [machine.server.running()["pid"] for machine in region.machines]
    masters = {pid for keeper in keepers for pid in process.children(keeper)}
    below = {pid for master in masters for pid in process.children(master)}
    process.kill(below)


def report(crowd, what, tries, tell):
    diary = crowd.check()
    tell(
        f"{what}: {tries} tries, {len(diary.answered)} papers, {diary.calls} calls, "
        f"{diary.failed} failed and were repeated; lost 0, doubled 0, half done 0"
    )


def test_a_worker_killed_in_its_transaction_leaves_nothing_half_done(
    region, staff, tell
):
    with Crowd(staff, 1) as crowd:
        for _try in range(TRIES):
            with held_journal(staff):
                kill_workers(region)
            crowd.wait_for(1)
    report(crowd, "kill -9 of an Odoo worker in its transaction", TRIES, tell)


def test_a_database_killed_in_a_transaction_comes_back_whole(region, staff, tell):
    with Crowd(staff, 1) as crowd:
        for _try in range(DATABASE_TRIES):
            with held_journal(staff):
                region.primary.kill()
            region.primary.ensure()
            crowd.wait_for(1)
    report(crowd, "kill -9 of PostgreSQL in a transaction", DATABASE_TRIES, tell)
    wait_for(lambda: region.replica.lag() <= 0, "the catching up of the replica")


@contextlib.contextmanager
def full_disk(region):
    """Leave the files of the database no place: a small disk that is full.

    Who may not mount one takes from the servers the right to write large files.
    """
    files = region.database.files
    if os.geteuid() == 0 and mount_small_disk(files):
        try:
            with contextlib.suppress(OSError):
                (files / "ballast").write_bytes(bytes(2 * MEGABYTE))
            yield "a small one of its own"
        finally:
            subprocess.run(["umount", "-l", files], check=True)
    else:
        with limited_files(region):
            yield "a limit of file sizes"


def mount_small_disk(folder):
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    return not subprocess.run(command, capture_output=True, check=False).returncode


@contextlib.contextmanager
def limited_files(region):
    servers = [machine.server.running()["pid"] for machine in region.machines]
    family = [pid for one in servers for pid in process.session(one)]
    kept = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in family}
    for pid, (_soft, hard) in kept.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (MEGABYTE // 16, hard))
    try:
        yield
    finally:
        for pid, limits in kept.items():
            with contextlib.suppress(ProcessLookupError):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


def count_files(staff, request):
    [(count,)] = staff.query(
        "SELECT count(*) FROM ir_attachment WHERE res_model = %s AND res_id = %s",
        REQUEST,
        request,
    )
    return count


def check_no_torn_file(region):
    for path in region.database.files.glob("??/*"):
        digest = hashlib.sha1(path.read_bytes(), usedforsecurity=False).hexdigest()
        assert path.name == digest


def test_a_full_disk_is_one_clear_sentence_and_nothing_half_saved(region, staff, tell):
    request, clerk = staff.office.send(), staff.rpc("clerk")
    draft = staff.office.draft()
    contents = [b"%PDF-1.4 " + random.randbytes(FILE) for _try in range(TRIES)]
    form = {"outcome": "full", "text": "Сведения приложены"}
    with full_disk(region) as means:
        for content in contents:
            page = staff.office.submit("center", request, form, ("a.pdf", content))[1]
            assert page.decode().count(FULL) == 1
            with pytest.raises(Fault) as caught:
                attach(clerk, draft, content)
            assert FULL in str(caught.value)
            assert caught.value.kind == "UserError"
    check_no_torn_file(region)
    assert staff.office.state(request) == "sent"
    assert not staff.query(
        f"SELECT id FROM {ANSWER.replace('.', '_')} WHERE request_id = %s", request
    )
    assert not count_files(staff, draft)
    staff.office.submit("center", request, form, ("a.pdf", contents[0]))
    assert staff.office.state(request) == "answered"
    attach(clerk, draft, contents[0])
    assert count_files(staff, draft) == 1
    check_no_torn_file(region)
    tell(f"A full disk ({means}): {2 * TRIES} files refused, half saved 0")


def test_the_gateway_asks_to_come_again_when_the_disk_is_full(region, staff):
    key = issue_key(staff)
    content = random.randbytes(FILE)
    with full_disk(region):
        refused = put_file(region, key, content)
    assert (refused.status_code, refused.json()["code"]) == (503, "not_stored")
    assert int(refused.headers["Retry-After"])
    assert put_file(region, key, content).status_code == 201
    check_no_torn_file(region)


def issue_key(staff):
    """Return a key by which the center's system enters."""
    administrator = staff.rpc("administrator")
    [center] = administrator.call(PARTICIPANT, "search", [["inn", "=", CENTER]])
    [wizard] = administrator.call(ISSUING, "create", [{"participant_id": center}])
    shown = administrator.call(ISSUING, "action_issue", [wizard])
    return shown["context"]["default_key"]


def put_file(region, key, content):
    digest = hashlib.sha256(content).hexdigest()
    return requests.put(
        f"{region.address}{GATEWAY}/files/{digest}",
        content,
        params={"name": "a.pdf"},
        headers={
            "Authorization": f"Bearer {key}",
            "Content-Type": "application/octet-stream",
        },
        timeout=60,
    )


def attach(client, request, content):
    vals = {"name": "a.pdf", "res_model": REQUEST, "res_id": request}
    vals["datas"] = b64encode(content).decode()
    client.call("ir.attachment", "create", [vals])


@contextlib.contextmanager
def shifted_clock(region, days):
    """Let one machine work alone, with a clock that runs ahead."""
    [library] = Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")
    shift = {"LD_PRELOAD": str(library), "FAKETIME": f"+{days}d"}
    environment, first = region.database.odoo.environment, region.machines[0]
    kill_machines(region)
    environment |= shift
    first.start(region.database, region.address)
    for name in shift:
        del environment[name]
    try:
        yield
    finally:
        kill_machines(region)
        for machine in region.machines:
            machine.start(region.database, region.address)


def kill_machines(region):
    for machine in region.machines:
        machine.kill()


def read_deadline(staff, request):
    [(deadline,)] = staff.query(
        "SELECT deadline FROM social_interagency_request WHERE id = %s", request
    )
    return deadline


def read_events(staff, request):
    rows = staff.query(
        "SELECT event FROM social_interagency_journal WHERE request_id = %s "
        "ORDER BY id",
        request,
    )
    return [event for (event,) in rows]


def test_a_jump_of_the_clock_breaks_no_paper_and_no_journal(region, staff, tell):
    before = staff.office.send()
    with shifted_clock(region, JUMP_DAYS):
        staff.forget()
        staff.wake_jobs()
        wait_for(lambda: "escalated" in read_events(staff, before), "the escalation")
        during = staff.office.send()
    staff.forget()
    after = staff.office.send()
    deadlines = [read_deadline(staff, one) for one in (before, after, during)]
    assert deadlines[0] == deadlines[1] < deadlines[2]
    # Nobody answers a paper before it was sent; it is withdrawn and sent again.
    with pytest.raises(Fault) as caught:
        staff.rpc("center").call(REQUEST, "action_answer", [during], "full", text="Да")
    assert caught.value.kind == "UserError"
    staff.rpc("clerk").call(REQUEST, "action_cancel", [during], "Часы сервера спешили")
    assert read_events(staff, during) == ["created", "sent", "cancelled"]
    staff.wake_jobs()
    wait_for(lambda: not count_unsealed(staff), "the sealing")
    staff.wake_jobs()
    time.sleep(2)  # a second run has its chance to double
    assert read_events(staff, before) == ["created", "sent", "escalated"]
    staff.check_journals()
    tell(f"A jump of the clock by {JUMP_DAYS} days and back: journals whole, doubled 0")


def test_jobs_come_back_after_the_clock_of_the_database_has_jumped(region, staff):
    machine = region.machines[0]
    machine.kill()
    staff.query(
        "UPDATE ir_cron SET lastcall = now() + interval '40 days', "
        "nextcall = now() + interval '41 days'"
    )
    machine.start(region.database, region.address)
    [(late,)] = staff.query(
        "SELECT count(*) FROM ir_cron WHERE active "
        "AND nextcall > now() AT TIME ZONE 'UTC' + interval '40 days'"
    )
    assert late == 0


def count_unsealed(staff):
    [(count,)] = staff.query("SELECT count(*) FROM social_journal_queue")
    return count
