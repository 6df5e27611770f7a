"""Many sources: each is read within its cadence and a minute, whatever the others do."""

from datetime import timedelta

import pytest

from bench.collect import DEAD, FEEDS, SLOW, waits


@pytest.mark.parametrize("minutes", [1, 5])
def test_every_healthy_feed_of_300_is_read_in_time_beside_slow_and_dead_ones(minutes: int) -> None:
    healthy, slow = waits(timedelta(minutes=minutes), hours=0.25)

    assert (healthy.feeds, healthy.late) == (FEEDS - SLOW - DEAD, 0)
    assert healthy.longest > timedelta(minutes=minutes)
    assert (slow.feeds, slow.late) == (SLOW, 0)
