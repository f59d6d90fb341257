"""Requests by SMEV: a fake adapter answers, the statuses become states of requests."""

import pytest
from adapter import open_service, serve, wait_for
from office import ANSWER, REQUEST
from pair import ENDPOINT, MESSAGE


@pytest.fixture(scope="module")
def adapter():
    """Return the fake adapter; it serves until the tests of this file end."""
    with serve() as server:
        yield server


@pytest.fixture(scope="module")
def endpoint(rpc, adapter, office):
    """Return the fund's service of SMEV, archived when the tests of this file end."""
    with open_service(rpc, office, adapter) as endpoint:
        yield endpoint


@pytest.fixture
def ask(office, rpc, endpoint):
    """Return a sender of a request to the fund: `ask(words)`, answered by the words."""

    def ask(words=""):
        return office.send("fund", channel="smev", content=f"Проверка {words}")

    return ask


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
    wait_for(rpc, endpoint, lambda: get_message(rpc, request)["state"] == "delivered")
    message = get_message(rpc, request)
    # SMEV takes identifiers of version 1 only.
    assert message["message_uuid"][14] == "1"
    sent = adapter.adapter.received[-1]["requestMessage"]["requestMetadata"]
    assert sent["clientId"] == message["message_uuid"]
    assert sent["eol"].endswith("Z")
    assert sent["testMessage"] is False
    wait_for(rpc, endpoint, lambda: not adapter.adapter.unconfirmed)


@pytest.fixture
def hasty(adapter):
    """Return the adapter whose answers overtake its receipts."""
    adapter.adapter.delay = 3
    yield adapter.adapter
    adapter.adapter.delay = 0


@pytest.mark.parametrize(
    ("words", "state"), [("", "delivered"), ("[REJECTED_BY_SMEV]", "refused")]
)
def test_a_report_that_overtakes_the_receipt_is_not_lost(
    ask, rpc, endpoint, hasty, words, state
):
    request = ask(words)
    wait_for(rpc, endpoint, lambda: get_message(rpc, request)["state"] == state)
    wait_for(rpc, endpoint, lambda: not hasty.unconfirmed)


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


def test_a_test_message_bears_the_flag_of_smev_and_answers_nothing(
    rpc, endpoint, adapter
):
    operator = rpc("operator")
    operator.call(ENDPOINT, "action_send_test", [endpoint])

    def find():
        return operator.call(
            MESSAGE,
            "search_read",
            [["is_test", "=", True], ["endpoint_id", "=", endpoint]],
            fields=["state"],
        )

    wait_for(rpc, endpoint, lambda: find()[0]["state"] == "delivered")
    sent = adapter.adapter.received[-1]["requestMessage"]["requestMetadata"]
    assert sent["testMessage"] is True
    wait_for(rpc, endpoint, lambda: not adapter.adapter.unconfirmed)
