"""Child processes whose failure is told in one sentence."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

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


def children(parent):
    """Return the numbers of the processes that a process has started."""
    return [pid for pid, (owner, _session) in _kinships() if owner == parent]


def session(leader):
    """Return the numbers of all processes of a session, whoever their parent is."""
    return [pid for pid, (_owner, session) in _kinships() if session == leader]


def _kinships():
    """Yield each process with its parent and its session."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # The name in brackets may hold anything.
            words = status.read_text().rpartition(")")[2].split()
            yield int(status.parent.name), (int(words[1]), int(words[3]))


def is_alive(pid):
    """Tell whether a process runs; one that only waits to be buried does not."""
    try:
        stat = Path("/proc", str(pid), "stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def kill(pids):
    """Kill processes without a word and wait until they are gone."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    while any(map(is_alive, pids)):
        time.sleep(0.02)


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
