"""The virtual environment that sees Odoo and the pinned packages."""

import hashlib
import subprocess
import sys
from pathlib import Path

from scripts import console, process
from scripts.paths import HOME, LOGS, ROOT

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
    lines = path.read_text().splitlines()
    total = sum("==" in line for line in lines)
    console.step(f"Installing the Python packages of {path.name}")
    progress = console.Progress("Python packages", total, "found")
    command = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check"]
    # The files name every package, so that nothing is resolved on the machine.
    command += ["--no-deps", "--only-binary=:all:", "--progress-bar=off", "-r", path]
    log = LOGS / f"pip-{path.stem}.log"
    if not _run_pip(command, log, progress):
        raise console.Failure(
            "The Python packages are not installed: check the network and run the "
            f"command again (details: {log})."
        )
    _stamp(path).write_text(_digest(path))


def _run_pip(command, log, progress):
    found = 0
    with (
        log.open("w") as output,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as pip,
    ):
        for line in pip.stdout:
            output.write(line)
            if line.startswith(_FOUND):
                found = min(found + 1, progress.total)
                progress.show(found)
    progress.show(found, is_last=True)
    return pip.returncode == 0
