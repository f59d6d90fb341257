"""Packages of the Debian archive, fetched without touching the machine's own apt."""

import platform
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


def fetch(packages):
    """Download the packages (`name/suite`) and return their files."""
    if not shutil.which("apt-get"):
        raise console.Failure(
            "This system has no apt: set ODOO_HOME to an existing Odoo 19 and retry."
        )
    _write_sources({package.split("/")[1] for package in packages})
    console.step("Reading the list of the Debian archive")
    process.run([*_apt_get(), "update"], _FAILURE, log="apt-lists")
    return [_download(package) for package in packages]


def unpack(files, target):
    for file in files:
        console.step(f"Unpacking {file.name.split('_')[0]}")
        process.run(
            ["dpkg-deb", "-x", str(file), str(target)],
            "The disk may be full: free 3 GB and run the command again.",
        )


def discard():
    """Remove the downloaded packages and lists: 150 MB that nobody reads again."""
    shutil.rmtree(_APT, ignore_errors=True)


def _write_sources(suites):
    for folder in ("lists/partial", "cache/archives/partial", "packages"):
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
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
        "APT::Sandbox::User": "root",
        "Dir::Cache": _APT / "cache",
        "Dir::Etc::sourcelist": _APT / "sources.list",
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::State::lists": _APT / "lists",
        "Dir::State::status": _APT / "status",
    }
    return ["apt-get", *(f"-o{name}={value}" for name, value in options.items())]


def _download(package):
    listing = process.run([*_apt_get(), "--print-uris", "download", package], _FAILURE)
    _uri, name, size, *_digest = listing.split()
    file = _APT / "packages" / name
    if not file.exists() or file.stat().st_size != int(size):
        _watch([*_apt_get(), "download", package], file, int(size))
    return file


def _watch(command, file, size):
    progress = console.Progress(file.name.split("_")[0], f"{size / 1e6:.1f}", "MB")
    with subprocess.Popen(
        command,
        cwd=file.parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process_:
        while process_.poll() is None:
            have = sum(path.stat().st_size for path in file.parent.glob(file.name))
            progress.show(f"{have / 1e6:.1f}")
            time.sleep(0.1)
    if process_.returncode:
        raise console.Failure(_FAILURE)
    progress.show(f"{size / 1e6:.1f}", is_last=True)
