"""Two instances exchange requests and answers; nothing is lost or doubled.

The kills of continuous integration are few. The whole proof, 20 kills during 1,000
messages each way, is the same test with SOCIAL_KILLS=20 SOCIAL_MESSAGES=1000.
"""

import os
import random

import pytest
from office import ANSWER, REQUEST
from pair import CENTER, Pair, Side
from signers import Authority

from scripts.server import free_port

# The ministry of the demo region and the center.
SIGNERS = (("Министерство", "9900001370"), ("Центр", CENTER))
KILLS = int(os.environ.get("SOCIAL_KILLS", "2"))
MESSAGES = int(os.environ.get("SOCIAL_MESSAGES", "60"))


@pytest.fixture(scope="module")
def pair(copies, logins, tmp_path_factory):
    """Return two running instances that know each other and sign what they send."""
    authority = Authority(tmp_path_factory.mktemp("keys"))
    port = free_port(8269)
    sides = [
        Side(f"test-{name}", copies(name), logins, free_port(port + place))
        for place, name in enumerate(("ministry", "center"))
    ]
    for side, (name, inn) in zip(sides, SIGNERS, strict=True):
        side.database.odoo.environment |= authority.issue(name, inn)
    pair = Pair(*sides)
    try:
        pair.start()
        pair.connect(authority)
        yield pair
    finally:
        pair.stop()


def get_states(side, requests):
    rows = side.query(
        "SELECT state, count(*) FROM social_interagency_request "
        "WHERE id = ANY(%s) GROUP BY state",
        requests,
    )
    return dict(rows)


def find_copies(side, numbers):
    """Return ``{sender's number: ids}`` of the requests that came to the center."""
    rows = side.query(
        "SELECT sender_number, array_agg(id) FROM social_interagency_request "
        "WHERE sender_number = ANY(%s) GROUP BY sender_number",
        numbers,
    )
    return dict(rows)


def get_numbers(side, requests):
    rows = side.query(
        "SELECT name FROM social_interagency_request WHERE id = ANY(%s)", requests
    )
    return [name for (name,) in rows]


def test_a_request_its_number_and_its_answer_travel_between_two_instances(pair):
    [request] = pair.send(content="Проверка обмена")
    [number] = get_numbers(pair.ministry, [request])
    pair.wait_for(lambda: find_copies(pair.center, [number]), "the arrival")
    [copy] = find_copies(pair.center, [number])[number]
    center = pair.center.rpc("center")
    center.call(REQUEST, "action_receive", [copy], incoming_number="вх-15")
    pair.center.office.submit(
        "center",
        copy,
        {"outcome": "full", "text": "Сведения есть", "own_number": "исх-16"},
        ("scan.pdf", b"%PDF-1.4 " + b"0" * 400_000),
    )
    clerk = pair.ministry.rpc("clerk")
    pair.wait_for(
        lambda: pair.ministry.office.state(request) == "answered", "the answer"
    )
    [answer] = clerk.call(ANSWER, "search_read", [["request_id", "=", request]])
    assert (answer["text"], answer["own_number"]) == ("Сведения есть", "исх-16")
    [values] = clerk.call(REQUEST, "read", [request], ["incoming_number"])
    assert values["incoming_number"] == "вх-15"
    [file] = clerk.call(
        "ir.attachment",
        "read",
        answer["attachment_ids"],
        ["name", "sha256", "file_size"],
    )
    assert (file["name"], file["file_size"]) == ("scan.pdf", 400_009)
    for side, paper in zip(pair.sides, (request, copy), strict=True):
        signed = side.query(
            "SELECT DISTINCT signature_state FROM social_interagency_message "
            "WHERE direction = 'in' AND request_id = %s",
            paper,
        )
        assert signed == [("valid",)]
    clerk.call(REQUEST, "action_accept", [request])
    pair.wait_for(
        lambda: pair.center.office.state(copy) == "accepted", "the acceptance"
    )


def test_a_withdrawn_request_is_withdrawn_at_the_other_side(pair):
    [request] = pair.send()
    [number] = get_numbers(pair.ministry, [request])
    pair.ministry.rpc("clerk").call(REQUEST, "action_cancel", [request], "Отозвано")
    pair.wait_for(lambda: find_copies(pair.center, [number]), "the arrival")
    [copy] = find_copies(pair.center, [number])[number]
    pair.wait_for(
        lambda: pair.center.office.state(copy) == "cancelled", "the withdrawal"
    )


def test_nothing_is_lost_or_doubled_when_either_side_is_killed(pair, tell):
    random.seed(7)
    requests = pair.send(MESSAGES)
    numbers = get_numbers(pair.ministry, requests)
    kill_during(
        pair, lambda: len(find_copies(pair.center, numbers)), pair.ministry, pair.center
    )
    pair.wait_for(
        lambda: len(find_copies(pair.center, numbers)) == MESSAGES, "all requests"
    )
    copies = find_copies(pair.center, numbers)
    assert {len(ids) for ids in copies.values()} == {1}
    center = pair.center.rpc("center")
    for [copy] in copies.values():
        center.call(REQUEST, "action_answer", [copy], "full", text="Ответ")

    def count_answered():
        return get_states(pair.ministry, requests).get("answered", 0)

    kill_during(pair, count_answered, pair.center, pair.ministry)
    pair.wait_for(lambda: count_answered() == MESSAGES, "all answers")
    counted = pair.ministry.query(
        "SELECT request_id, count(*) FROM social_interagency_answer "
        "WHERE request_id = ANY(%s) GROUP BY request_id",
        requests,
    )
    assert len(counted) == MESSAGES
    assert {count for _request, count in counted} == {1}
    for side in pair.sides:
        pair.wait_for(
            lambda side=side: not side.count(state="queued"), "an empty queue"
        )
        assert not side.count(state="failed")
        assert not side.count(state="refused")
    tell(f"Messages each way: {MESSAGES}, kills each way: {KILLS}; lost 0, doubled 0")


def kill_during(pair, get_done, *sides):
    """Kill the sides by turns while the count grows, and start them again."""
    per_kill = MESSAGES // (KILLS + 1)
    for number in range(KILLS):
        target = min(per_kill * number + random.randrange(1, per_kill), MESSAGES)
        pair.wait_for(lambda target=target: get_done() >= target, f"message {target}")
        side = sides[number % len(sides)]
        side.kill()
        side.start()


def test_the_logs_of_both_sides_name_no_citizen(pair):
    people = pair.ministry.query(
        "SELECT name, snils FROM social_interagency_citizen "
        "WHERE snils IS NOT NULL LIMIT 50"
    )
    for side in pair.sides:
        log = side.server.log.read_text()
        for name, snils in people:
            assert name not in log
            assert snils not in log
