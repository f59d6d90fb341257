"""Electronic services: an operator enters one, checks it, and a stalled one waits."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from office import PARTICIPANT
from rpc import Client
from screen import Screen

ENDPOINT = "social.interagency.endpoint"
INCIDENT = "social.interagency.endpoint.incident"
OWNER = "Комплексный центр социального обслуживания «Забота»"
CLOSED = "http://127.0.0.1:9/"
PRESSES = 4


@pytest.fixture(scope="module")
def enter(rpc):
    """Return a maker of services of the centre, known by their codes."""
    operator = rpc("operator")
    [owner] = operator.call(PARTICIPANT, "search", [["name", "=", OWNER]])

    def make(code, url, **values):
        vals = {"name": f"Сервис {code}", "code": code, "channel": "service"}
        vals |= {"participant_id": owner, "url": url, "is_probed": False, **values}
        return operator.call(ENDPOINT, "create", [vals])[0]

    return make


def test_an_operator_enters_a_service_and_checks_it(open_as, address):
    screen = Screen(open_as("operator"))
    screen.open("/odoo/interagency-services-electronic/new")
    screen.fill("name", "Сведения о свободных местах")
    screen.fill("code", "ЭС-10")
    screen.choose("participant_id", OWNER)
    screen.fill("url", f"{address}/social/exchange/v1")
    screen.save()
    badge = screen.page.locator(".o_field_widget[name=state]")
    assert badge.inner_text() == "Нет данных"
    screen.press("Проверить сейчас")
    badge.filter(has_text="Работает").wait_for()


def test_a_check_pressed_by_many_makes_one_outage(enter, address, database_name):
    service = enter("ЭС-11", CLOSED, failures_to_down=1)
    operators = [
        Client(address, database_name, "operator", "operator") for _ in range(PRESSES)
    ]

    def press(operator):
        operator.call(ENDPOINT, "action_probe_now", [service])

    with ThreadPoolExecutor(PRESSES) as pool:
        list(pool.map(press, operators))
    open_ones = [["endpoint_id", "=", service], ["ended_at", "=", False]]
    assert operators[0].call(INCIDENT, "search_count", open_ones) == 1


def test_a_stalled_service_locks_nobody_out(enter, rpc, address, database_name):
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        service = enter("ЭС-12", url, timeout=4)
        colleague = Client(address, database_name, "operator", "operator")
        with ThreadPoolExecutor(1) as pool:
            check = pool.submit(
                rpc("operator").call, ENDPOINT, "action_probe_now", [service]
            )
            time.sleep(1)
            start = time.monotonic()
            colleague.call(ENDPOINT, "write", [service], {"name": "Новое название"})
            assert time.monotonic() - start < 2
            assert not check.done()
            check.result()
    [row] = colleague.call(ENDPOINT, "read", [service], ["check_reason", "name"])
    assert row["check_reason"] == "timeout"
    assert row["name"] == "Новое название"
