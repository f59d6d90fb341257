"""What the person at the console sees."""

import sys
import time


class Failure(Exception):
    """One sentence: what is wrong and what to do."""


def step(text):
    print(f"• {text}", flush=True)


def done(text):
    print(f"✓ {text}", flush=True)


def failed(text):
    print(f"✗ {text}", file=sys.stderr, flush=True)


class Progress:
    """A counter that rewrites its line on a terminal and is sparing in a log."""

    def __init__(self, text, total, unit):
        self.text = text
        self.total = total
        self.unit = unit
        self.is_terminal = sys.stdout.isatty()
        self.shown_at = 0.0

    def show(self, value, is_last=False):
        pause = 0.2 if self.is_terminal else 5
        if not is_last and time.monotonic() - self.shown_at < pause:
            return
        self.shown_at = time.monotonic()
        end = "\n" if is_last or not self.is_terminal else ""
        start = "\r" if self.is_terminal else ""
        line = f"{start}  {self.text}: {value} of {self.total} {self.unit}"
        print(line, end=end, flush=True)
