"""A region of many servers: reading from the replica, failures under load, jobs once.

The kills of continuous integration are few. More of them: SOCIAL_KILLS=10.
"""

import os
import re
import time
from contextlib import contextmanager

from crowd import Crowd, wait_for
from office import REQUEST
from peer import Peer

ENDPOINT = "social.interagency.endpoint"
KILLS = int(os.environ.get("SOCIAL_KILLS", "2"))
PEOPLE = 3
READINGS = 30
PAPERS = 12
REMINDED = 10
_TRIED_AGAIN = re.compile("SERIALIZATION_FAILURE|LOCK_NOT_AVAILABLE|DEADLOCK_DETECTED")


def read_logs(region):
    return "".join(
        machine.server.log.read_text(errors="replace") for machine in region.machines
    )


@contextmanager
def standing_replica(region):
    """Let the replica receive, but not show, what the primary writes meanwhile."""
    region.replica.query("SELECT pg_wal_replay_pause()")
    try:
        yield
    finally:
        region.replica.query("SELECT pg_wal_replay_resume()")


def count_readings(region):
    return int(
        region.replica.query(
            "SELECT xact_commit + xact_rollback FROM pg_stat_database "
            f"WHERE datname = '{region.database.name}'"
        )
    )


def test_lists_and_pages_are_read_from_the_replica(region, staff):
    before, clerk = count_readings(region), staff.open("clerk")
    for _reading in range(READINGS):
        clerk.call(REQUEST, "search_read", [], ["name"], limit=5)
    center = staff.open("center")
    for path in ("/my/interagency", "/my/interagency/services", "/my/control"):
        assert center.get(path)[0] == 200
    wait_for(lambda: count_readings(region) >= before + READINGS, "the reading")
    mode = re.compile(r'search_read HTTP/[\d.]+" 200 .* (\w+)$', re.MULTILINE)
    assert set(mode.findall(read_logs(region))) == {"ro"}


def test_nobody_misses_what_he_wrote_while_the_replica_is_behind(region, staff):
    clerk, head = staff.open("clerk"), staff.open("head")
    request = staff.office.draft()
    wait_for(lambda: region.replica.lag() <= 0, "the catching up")
    with standing_replica(region):
        clerk.call(REQUEST, "write", [request], {"content": "Исправлено"})
        [own] = clerk.call(REQUEST, "read", [request], ["content"])
        assert own["content"] == "Исправлено"
        [other] = head.call(REQUEST, "read", [request], ["content"])
        assert other["content"] != "Исправлено"
        # What a colleague does stands on the primary, whatever he saw.
        head.call(REQUEST, "action_send", [request])
        [sent] = head.call(REQUEST, "read", [request], ["state"])
        assert sent["state"] == "sent"
    wait_for(lambda: region.replica.lag() <= 0, "the catching up")
    [seen] = clerk.call(REQUEST, "read", [request], ["state"])
    assert seen["state"] == "sent"


def test_a_participant_sees_his_answer_while_the_replica_is_behind(region, staff):
    request = staff.office.send()
    wait_for(lambda: region.replica.lag() <= 0, "the catching up")
    with standing_replica(region):
        status, page = staff.office.submit(
            "center", request, {"outcome": "full", "text": "Сведения есть"}
        )
    assert status == 200
    assert "Сведения есть" in page.decode()
    assert "o_social_answer" not in page.decode()


def test_nothing_is_lost_when_a_machine_is_killed_under_load(region, staff, tell):
    with Crowd(staff, PEOPLE) as crowd:
        for number in range(KILLS):
            crowd.wait_for(PEOPLE * 2)
            machine = region.machines[number % len(region.machines)]
            machine.kill()
            crowd.wait_for(PEOPLE)
            machine.start(region.database, region.address)
        crowd.wait_for(PEOPLE)
    report(crowd, region, f"{KILLS} kills of an Odoo machine", tell)


