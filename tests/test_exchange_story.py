"""The exchange in a browser: a request that fails, and the key of a participant."""

import urllib.error
import urllib.request

import pytest
from adapter import FUND, open_service, serve, wait_for
from office import CITIZEN, PARTICIPANT, REQUEST
from pair import GATEWAY, MESSAGE
from screen import Screen

FUND_NAME = "Отделение социального фонда"
FAILURE = "Другая сторона отклонила сообщение: FAILURE"
BLOT = "•••"


class Story:
    """What the people of the story hand over to one another."""

    request = message = 0
    number = key = ""


@pytest.fixture(scope="module")
def story():
    return Story()


@pytest.fixture(scope="module")
def adapter():
    with serve() as server:
        yield server


@pytest.fixture(scope="module")
def endpoint(rpc, adapter, office):
    with open_service(rpc, office, adapter) as endpoint:
        yield endpoint


@pytest.fixture
def get_message(rpc, story):
    """Return a reader of the story's message."""

    def get_message():
        [message] = rpc("operator").call(
            MESSAGE,
            "search_read",
            [["request_id", "=", story.request], ["kind", "=", "request"]],
            fields=["state", "message_uuid", "next_try_at"],
        )
        return message

    return get_message


@pytest.fixture
def knock(address, database_name, story):
    """Return a caller of the gateway with the story's key: the status of the answer."""

    def knock():
        call = urllib.request.Request(
            f"{address}{GATEWAY}/inbox",
            headers={
                "Authorization": f"Bearer {story.key}",
                "X-Odoo-Database": database_name,
            },
        )
        try:
            with urllib.request.urlopen(call, timeout=30) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code

    return knock


def count_sent(adapter, message):
    """Return how many times the adapter was given a message."""
    metadata = [
        body["requestMessage"]["requestMetadata"] for body in adapter.adapter.received
    ]
    return [one["clientId"] for one in metadata].count(message["message_uuid"])


def test_the_clerk_prepares_a_request_for_smev(desk_of, office, endpoint, story, rpc):
    story.request = office.draft("fund")
    screen = Screen(desk_of("clerk"))
    screen.open(f"/odoo/interagency-requests/{story.request}")
    screen.select("channel", "СМЭВ")
    screen.fill("content", "Проверка [FAILURE]")
    screen.save()
    assert not screen.page.get_by_text("направляете своими средствами").is_visible()
    screen.press("Отправить на утверждение")
    screen.wait_for_state("На утверждении")
    [values] = rpc("clerk").call(REQUEST, "read", [story.request], ["name"])
    story.number = values["name"]


def test_the_head_sends_it_and_the_clerk_sees_why_it_failed(
    desk_of, rpc, endpoint, story, get_message
):
    screen = Screen(desk_of("head"))
    screen.open(f"/odoo/interagency-requests/{story.request}")
    screen.press("Отправить")
    screen.wait_for_state("Отправлен")
    wait_for(rpc, endpoint, lambda: get_message()["state"] == "refused")
    screen = Screen(desk_of("clerk"))
    screen.open(f"/odoo/interagency-requests/{story.request}")
    banner = screen.page.locator(".alert-danger", has_text=FAILURE)
    banner.wait_for()
    assert "отправит оператор системы" in banner.inner_text()
    screen.page.locator(".o-mail-Activity", has_text="не дошло").wait_for()
    rows = screen.show_tab("Сообщения").locator(".o_data_row")
    assert "Отклонено" in rows.first.inner_text()


def test_the_operator_finds_it_among_those_that_need_attention(
    desk_of, rpc, story, get_message
):
    screen = Screen(desk_of("operator"))
    screen.open("/odoo/interagency-messages")
    facet = screen.page.locator(".o_facet_value", has_text="Требуют внимания")
    facet.wait_for()
    row = screen.page.locator(".o_data_row", has_text=FUND_NAME).first
    assert "СМЭВ" in row.inner_text()
    row.click()
    screen.page.locator(".o_form_view").wait_for()
    message = get_message()
    assert message["message_uuid"] in screen.page.locator(".o_form_view").inner_text()
    original = screen.page.locator(".o_field_widget[name=original]").inner_text()
    assert story.number in original
    assert BLOT in original
    [values] = rpc("clerk").call(REQUEST, "read", [story.request], ["citizen_id"])
    [person] = rpc("clerk").call(
        CITIZEN, "read", [values["citizen_id"][0]], ["last_name"]
    )
    assert person["last_name"] not in original


def test_the_operator_sends_it_again_and_nothing_is_doubled(
    desk_of, rpc, adapter, endpoint, get_message
):
    message = get_message()
    assert count_sent(adapter, message) == 1
    screen = Screen(desk_of("operator"))
    screen.press("Отправить повторно")
    screen.wait_for_state("В очереди")
    wait_for(rpc, endpoint, lambda: count_sent(adapter, message) == 2)
    wait_for(rpc, endpoint, lambda: get_message()["state"] == "refused")
    assert get_message()["message_uuid"] == message["message_uuid"]


def test_the_administrator_issues_a_key_that_is_shown_once(desk_of, rpc, story, knock):
    [fund] = rpc("administrator").call(PARTICIPANT, "search", [["inn", "=", FUND]])
    screen = Screen(desk_of("administrator"))
    screen.open(f"/odoo/interagency-participants/{fund}")
    pane = screen.show_tab("Электронный обмен")
    pane.get_by_role("button", name="Выдать ключ").click()
    screen.dialog.get_by_role("button", name="Выдать ключ").click()
    field = screen.dialog.locator(".o_field_widget[name=key]")
    field.wait_for()
    story.key = field.inner_text().strip()
    assert knock() == 200
    screen.press("Закрыть")
    screen.dialog.wait_for(state="detached")
    pane.get_by_text(story.key[:8], exact=True).wait_for()
    assert story.key not in screen.page.content()


def test_a_revoked_key_opens_nothing(desk_of, story, knock):
    screen = Screen(desk_of("administrator"))
    row = screen.page.locator(".o_data_row", has_text=story.key[:8])
    row.get_by_role("button", name="Отозвать").click()
    screen.confirm()
    row.get_by_role("button", name="Отозвать").wait_for(state="detached")
    assert knock() == 401
