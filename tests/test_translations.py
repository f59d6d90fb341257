"""The translation files against the terms that the addons have now."""

import os
from pathlib import Path

import house
import polib
import pytest

from scripts.addons import manifests


def _terms(path):
    return {entry.msgid for entry in polib.pofile(str(path)) if not entry.obsolete}


@pytest.mark.parametrize("addon", manifests())
@pytest.mark.parametrize("file", ["{addon}.pot", "ru.po"])
def test_a_file_holds_exactly_the_terms_of_its_addon(addon, file):
    exported = Path(os.environ["SOCIAL_TRANSLATIONS"], f"{addon}.pot")
    kept = house.ADDONS / addon / "i18n" / file.format(addon=addon)
    assert _terms(kept) == _terms(exported)