def test_nothing_is_lost_when_the_replica_is_killed_under_load(region, staff, tell):
    with Crowd(staff, PEOPLE) as crowd:
        crowd.wait_for(PEOPLE * 2)
        region.replica.kill()
        crowd.wait_for(PEOPLE * 3)
        region.replica.ensure()
        crowd.wait_for(PEOPLE)
    wait_for(lambda: region.replica.lag() <= 0, "the catching up")
    report(crowd, region, "a kill of the replica", tell)


def test_new_code_comes_without_a_failed_call(region, staff, tell):
    with Crowd(staff, PEOPLE) as crowd:
        crowd.wait_for(PEOPLE)
        for machine in region.machines:
            start = machine.server.log.stat().st_size
            machine.reload()
            wait_for(lambda: has_reloaded(machine, start), "the reload")  # noqa: B023
        crowd.wait_for(PEOPLE)
    report(crowd, region, "new code on each machine by turns", tell)
    assert crowd.add_up().failed == 0


def has_reloaded(machine, start):
    return b"New server has started" in machine.server.log.read_bytes()[start:]


def report(crowd, region, what, tell):
    diary = crowd.check()
    tell(
        f"{what}: {len(diary.answered)} papers drafted, sent and answered, "
        f"{diary.calls} calls, {diary.failed} failed and were repeated; "
        f"lost 0, doubled 0, missing numbers {count_holes(crowd, diary, region)}"
    )


def count_holes(crowd, diary, region):
    """Return how many numbers are missing: one for each draft that was undone."""
    rows = crowd.staff.query(
        "SELECT name FROM social_interagency_request WHERE id >= %s",
        min(diary.drafted.values()),
    )
    numbers = sorted(int(name.rsplit("-", 1)[-1]) for (name,) in rows)
    holes = numbers[-1] - numbers[0] + 1 - len(numbers)
    assert holes <= diary.failed + len(_TRIED_AGAIN.findall(read_logs(region)))
    return holes


def test_reminders_of_two_machines_come_once(region, staff, tell):
    requests = [staff.office.send() for _one in range(REMINDED)]
    staff.query(
        "UPDATE social_interagency_request SET deadline = now() - interval '1 day', "
        "reminded_for = NULL, escalated_for = NULL WHERE id = ANY(%s)",
        requests,
    )
    staff.wake_jobs()

    def count(sql):
        return dict(staff.query(sql, requests))

    escalated = (
        "SELECT request_id, count(*) FROM social_interagency_journal "
        "WHERE event = 'escalated' AND request_id = ANY(%s) GROUP BY request_id"
    )
    wait_for(lambda: len(count(escalated)) == REMINDED, "the escalation")
    staff.wake_jobs()
    time.sleep(2)  # a second run has its chance to double
    assert set(count(escalated).values()) == {1}
    doubles = staff.query(
        "SELECT res_id FROM mail_activity WHERE res_model = %s AND res_id = ANY(%s) "
        "GROUP BY res_id, activity_type_id, user_id HAVING count(*) > 1",
        REQUEST,
        requests,
    )
    assert not doubles
    tell(f"Reminders by two machines at once: {REMINDED} papers, doubled 0")


def test_messages_of_two_machines_leave_once(region, staff, tell):
    with Peer() as peer:
        peer.register(staff)
        drafts = [staff.office.draft(channel="http") for _one in range(PAPERS)]
        staff.rpc("head").call(REQUEST, "action_send", drafts)
        staff.wake_jobs()
        wait_for(lambda: len(peer.taken) == PAPERS, "the sending")
        staff.wake_jobs()
        time.sleep(2)  # a second run has its chance to double
    assert set(peer.taken.values()) == {1}
    tell(f"Messages by two machines at once: {PAPERS} sent, doubled 0")


def test_no_reading_of_ours_tried_to_write(region):
    assert "retrying with a read/write cursor" not in read_logs(region)
