"""How long a piece of work takes, and a row of the table of results."""

import statistics
import time
from dataclasses import dataclass

ROUNDS = 5


@dataclass(frozen=True)
class Result:
    """One figure: a ratio, what it is to be, and the times behind it.

    ``is_floor`` tells whether the ratio is to be at least the target, or at most.
    """

    name: str
    ratio: float
    target: float
    is_floor: bool
    details: str

    @property
    def is_met(self):
        if self.is_floor:
            return self.ratio >= self.target
        return self.ratio <= self.target

    def as_line(self):
        sign = "≥" if self.is_floor else "≤"
        verdict = "met" if self.is_met else "MISSED"
        return (
            f"{self.name:<52} {self.ratio:>7.2f} ×  {sign} {self.target:<4}"
            f" {verdict:<7} {self.details}"
        )


def seconds(work):
    """Return how long one call of ``work`` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def in_turn(first, second, rounds=ROUNDS):
    """Return the medians of two works, run in turn after a warm-up of each."""
    first()
    second()
    pairs = [(seconds(first), seconds(second)) for _round in range(rounds)]
    return tuple(statistics.median(times) for times in zip(*pairs, strict=True))
