"""A histogram of waits: so many in each of a fixed row of buckets, so that any two can be added."""

from bisect import bisect_left
from datetime import timedelta

from msgspec import Struct

BOUNDS = tuple(sorted({round(2 ** (step / 4)) for step in range(90)}))
"""The most seconds of each bucket, each a fifth more than the one before: from one second to eight weeks.

Never to be changed: what is stored counts by them.
"""


class Histogram(Struct, frozen=True):
    """How many waits each bucket holds, by its place in `BOUNDS`; those that are longer lie behind the last."""

    counts: dict[int, int] = {}

    @property
    def total(self) -> int:
        """How many waits there were."""
        return sum(self.counts.values())

    def quantile(self, share: float) -> timedelta | None:
        """What `share` of the waits took at most, to a fifth; None where there were none."""
        wanted, seen = share * self.total, 0
        for bucket in sorted(self.counts):
            seen += self.counts[bucket]
            if seen >= wanted:
                return timedelta(seconds=BOUNDS[min(bucket, len(BOUNDS) - 1)])
        return None


def wait_of(wait: timedelta) -> Histogram:
    """The histogram of one wait; what ended before it began took no time."""
    return Histogram({bisect_left(BOUNDS, wait.total_seconds()): 1})
