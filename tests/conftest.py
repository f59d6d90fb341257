"""What the black-box tests share: the server's address, logins, a browser."""

import csv
import functools
import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
from crowd import Staff
from office import Office
from playwright.sync_api import sync_playwright
from rpc import Client

from scripts.database import Database
from scripts.odoo import Odoo
from scripts.paths import HOME
from scripts.region import Region
from scripts.server import free_port

ROOT = Path(__file__).resolve().parent.parent
# What hypothesis keeps for itself is no file of the project.
os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(HOME / "hypothesis")
_LOGINS = "addons/*/demo/logins.csv"
_PATIENCE = 30_000  # milliseconds


def _lead(name):
    if name not in os.environ:
        pytest.fail("Run these tests through “./social test black-box”.")
    return os.environ[name]


@pytest.fixture(scope="session")
def address():
    """Return the address of the running server."""
    return _lead("SOCIAL_URL")


@pytest.fixture(scope="session")
def database_name():
    return _lead("SOCIAL_DB")


@pytest.fixture(scope="session")
def logins():
    """Return the passwords of the demo users by login."""
    tables = [path.read_text("utf-8") for path in ROOT.glob(_LOGINS)]
    return {
        row["login"]: row["password"]
        for table in tables
        for row in csv.DictReader(table.splitlines())
    }


@pytest.fixture
def tell(capsys):
    """Return a printer of a line that is seen though the output is captured."""

    def tell(line):
        with capsys.disabled():
            print(f"\n• {line}", flush=True)

    return tell


@pytest.fixture(scope="session")
def copies():
    """Return a finder of spare copies of the demo database: `copies(name)`."""
    names = dict(pair.split("=") for pair in _lead("SOCIAL_COPIES").split(","))
    return lambda name: Database(Odoo(dict(os.environ)), names[name])


@pytest.fixture(scope="session")
def region(copies):
    """Return a running region of many servers with a copy of the demo database."""
    region = Region("test-region", f"{copies('region').name}_many")
    region.remove()
    try:
        region.load(copies("region"))
        region.start(free_port(8369))
        yield region
    finally:
        region.remove()


@pytest.fixture(scope="session")
def staff(region, logins):
    """Return the people of the region."""
    return Staff(region, logins)


@pytest.fixture(scope="session")
def rpc(address, database_name, logins):
    """Return a maker of RPC clients: `rpc(login).call(model, method, …)`."""
    clients = {}

    def make(login):
        if login not in clients:
            clients[login] = Client(address, database_name, login, logins[login])
        return clients[login]

    return make


@pytest.fixture(scope="session")
def office(rpc):
    """Return the maker of papers of the demo region."""
    return Office(rpc)


@pytest.fixture
def server_log():
    """Return a reader of what the server has logged since the test began."""
    log = Path(_lead("SOCIAL_LOG"))
    start = log.stat().st_size

    def read():
        return log.read_bytes()[start:].decode()

    return read


@pytest.fixture
def cursor(database_name):
    """Return a cursor of the database, behind Odoo's back."""
    connection = psycopg2.connect(dbname=database_name)
    with connection.cursor() as cursor:
        yield cursor
    connection.close()


@pytest.fixture(scope="session")
def browser():
    program = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture
def open_as(browser, address, logins):
    """Return a maker of pages that are logged in: `open_as(login)`."""
    with _pages(browser, address, logins) as open_page:
        yield open_page


@pytest.fixture(scope="module")
def desk_of(browser, address, logins):
    """Return a finder of the page at which a person sits all through the file."""
    with _pages(browser, address, logins) as open_page:
        yield functools.cache(open_page)


@contextmanager
def _pages(browser, address, logins):
    contexts = []

    def open_page(login):
        context = browser.new_context(
            base_url=address,
            locale="ru-RU",
            timezone_id="Europe/Moscow",
            viewport={"width": 1440, "height": 900},
        )
        context.set_default_timeout(_PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.goto("/web/login")
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", logins[login])
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/web/login" not in url)
        return page

    try:
        yield open_page
    finally:
        for context in contexts:
            context.close()
