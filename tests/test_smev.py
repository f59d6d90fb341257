"""Requests by SMEV: a fake adapter answers, the statuses become states of requests."""

import threading
import time
import uuid

import pytest
from office import ANSWER, PARTICIPANT, REQUEST
from pair import ENDPOINT, MESSAGE

from scripts.fake_smev import make_server

FUND = "9900012333"
_PATIENCE = 60  # seconds


@pytest.fixture(scope="module")
def adapter():
    """Return the fake adapter; it serves until the tests of this file end."""
    server = make_server()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


@pytest.fixture(scope="module")
def endpoint(rpc, adapter, office):
    """Return the fund's service of SMEV, archived when the tests of this file end."""
    administrator = rpc("administrator")
    [fund] = administrator.call(PARTICIPANT, "search", [["inn", "=", FUND]])
    [draft] = rpc("clerk").call(REQUEST, "read", [office.draft("fund")], ["sender_id"])
    for participant, mnemonic in ((fund, "FUND01"), (draft["sender_id"][0], "MIN01")):
        administrator.call(PARTICIPANT, "write", [participant], {"mnemonic": mnemonic})
    [endpoint] = administrator.call(
        ENDPOINT,
        "create",
        [
            {
                "name": "Заглушка адаптера СМЭВ",
                "code": f"TEST-{uuid.uuid4().hex[:6]}",
                "participant_id": fund,
                "channel": "smev",
                "url": f"http://127.0.0.1:{adapter.server_port}",
            }
        ],
    )
    yield endpoint
    administrator.call(ENDPOINT, "write", [endpoint], {"active": False})


@pytest.fixture
def ask(office, rpc, endpoint):
    """Return a sender of a request to the fund: `ask(words)`, answered by the words."""

    def ask(words=""):
        return office.send("fund", channel="smev", content=f"Проверка {words}")

    return ask


def wait_for(rpc, endpoint, condition):
    end = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < end
        rpc("operator").call(ENDPOINT, "action_fetch_messages", [endpoint])
        time.sleep(0.5)


def get_message(rpc, request):
    [message] = rpc("operator").call(
        MESSAGE,
        "search_read",
        [["request_id", "=", request], ["kind", "=", "request"]],
        fields=["state", "message_uuid", "remote_uuid", "failure_text"],
    )
    return message


def test_a_request_is_answered_by_smev(ask, office, rpc, endpoint, adapter):
    request = ask()
    wait_for(rpc, endpoint, lambda: office.state(request) == "answered")
    [answer] = rpc("clerk").call(ANSWER, "search_read", [["request_id", "=", request]])
    assert "УЧЕБНЫЙ ОТВЕТ" in answer["text"]
    message = get_message(rpc, request)
    assert message["state"] == "delivered"
    # SMEV takes identifiers of version 1 only.
    assert message["message_uuid"][14] == "1"
    sent = adapter.adapter.received[-1]["requestMessage"]["requestMetadata"]
    assert sent["clientId"] == message["message_uuid"]
    assert sent["eol"].endswith("Z")
    assert sent["testMessage"] is False
    wait_for(rpc, endpoint, lambda: not adapter.adapter.unconfirmed)


@pytest.mark.parametrize(
    ("code", "outcome"), [("NO_DATA", "no_data"), ("ACCESS_DENIED", "refused")]
)
def test_a_rejection_by_the_addressee_is_his_answer(
    ask, office, rpc, endpoint, code, outcome
):
    request = ask(f"[{code}]")
    wait_for(rpc, endpoint, lambda: office.state(request) == "answered")
    [answer] = rpc("clerk").call(ANSWER, "search_read", [["request_id", "=", request]])
    assert answer["outcome"] == outcome
    assert answer["reason_id"]


@pytest.mark.parametrize(
    "code", ["UNKNOWN_REQUEST_DESCRIPTION", "FAILURE", "REJECTED_BY_SMEV"]
)
def test_a_failure_on_the_way_leaves_the_request_open_and_tells_why(
    ask, office, rpc, endpoint, code
):
    request = ask(f"[{code}]")
    wait_for(rpc, endpoint, lambda: get_message(rpc, request)["state"] == "refused")
    assert office.state(request) == "sent"
    [values] = rpc("clerk").call(REQUEST, "read", [request], ["exchange_failure"])
    assert values["exchange_failure"]


def test_a_status_brings_the_number_of_the_addressee(ask, office, rpc, endpoint):
    request = ask("[REGISTERED]")
    wait_for(rpc, endpoint, lambda: office.state(request) == "received")
    [values] = rpc("clerk").call(REQUEST, "read", [request], ["incoming_number"])
    assert values["incoming_number"] == "учебный-1"
