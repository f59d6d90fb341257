"""Odoo as a server in the background: start, wait, find again, stop."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from scripts import console, process
from scripts.paths import HOME, LOGS, ROOT

HOST = "127.0.0.1"
USUAL_PORT = 8069
_PATIENCE = 120  # seconds


def free_port(start=USUAL_PORT):
    """Return the first port from `start` on which nobody listens."""
    for port in range(start, start + 100):
        if _is_free(port):
            return port
    raise console.Failure(
        f"The ports {start}-{start + 99} are all taken: set SOCIAL_PORT to a free one."
    )


def chosen_port():
    """Return the port of SOCIAL_PORT, else the usual one or the next that is free."""
    wanted = os.environ.get("SOCIAL_PORT")
    if not wanted:
        return free_port()
    if not wanted.isdecimal() or not _is_free(int(wanted)):
        raise console.Failure(
            f"SOCIAL_PORT is {wanted}, which is not a free port: choose another."
        )
    return int(wanted)


def _is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


class Server:
    """A server of this checkout, remembered in a file.

    :param name: tells the server of `run` from those of the tests and benchmarks
    """

    def __init__(self, name):
        self.file = HOME / f"{name}.json"
        self.log = LOGS / f"{name}.log"

    def running(self):
        """Return what is known of the running server, or None."""
        if not self.file.exists():
            return None
        known = json.loads(self.file.read_text())
        command = Path("/proc", str(known["pid"]), "cmdline")
        if command.exists() and self._mark(known["database"]) in command.read_text():
            return known
        self.file.unlink()
        return None

    def start(self, database, port, *options, address=None):
        """Start the server and wait until it answers; return its address.

        :param options: of Odoo's command line
        :param address: by which people know it when another program stands before
        """
        database.set_address(address or self.address(port))
        odoo, name = database.odoo, database.name
        command = odoo.serve(
            *("-d", name, f"--db-filter={self._mark(name)}"),
            *("--http-port", port, f"--logfile={self.log}", *options),
        )
        with self.log.with_suffix(".start.log").open("w") as output:
            child = subprocess.Popen(
                command,
                cwd=ROOT,
                env=odoo.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._remember(child.pid, name, port)
        self._wait(child, self.address(port))
        return self.address(port)

    def stop(self):
        """Stop the server; return whether there was one."""
        known = self.running()
        if known is None:
            return False
        for attempt in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.kill(known["pid"], attempt)
            if self._is_gone_within(20):
                return True
        raise console.Failure(
            f"Process {known['pid']} does not end: restart the machine."
        )

    def kill(self):
        """Kill the server and all that it has started, as a power cut does."""
        known = self.running()
        if known:
            process.kill([known["pid"], *process.session(known["pid"])])

    @staticmethod
    def address(port):
        return f"http://{HOST}:{port}"

    @staticmethod
    def _mark(database):
        return f"^{database}$"

    def _remember(self, pid, database, port):
        self.file.write_text(
            json.dumps({"pid": pid, "database": database, "port": port})
        )

    def _wait(self, child, address):
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            if child.poll() is not None:
                break
            if _answers(f"{address}/web/login"):
                return
            time.sleep(0.3)
        self.stop()
        raise console.Failure(
            f"Odoo does not start: read the end of {self.log}, mend the cause and run "
            "the command again."
        )

    def _is_gone_within(self, seconds):
        for _attempt in range(seconds * 10):
            if self.running() is None:
                return True
            time.sleep(0.1)
        return False


def _answers(url):
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False
