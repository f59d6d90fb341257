"""How often one key may knock, for each process of the server."""

import time


class Bucket:
    """A bucket of ``size`` tokens that fills by ``per_second``.

    >>> bucket = Bucket(2, 1, clock=iter([0, 0, 0, 1]).__next__)
    >>> bucket.take(), bucket.take(), bucket.take()
    (0, 0, 1)
    """

    def __init__(self, size, per_second, clock=time.monotonic):
        self._size, self._per_second, self._clock = size, per_second, clock
        self._left, self._at = size, None

    def take(self):
        """Take a token; return the seconds to wait, zero when it was there."""
        now = self._clock()
        if self._at is not None:
            gained = (now - self._at) * self._per_second
            self._left = min(self._size, self._left + gained)
        self._at = now
        if self._left >= 1:
            self._left -= 1
            return 0
        return max(1, round((1 - self._left) / self._per_second))
