"""Child processes whose failure is told in one sentence."""

import os
import shutil
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


def run_watched(command, failure, watch, *, log):
    """Run a command, hand each line of its output to `watch` and keep it in a log."""
    path = LOGS / f"{log}.log"
    with (
        path.open("w") as output,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as child,
    ):
        for line in child.stdout:
            output.write(line)
            watch(line)
    if child.returncode:
        raise Failure(f"{failure} (details: {path})")


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
    if not shutil.which("sudo"):
        raise Failure(failure)
    return ["sudo", *command]
