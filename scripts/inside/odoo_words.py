"""The words of Odoo's own web client that are Russian neither there nor here."""

import importlib.util
from pathlib import Path

import polib

from scripts.paths import ADDONS

# Where Odoo's Russian ends, that of this file begins: the client falls back to it.
EXTRA = ADDONS / "social_interagency" / "i18n_extra" / "ru.po"
# The parts of Odoo that draw what our users see.
_PARTS = (
    "api_doc",
    "base_import",
    "base_setup",
    "html_editor",
    "mail",
    "portal",
    "web",
)
_OF_THE_CLIENT = "odoo-javascript"


def find_english():
    """Return ``{part: words}`` of the parts that show an English word."""
    ours = _read_russian(EXTRA)
    found = {part: _read_words(part) - ours for part in _PARTS}
    return {part: sorted(words) for part, words in found.items() if words}


def _read_words(part):
    folder = _get_odoo() / part / "i18n"
    words = {
        entry.msgid
        for entry in polib.pofile(str(folder / f"{part}.pot"))
        if _OF_THE_CLIENT in entry.comment
    }
    return words - _read_russian(folder / "ru.po")


def _read_russian(path):
    return {entry.msgid for entry in polib.pofile(str(path)).translated_entries()}


def _get_odoo():
    [folder, *_more] = importlib.util.find_spec("odoo").submodule_search_locations
    return Path(folder) / "addons"
