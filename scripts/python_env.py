"""The virtual environment that sees Odoo and the pinned packages."""

import hashlib
import sys
from pathlib import Path

from scripts import console, process
from scripts.paths import HOME, ROOT

VENV = HOME / "venv"
PYTHON = VENV / "bin" / "python"
RUNTIME = ROOT / "requirements.txt"
TESTS = ROOT / "requirements-test.txt"
_FOUND = ("Collecting ", "Processing ", "Requirement already satisfied: ")


def ensure(odoo, *requirements):
    """Make the environment hold the requirement files and import that Odoo."""
    if not PYTHON.exists():
        console.step("Creating the Python environment")
        process.run(
            [sys.executable, "-m", "venv", "--clear", str(VENV)],
            "Python cannot create a virtual environment: install python3-venv, "
            "then run the command again.",
        )
    for path in requirements:
        if not _is_installed(path):
            _install(path)
    _site_packages().joinpath("odoo-home.pth").write_text(f"{odoo}\n")


def _site_packages():
    return next(Path(VENV, "lib").glob("python3.*/site-packages"))


def _stamp(path):
    return VENV / f"{path.stem}.sha256"


def _digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _is_installed(path):
    stamp = _stamp(path)
    return stamp.exists() and stamp.read_text() == _digest(path)


def _install(path):
    total = sum("==" in line for line in path.read_text().splitlines())
    console.step(f"Installing the Python packages of {path.name}")
    progress = console.Progress("Python packages", total, "found")
    command = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check"]
    # The files name every package, so that nothing is resolved on the machine.
    command += ["--no-deps", "--only-binary=:all:", "--progress-bar=off", "-r", path]
    found = []

    def watch(line):
        if line.startswith(_FOUND):
            found.append(line)
            progress.show(len(found))

    process.run_watched(
        command,
        "The Python packages are not installed: check the network and run the "
        "command again",
        watch,
        log=f"pip-{path.stem}",
    )
    progress.show(total, is_last=True)
    _stamp(path).write_text(_digest(path))
