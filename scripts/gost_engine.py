"""The GOST algorithms of OpenSSL, by which Russian signatures are verified.

Debian 13 does not carry the engine; the package of Debian 12 serves its OpenSSL too.
"""

import os
import shutil
import subprocess

from scripts import archive, console
from scripts.paths import HOME

VARIABLE = "SOCIAL_GOST_ENGINE"
_TREE = HOME / "gost"
_PACKAGE, _SUITE = "libengine-gost-openssl", "bookworm"
_REMEDY = (
    f"install {_PACKAGE} as an administrator, name the engine's file in {VARIABLE}, "
    f"or set {VARIABLE}=off to run without verifying GOST signatures."
)


def ensure():
    """Make the engine available: the machine's own, else one of this checkout."""
    if VARIABLE in os.environ or _is_usable("gost") or _find_own():
        return
    if not shutil.which("apt-get"):
        raise console.Failure(f"OpenSSL has no GOST engine: {_REMEDY}")
    console.step("Fetching the GOST engine of OpenSSL")
    unfinished = HOME / "gost.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    archive.unpack(
        archive.fetch([f"{_PACKAGE}/{_SUITE}"], "GOST engine of OpenSSL"), unfinished
    )
    archive.discard()
    shutil.rmtree(_TREE, ignore_errors=True)
    unfinished.rename(_TREE)
    _check_own()


def variables():
    """Return what tells Odoo where the engine of this checkout is, if it has one."""
    own = _find_own()
    return {VARIABLE: str(own)} if own and VARIABLE not in os.environ else {}


def _find_own():
    return next(_TREE.glob("usr/lib/*/engines-3/gost.so"), None)


def _check_own():
    own = _find_own()
    load = ("-pre", f"SO_PATH:{own}", "-pre", "ID:gost", "-pre", "LOAD")
    if not own or not _is_usable("dynamic", *load):
        shutil.rmtree(_TREE)
        raise console.Failure(f"The GOST engine does not suit OpenSSL here: {_REMEDY}")


def _is_usable(*engine):
    command = ["openssl", "engine", *engine, "-t"]
    result = subprocess.run(command, capture_output=True, check=False)
    return b"[ available ]" in result.stdout
