"""The program that prints Odoo's papers as PDF.

Debian 12 is the last to carry it; its package runs anywhere with its own libraries.
"""

import shutil

from scripts import archive, console
from scripts.paths import HOME

BIN = HOME / "bin"
_TREE = HOME / "wkhtmltopdf"
_SUITE = "bookworm"
_START = """#!/bin/sh
tree=$(CDPATH='' cd -- "$(dirname -- "$0")/../{tree}" && pwd)
export QT_QPA_PLATFORM=offscreen QT_PLUGIN_PATH="$tree/usr/lib/{triplet}/qt5/plugins"
libraries="$tree/lib/{triplet}:$tree/usr/lib/{triplet}"
exec "$tree/lib/{triplet}/{loader}" --library-path "$libraries" \\
    "$tree/usr/bin/wkhtmltopdf" "$@"
"""


def ensure():
    """Make the program callable: the machine's own, else one of this checkout."""
    if shutil.which("wkhtmltopdf") or (BIN / "wkhtmltopdf").exists():
        return
    console.step("Fetching wkhtmltopdf (110 MB, once)")
    unfinished = HOME / "wkhtmltopdf.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    archive.unpack(archive.fetch_with_needs("wkhtmltopdf", _SUITE), unfinished)
    archive.discard()
    shutil.rmtree(_TREE, ignore_errors=True)
    unfinished.rename(_TREE)
    _write_start()


def _write_start():
    loader = next(_TREE.glob("lib/*/ld-linux-*"))
    triplet = loader.parent.name
    start = BIN / "wkhtmltopdf"
    BIN.mkdir(exist_ok=True)
    start.write_text(
        _START.format(tree=_TREE.name, triplet=triplet, loader=loader.name)
    )
    start.chmod(0o755)
