"""Rate limits: a bucket per kind of request and origin or account, in this process.

One portal process counts on its own; a reverse proxy in front limits what comes from outside as a whole.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable

from rizoom.portal.faults import Fault

KEPT = 10_000


class RateLimiter:
    """``take`` raises a 429 fault when a bucket is empty; it fills evenly over a minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._buckets: dict[tuple[str, str], tuple[float, float]] = {}

    def take(self, kind: str, key: str, per_minute: int) -> None:
        """Count one request of ``key``; at most ``per_minute`` in a minute."""
        now = self._clock()
        with self._lock:
            left, last = self._buckets.pop((kind, key), (float(per_minute), now))
            left = min(float(per_minute), left + (now - last) * per_minute / 60)
            if left >= 1:
                self._buckets[kind, key] = (left - 1, now)
                while len(self._buckets) > KEPT:
                    self._buckets.pop(next(iter(self._buckets)))
                return
            self._buckets[kind, key] = (left, now)
        wait = max(1, math.ceil((1 - left) * 60 / per_minute))
        raise Fault(429, f"Wacht {wait} seconden en probeer het opnieuw.", headers={"Retry-After": str(wait)})
