"""What Odoo itself leaves in English speaks Russian on our users' screens."""

import json
import re

import pytest
from screen import Screen

ENGLISH = re.compile("[A-Za-z]{3,}")
FIELDS = ("login", "password")
WORDS = ("Missing required fields", "Create...", "Custom Filter...", "Shortcuts")


@pytest.mark.parametrize("word", WORDS)
def test_the_web_client_knows_the_words_that_odoo_lacks(rpc, word):
    status, body = rpc("clerk").get("/web/webclient/translations?lang=ru_RU")
    assert status == 200
    modules = json.loads(body)["modules"].values()
    known = {term["id"]: term["string"] for one in modules for term in one["messages"]}
    assert not ENGLISH.search(known[word])


def test_the_page_of_entry_asks_in_russian(browser, address):
    page = browser.new_page(base_url=address, locale="ru-RU")
    page.goto("/web/login")
    hints = [page.get_attribute(f"#{field}", "placeholder") for field in FIELDS]
    page.close()
    assert all(hints)
    assert not ENGLISH.search(" ".join(hints))


def test_an_empty_request_is_not_saved_and_the_notice_is_russian(open_as):
    screen = Screen(open_as("clerk"))
    screen.open("/odoo/interagency-requests/new")
    screen.page.locator(".o_form_button_save").click()
    notice = screen.page.locator(".o_notification").first
    notice.wait_for()
    assert "обязательные поля" in notice.inner_text()
    assert not ENGLISH.search(notice.inner_text())
    assert screen.page.url.endswith("/new")
