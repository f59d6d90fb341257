"""Odoo 19.0 Community: an existing one, or the one of the Debian archive."""

import os
import re
import shutil
from pathlib import Path

from scripts import archive, console
from scripts.paths import HOME

_TREE = HOME / "odoo"
_PACKAGES = Path("usr/lib/python3/dist-packages")
_UNSTABLE = (
    "odoo-19",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-montserrat",
    "fonts-roboto-unhinted",
    "fonts-ocr-b",
)
# The newer versions of these no longer contain the files that Odoo links to.
_STABLE = ("fonts-font-awesome", "fonts-inconsolata")
# The archive leaves this library of the video calls out, while Odoo's list of assets
# names it: every page would report an error.
_LEFT_OUT = ("mail/static/lib/selfie_segmentation/selfie_segmentation.js",)


def ensure():
    """Return the folder that Python must see to import Odoo 19."""
    named = os.environ.get("ODOO_HOME")
    folder = Path(named).resolve() if named else _TREE / _PACKAGES
    if not named and not folder.exists():
        _fetch()
    if not named:
        _fill_gaps(folder)
    _check_version(folder)
    return folder


def _fetch():
    console.step("Fetching Odoo 19.0 (125 MB, once)")
    suite = archive.stable_suite()
    packages = [f"{name}/sid" for name in _UNSTABLE]
    packages += [f"{name}/{suite}" for name in _STABLE]
    files = archive.fetch(packages, "Odoo with its fonts")
    unfinished = HOME / "odoo.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    archive.unpack(files, unfinished)
    archive.discard()
    _check_links(unfinished)
    unfinished.rename(_TREE)


def _fill_gaps(folder):
    """Put an empty file in the place of each asset that the archive leaves out."""
    for name in _LEFT_OUT:
        path = folder / "odoo" / "addons" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def _check_links(tree):
    for path in tree.rglob("*"):
        if path.is_symlink() and not path.exists():
            raise console.Failure(
                f"The archive's Odoo lacks {path.name}: set ODOO_HOME to another "
                "Odoo 19 and run the command again."
            )


def _check_version(folder):
    release = folder / "odoo" / "release.py"
    text = release.read_text() if release.is_file() else ""
    if not re.search(r"^version_info = \(19, 0,", text, re.MULTILINE):
        raise console.Failure(
            f"{folder} holds no Odoo 19.0: correct ODOO_HOME or unset it, then retry."
        )
