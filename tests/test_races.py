"""Two people act on one request at the same moment: one winner, one clear message."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from office import ANSWER, REQUEST
from rpc import Client, Fault

RUSSIAN = set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
ROUNDS = 3


@pytest.fixture(scope="module")
def seat(address, database_name, logins):
    """Return a maker of sessions, a new one at each call."""
    return lambda login: Client(address, database_name, login, logins[login])


def at_once(*deeds):
    """Do all at one moment; return the results and the refusals."""
    barrier = Barrier(len(deeds))

    def do(deed):
        barrier.wait()
        try:
            return deed(), None
        except Fault as fault:
            return None, fault

    with ThreadPoolExecutor(len(deeds)) as pool:
        outcomes = list(pool.map(do, deeds))
    return [result for result, fault in outcomes if not fault], [
        fault for _result, fault in outcomes if fault
    ]


def check_one_clear_message(faults, number):
    [fault] = faults
    assert fault.kind == "UserError"
    assert number in str(fault)
    assert RUSSIAN & set(str(fault))
    assert "Traceback" not in str(fault)


def get_number(client, request):
    return client.call(REQUEST, "read", [request], ["name"])[0]["name"]


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_sending_and_cancelling_end_in_one_state(office, seat, attempt):
    request, head, clerk = office.draft(), seat("head"), seat("clerk")
    done, faults = at_once(
        lambda: head.call(REQUEST, "action_send", [request]),
        lambda: clerk.call(REQUEST, "action_cancel", [request], "Отозвано"),
    )
    events = office.events(request)
    if faults:
        check_one_clear_message(faults, get_number(clerk, request))
        assert events in (["created", "sent"], ["created", "cancelled"])
    else:
        # A sent request may still be cancelled: both came in turn.
        assert events == ["created", "sent", "cancelled"]
        assert len(done) == 2
    assert office.state(request) == events[-1]


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_two_heads_send_one_request_once(office, seat, attempt):
    request, seats = office.draft(), [seat("head"), seat("head")]
    _done, faults = at_once(
        *(lambda one=one: one.call(REQUEST, "action_send", [request]) for one in seats)
    )
    check_one_clear_message(faults, get_number(seats[0], request))
    assert office.events(request) == ["created", "sent"]


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_two_people_of_the_provider_give_one_answer(office, seat, attempt):
    request, seats = office.send(), [seat("center"), seat("center")]
    done, faults = at_once(
        *(
            lambda one=one: one.call(
                REQUEST, "action_answer", [request], "full", text="Ответ"
            )
            for one in seats
        )
    )
    check_one_clear_message(faults, get_number(seats[0], request))
    answers = seats[0].call(ANSWER, "search", [["request_id", "=", request]])
    assert answers == done
    assert office.events(request) == ["created", "sent", "answered"]


def test_a_second_form_of_the_portal_says_that_it_is_late(office, rpc):
    request = office.send()
    office.submit("center", request, {"outcome": "full", "text": "Первый"})
    page = rpc("center").get(f"/my/interagency/{request}")[1].decode()
    assert "o_social_answer" not in page
    with pytest.raises(Fault) as caught:
        rpc("center").call(REQUEST, "action_answer", [request], "full", text="Второй")
    check_one_clear_message([caught.value], get_number(rpc("clerk"), request))
    assert office.events(request) == ["created", "sent", "answered"]


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_an_answer_and_a_cancellation_leave_one_trace(office, seat, attempt):
    request, center, clerk = office.send(), seat("center"), seat("clerk")
    _done, faults = at_once(
        lambda: center.call(REQUEST, "action_answer", [request], "full", text="Ответ"),
        lambda: clerk.call(REQUEST, "action_cancel", [request], "Отозвано"),
    )
    check_one_clear_message(faults, get_number(clerk, request))
    answers = clerk.call(ANSWER, "search_count", [["request_id", "=", request]])
    assert answers == (1 if office.state(request) == "answered" else 0)
    assert len(office.events(request)) == 3


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_accepting_and_returning_the_answer_exclude_each_other(office, seat, attempt):
    request, head, clerk = office.answer()[0], seat("head"), seat("clerk")
    _done, faults = at_once(
        lambda: head.call(REQUEST, "action_accept", [request]),
        lambda: clerk.call(REQUEST, "action_return", [request], "Нет подписи"),
    )
    check_one_clear_message(faults, get_number(clerk, request))
    assert office.events(request)[-1] == office.state(request)
    assert len(office.events(request)) == 4


def test_many_drafts_at_once_take_different_numbers(office, seat):
    source = office.draft()
    seats = [seat(login) for login in ("clerk", "clerk2", "head", "clerk")]
    done, faults = at_once(
        *(lambda one=one: one.call(REQUEST, "copy", [source]) for one in seats)
    )
    assert not faults
    ids = [ids[0] for ids in done]
    rows = seats[0].call(REQUEST, "read", ids, ["name"])
    assert len({row["name"] for row in rows}) == len(seats)
