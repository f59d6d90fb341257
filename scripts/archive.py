"""Packages of the Debian archive, fetched without touching the machine's own apt."""

import contextlib
import platform
import re
import shutil
import subprocess
import time
from pathlib import Path

from scripts import console, process
from scripts.paths import HOME

_APT = HOME / "apt"
_KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_FAILURE = (
    "The Debian archive cannot be read: check the network, or set ODOO_HOME to an "
    "existing Odoo 19."
)


def stable_suite():
    return platform.freedesktop_os_release().get("VERSION_CODENAME", "stable")


def fetch(packages, title):
    """Download the packages (`name/suite`) and return their files."""
    _read_lists({package.split("/")[1] for package in packages})
    _download(["download", *packages], title)
    return sorted((_APT / "packages").glob("*.deb"))


def fetch_with_needs(name, suite):
    """Download a package with all that it needs, down to the C library."""
    _read_lists({suite})
    choice = ["install", "--download-only", "--yes", "--no-install-recommends", name]
    _download(choice, f"{name} with its libraries")
    return sorted((_APT / "packages").glob("*.deb"))


def unpack(files, target):
    console.step("Unpacking")
    for file in files:
        process.run(
            ["dpkg-deb", "-x", str(file), str(target)],
            "The disk may be full: free 3 GB and run the command again.",
        )


def discard():
    """Remove the downloaded packages and lists: 150 MB that nobody reads again."""
    shutil.rmtree(_APT, ignore_errors=True)


def _read_lists(suites):
    if not shutil.which("apt-get"):
        raise console.Failure(
            "This system has no apt: set ODOO_HOME to an existing Odoo 19 and retry."
        )
    discard()
    _write_sources(suites)
    console.step("Reading the list of the Debian archive")
    process.run([*_apt_get(), "update"], _FAILURE, log="apt-lists")


def _write_sources(suites):
    for folder in ("lists/partial", "packages/partial"):
        (_APT / folder).mkdir(parents=True, exist_ok=True)
    (_APT / "status").touch()
    signed = f"[signed-by={_KEYRING}] " if _KEYRING.exists() else ""
    mirror = _mirror()
    lines = [f"deb {signed}{mirror} {suite} main\n" for suite in sorted(suites)]
    (_APT / "sources.list").write_text("".join(lines))


def _mirror():
    """Return the mirror from which the machine takes its own packages."""
    targets = process.run(
        ["apt-get", "indextargets", "--format", "$(RELEASE) $(COMPONENT) $(REPO_URI)"],
        _FAILURE,
    )
    for line in targets.splitlines():
        release, component, uri = line.split(maxsplit=2)
        if (release, component) == (stable_suite(), "main"):
            return uri
    raise console.Failure(
        "The machine's apt sources name no Debian mirror: add one, or set ODOO_HOME "
        "to an existing Odoo 19."
    )


def _apt_get():
    options = {
        # A mirror may be frozen; the signatures are checked all the same.
        "Acquire::Check-Valid-Until": "false",
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
        "APT::Sandbox::User": "root",
        "Debug::NoLocking": "true",
        "Dir::Cache": _APT,
        "Dir::Cache::archives": _APT / "packages",
        "Dir::Etc::sourcelist": _APT / "sources.list",
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::State::lists": _APT / "lists",
        "Dir::State::status": _APT / "status",
    }
    return ["apt-get", *(f"-o{name}={value}" for name, value in options.items())]


def _download(choice, title):
    listing = process.run([*_apt_get(), "--print-uris", *choice], _FAILURE)
    sizes = re.findall(r"^'\S+' \S+ (\d+) ", listing, re.MULTILINE)
    size = sum(map(int, sizes)) / 1e6
    with subprocess.Popen(
        [*_apt_get(), *choice],
        cwd=_APT / "packages",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as download:
        _watch(download, console.Progress(title, f"{size:.1f}", "MB"))
    if download.returncode:
        raise console.Failure(_FAILURE)


def _watch(download, progress):
    before = _fetched()
    while download.poll() is None:
        progress.show(f"{_fetched() - before:.1f}")
        time.sleep(0.1)
    progress.show(f"{_fetched() - before:.1f}", is_last=True)


def _fetched():
    """Return how many megabytes are on the disk; files come and go meanwhile."""
    total = 0
    for path in (_APT / "packages").rglob("*.deb"):
        with contextlib.suppress(FileNotFoundError):
            total += path.stat().st_size
    return total / 1e6
