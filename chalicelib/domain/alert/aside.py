"""Aside: what a sweep could not deal with stands aside for a while, delays nobody else, and is tried again."""

from datetime import datetime, timedelta

from msgspec import Struct

FIRST_PAUSE = timedelta(seconds=45)
"""Less than the minute to the next sweep: what failed for a passing reason is not late for it."""

LONGEST_PAUSE = timedelta(minutes=15)


class Aside(Struct, frozen=True, kw_only=True):
    """An alert or a notification (`id`) that failed `tries` times `since`; it is tried again at `again_at`."""

    id: str
    why: str
    since: datetime
    tries: int
    again_at: datetime


def put_aside(id: str, why: str, *, before: Aside | None, at: datetime) -> Aside:
    """Set it aside, for twice as long as the last time."""
    tries = before.tries + 1 if before else 1
    pause: timedelta = min(FIRST_PAUSE * (1 << min(tries - 1, 10)), LONGEST_PAUSE)
    return Aside(id=id, why=why[:500], since=before.since if before else at, tries=tries, again_at=at + pause)
