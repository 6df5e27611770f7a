"""Whose shift it is: members take turns, handing over at the same wall-clock time whatever the clocks do."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from msgspec import Struct

from chalicelib.domain.rules.person import Rota


class Shift(Struct, frozen=True, kw_only=True):
    """`person` has the shift of `rota` in [start, end); None where nobody has."""

    rota: str
    person: str | None
    start: datetime
    end: datetime


def shifts(rota: Rota, start: datetime, end: datetime) -> tuple[Shift, ...]:
    """Every shift of [start, end) in order, cut at both ends: one ends where a turn or an override does."""
    ahead = range(1, (end - start) // timedelta(days=rota.days) + 3)
    turn = _turn(rota, start)
    edges = {edge for override in rota.overrides for edge in (override.start, override.end)}
    edges |= {_handoff(rota, turn + number) for number in ahead}
    cuts = [start, *sorted(edge for edge in edges if start < edge < end), end]
    return tuple(
        Shift(rota=rota.id, person=on_call_now(rota, since), start=since, end=until) for since, until in pairwise(cuts)
    )


def on_call_now(rota: Rota, at: datetime) -> str | None:
    """Who has the shift at `at`: the last override that covers it, else the member whose turn it is.

    None before the first handoff.
    """
    for override in reversed(rota.overrides):
        if override.start <= at < override.end:
            return override.person
    turn = _turn(rota, at)
    return rota.members[turn % len(rota.members)] if turn >= 0 and rota.members else None


def on_call_next(rota: Rota, at: datetime) -> tuple[str, datetime] | None:
    """Who takes over from whoever has the shift at `at`, and when; None if nobody else ever does."""
    now = on_call_now(rota, at)
    for change in _possible_changes(rota, at):
        after = on_call_now(rota, change)
        if after is not None and after != now:
            return after, change
    return None


def _possible_changes(rota: Rota, at: datetime) -> list[datetime]:
    """Every instant after `at` at which the shift could change, up to one round of turns past the last override."""
    edges = {edge for override in rota.overrides for edge in (override.start, override.end) if edge > at}
    handoffs = {
        _handoff(rota, _turn(rota, instant) + ahead)
        for instant in {at, *edges}
        for ahead in range(1, len(rota.members) + 1)
    }
    return sorted(edges | handoffs)


def _turn(rota: Rota, at: datetime) -> int:
    """How many turns ended before the one that runs at `at`; -1 before the first handoff."""
    zone = ZoneInfo(rota.zone)
    elapsed = at.astimezone(zone).replace(tzinfo=None) - rota.starts.astimezone(zone).replace(tzinfo=None)
    turn = max(elapsed // timedelta(days=rota.days), -1)
    # The wall clock may run an hour ahead of, or behind, the handoff on a day when clocks change.
    if _handoff(rota, turn + 1) <= at:
        return turn + 1
    return turn - 1 if turn >= 0 and _handoff(rota, turn) > at else turn


def _handoff(rota: Rota, turn: int) -> datetime:
    """When `turn` begins. A wall-clock time that is skipped comes an hour later, one shown twice is the first."""
    zone = ZoneInfo(rota.zone)
    wall = rota.starts.astimezone(zone).replace(tzinfo=None) + timedelta(days=rota.days) * turn
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
