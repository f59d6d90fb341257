"""A line that tells how far a long piece of work is."""

import sys
import time

WIDTH = 30
EVERY = 10  # seconds between lines where the output is no screen


class Progress:
    """Progress of one piece of work, on one line of a screen."""

    def __init__(self, title):
        self.title = title
        self.start = time.monotonic()
        self.shown = 0

    def show(self, done, total):
        """Tell that ``done`` of ``total`` is done."""
        now = time.monotonic()
        is_screen = sys.stdout.isatty()
        if not is_screen and done < total and now - self.shown < EVERY:
            return
        self.shown = now
        filled = WIDTH * done // total
        left = (now - self.start) * (total - done) / max(done, 1)
        bar = "█" * filled + "░" * (WIDTH - filled)
        line = f"{self.title} {bar} {100 * done // total:3} %, ещё {left:.0f} с  "
        end = "\n" if done >= total or not is_screen else ""
        print(f"\r{line}" if is_screen else line, end=end, flush=True)
