"""Odoo's web client as a person uses it: fields by name, buttons by their words."""

from contextlib import suppress

from playwright.sync_api import TimeoutError as Timeout
from playwright.sync_api import expect

TRIES = 5
PATIENCE, LONG = 6_000, 30_000  # milliseconds
SHOWN = """fields => fields.map(field =>
    [...field.querySelectorAll("input, textarea, button.o_input")]
    .map(entry => entry.value || entry.innerText).join("") || field.innerText)
"""


class Screen:
    """One page of a browser that is logged in."""

    def __init__(self, page):
        self.page = page

    def open(self, path):
        self.page.goto(path)
        self.page.wait_for_selector(".o_action_manager .o_view_controller")

    def fill(self, name, text, place=None):
        """Type a text key by key; what a reload of the form swallows is typed anew."""
        field = (place or self.page).locator(f".o_field_widget[name={name}]").first
        for _try in range(TRIES):
            with suppress(Timeout):
                if self._type(field, text) and self._is_filled(field):
                    return
        raise AssertionError(f"The field {name} does not keep what is typed.")

    def _type(self, field, text):
        """Type a text and leave the field; tell whether each key has arrived."""
        if field.locator("button.o_input").count():
            field.locator("button.o_input").click(timeout=PATIENCE)
        entry = field.locator("input, textarea").first
        entry.clear(timeout=PATIENCE)
        entry.press_sequentially(text)
        is_whole = entry.input_value() == text
        if is_whole:
            entry.press("Tab")
        return is_whole

    def _is_filled(self, field):
        """Tell whether the field shows a value, or has gone with its finished row."""
        shown = field.evaluate_all(SHOWN)
        return "".join(shown).strip() or not shown

    def choose(self, name, text, place=None):
        """Choose the first suggestion for `text` in a field that links a record."""
        field = (place or self.page).locator(f".o_field_widget[name={name}]").first
        field.locator("input").first.fill(text)
        self.page.locator(
            ".o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option)", has_text=text
        ).first.click()

    def tick(self, name, words, place=None):
        """Choose an option of a field that shows all of them."""
        field = (place or self.page).locator(f".o_field_widget[name={name}]").first
        field.get_by_label(words, exact=True).click()

    def select(self, name, words, place=None):
        """Choose an option of a field that unfolds them."""
        field = (place or self.page).locator(f".o_field_widget[name={name}]").first
        field.locator("input").first.click()
        self.page.get_by_role("menuitem", name=words, exact=True).first.click()

    def add_row(self, name):
        """Begin a row of a list in the form and return its place."""
        rows = self.page.locator(f".o_field_widget[name={name}]").first
        rows.locator(".o_field_x2many_list_row_add a").first.click()
        return rows.locator(".o_selected_row")

    def open_row(self, name, words):
        """Begin to edit the row of a list in the form and return its place."""
        rows = self.page.locator(f".o_field_widget[name={name}]").first
        row = rows.locator(".o_data_row", has_text=words)
        row.locator("td").nth(1).click()
        selected = rows.locator(".o_selected_row", has_text=words)
        selected.wait_for()
        return selected

    def press(self, words):
        self.page.locator(
            ".o_form_statusbar, .o_control_panel, .modal-footer, .modal-header"
        ).get_by_role("button", name=words, exact=True).first.click()

    @property
    def dialog(self):
        return self.page.locator(".modal")

    def confirm(self):
        """Press the first button of the dialog and wait until it is gone.

        What holds it open, and what it warns of, is named.
        """
        self.page.locator(".modal-footer .btn-primary").first.click()
        try:
            expect(self.dialog).to_have_count(0, timeout=LONG)
        except AssertionError:
            shown = self.page.locator(".modal, .o_notification").all_inner_texts()
            raise AssertionError("\n".join(shown)) from None

    def save(self):
        self.page.locator(".o_form_button_save").click()
        self.page.wait_for_selector(".o_form_saved")

    def wait_for_state(self, words):
        """Wait until the form's status bar, wide or folded, stands on that state."""
        self.page.locator(
            ".o_statusbar_status .o_arrow_button_current:visible, "
            ".o_statusbar_status .dropdown-toggle:visible",
            has_text=words,
        ).first.wait_for()

    def show_tab(self, words):
        """Open a tab; a click that falls into a reload of the form is repeated."""
        active = self.page.locator(".o_notebook .nav-link.active", has_text=words)
        for _try in range(TRIES):
            self.page.get_by_role("tab", name=words, exact=True).click()
            with suppress(Timeout):
                active.wait_for(timeout=PATIENCE)
                break
        active.wait_for()
        return self.page.locator(".tab-pane.active")

    def print_paper(self, words):
        """Print the open paper by the gear's menu; return the PDF's path."""
        self.page.locator(".o_cp_action_menus button").first.click()
        item = self.page.get_by_role("menuitem", name=f"Печать отчета: {words}")
        with self.page.expect_download() as download:
            item.click()
        return download.value.path()
