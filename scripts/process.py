"""Child processes whose failure is told in one sentence."""

import os
import subprocess

from scripts.console import Failure
from scripts.paths import LOGS


def run(command, failure, *, log=None, **options):
    """Run a command to its end and return what it printed.

    :param failure: the sentence for the person when the command fails
    :param log: name of a log file that takes the output; the sentence names it
    """
    if log:
        return _run_logged(command, failure, LOGS / f"{log}.log", options)
    result = subprocess.run(
        command, capture_output=True, text=True, check=False, **options
    )
    if result.returncode:
        raise Failure(f"{failure} ({_last_line(result.stderr or result.stdout)})")
    return result.stdout


def _run_logged(command, failure, path, options):
    with path.open("w") as output:
        result = subprocess.run(
            command, stdout=output, stderr=subprocess.STDOUT, check=False, **options
        )
    if result.returncode:
        raise Failure(f"{failure} (details: {path})")
    return ""


def _last_line(text):
    lines = text.strip().splitlines()
    return lines[-1].strip() if lines else "no output"


def as_root(command, failure):
    """Return the command in the form that runs it with the rights of root."""
    if os.geteuid() == 0:
        return command
    if not os.access("/usr/bin/sudo", os.X_OK):
        raise Failure(failure)
    return ["sudo", *command]
