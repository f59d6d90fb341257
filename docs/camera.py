"""A browser that walks through Odoo as a demo user and takes pictures."""

import contextlib
import csv
import io
import shutil
import subprocess
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

DOCS = Path(__file__).resolve().parent
_LOGINS = "addons/*/demo/logins.csv"
_IMAGES = DOCS / "images"
_SIZE = {"width": 1280, "height": 800}
_WIDE = {"width": 1440, "height": 900}
_LOADING = ".o_loading_indicator, .o_blockUI"
_PATIENCE = 30_000  # milliseconds
_PAUSE = 700
_COLOURS = 256


def _read_passwords():
    """Return the passwords of the demo users by login."""
    tables = [path.read_text("utf-8") for path in DOCS.parent.glob(_LOGINS)]
    return {
        row["login"]: row["password"]
        for table in tables
        for row in csv.DictReader(table.splitlines())
    }


@contextlib.contextmanager
def studio(address):
    """Give a maker of users: ``user(login)`` returns one who is logged in."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    passwords = _read_passwords()
    known = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )

        def user(login):
            if login not in known:
                known[login] = User(browser, address, login, passwords[login])
            return known[login]

        yield user
        browser.close()


class User:
    """One person at a browser."""

    def __init__(self, browser, address, login, password):
        context = browser.new_context(
            base_url=address,
            locale="ru-RU",
            timezone_id="Europe/Moscow",
            viewport=_SIZE,
        )
        context.set_default_timeout(_PATIENCE)
        self.page = context.new_page()
        self.page.goto("/web/login")
        self.page.fill("input[name=login]", login)
        self.page.fill("input[name=password]", password)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url(lambda url: "/web/login" not in url)

    def open(self, path, wait=".o_action_manager > .o_action"):
        """Open a page of the back office and wait until it is drawn."""
        self.page.goto(f"/odoo/{path}")
        self.page.wait_for_selector(wait)
        self.rest()

    def visit(self, path, wait="#wrapwrap"):
        """Open a page of the portal or a printed form."""
        self.page.goto(path)
        self.page.wait_for_selector(wait)
        self.rest()

    def rest(self, times=1):
        """Wait until nothing moves."""
        self.page.wait_for_timeout(_PAUSE * times)
        self.page.wait_for_selector(_LOADING, state="hidden")

    def click(self, selector):
        self.page.locator(f"{selector}:visible").first.click()
        self.rest()

    def press(self, name):
        """Press a button of a form by its method; a dialog stands above the form."""
        self.click(f".o_form_view button[name='{name}']")
        self.rest()

    def confirm(self, name):
        """Press a button of the open dialog."""
        self.click(f".modal-footer button[name='{name}']")
        self.page.wait_for_selector(".modal-dialog", state="detached")
        self.rest()

    def press_save(self):
        """Save the form; a refusal of Odoo stops the walk."""
        self.click(".o_form_button_save")
        self.page.wait_for_selector(".o_form_button_save", state="hidden")
        self.rest()

    def look_up(self):
        """Take the focus out of the fields of a dialog, so that no list is open."""
        self.click(".modal-title")

    def discard(self):
        self.click(".modal-footer button[special='cancel']")

    def fill(self, field, value):
        """Type into a field of the form."""
        box = self.page.locator(
            f"div[name='{field}'] input, div[name='{field}'] textarea"
        )
        box.last.fill(value)
        box.last.press("Tab")
        self.rest()

    def choose(self, field, text):
        """Choose a record by the beginning of its name, the newest of several."""
        self.page.locator(f"div[name='{field}'] input").last.fill(text)
        option = f".o-autocomplete--dropdown-item:has-text('{text}')"
        option += ":not(.o_m2o_dropdown_option):not(:has-text('Создать'))"
        self.page.wait_for_selector(option)
        self.page.locator(option).last.click()
        self.rest()

    def tab(self, name):
        self.click(f".o_notebook_headers a[name='{name}']")

    def call(self, model, method, *arguments, **options):
        """Call a method as the user's browser does."""
        answer = self.page.request.post(
            f"/web/dataset/call_kw/{model}/{method}",
            data={
                "jsonrpc": "2.0",
                "params": {
                    "model": model,
                    "method": method,
                    "args": arguments,
                    "kwargs": options,
                },
            },
        )
        return answer.json()["result"]

    def find(self, model, domain, order="id desc"):
        """Return the id of the first record that this user may read."""
        return self.call(model, "search", domain, order=order, limit=1)[0]

    def shoot_paper(self, name, report, page_width=1000):
        """Save a picture of the first page of a printed form.

        :param report: the report's name and the ids, as in the address of the PDF
        """
        answer = self.page.request.get(f"/report/pdf/{report}", timeout=_PATIENCE)
        shoot_page(name, answer.body(), 1, page_width)

    def shoot(self, name, selector=None, height=None, full=False):
        """Save a picture of the page, of its top or of one element."""
        self.page.mouse.move(0, 0)
        self.rest()
        if selector:
            raw = self.page.locator(f"{selector}:visible").first.screenshot()
        elif height:
            width = self.page.viewport_size["width"]
            clip = {"x": 0, "y": 0, "width": width, "height": height}
            raw = self.page.screenshot(clip=clip)
        else:
            raw = self.page.screenshot(full_page=full)
        _save(raw, _IMAGES / f"{name}.png")

    def tall(self, height):
        """Make the window higher, so that a long form fits one picture."""
        self.page.set_viewport_size({**_SIZE, "height": height})

    def wide(self):
        """Make the window wider, for a board of many columns."""
        self.page.set_viewport_size(_WIDE)

    def usual(self):
        self.page.set_viewport_size(_SIZE)


def shoot_page(name, paper, number, page_width=1000):
    """Save a picture of one page of a PDF.

    :param paper: the bytes of the PDF
    """
    command = ["pdftoppm", "-png", "-singlefile", "-scale-to-x", str(page_width)]
    command += ["-scale-to-y", "-1", "-f", str(number), "-"]
    picture = subprocess.run(command, input=paper, capture_output=True, check=True)
    _save(picture.stdout, _IMAGES / f"{name}.png")


def _save(raw, path):
    path.parent.mkdir(exist_ok=True)
    image = Image.open(io.BytesIO(raw)).convert("RGB")
    image.quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
