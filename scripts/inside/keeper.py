"""Keep a program running, as systemd does: ``keeper.py COMMAND …``.

A master of Odoo ends when the database is away at the moment it wants a new process.
"""

import signal
import subprocess
import sys
import time

_PAUSE = 1  # seconds between an end and the next start


def main(command):
    """Start the command again whenever it ends, until this process is told to stop."""
    is_wanted, child = True, None

    def stop(*_signal):
        nonlocal is_wanted
        is_wanted = False
        if child:
            child.terminate()

    signal.signal(signal.SIGTERM, stop)
    while is_wanted:
        child = subprocess.Popen(command)
        child.wait()
        if is_wanted:
            time.sleep(_PAUSE)


if __name__ == "__main__":
    main(sys.argv[1:])
