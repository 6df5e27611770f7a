"""Whether a source is read when it is its turn, and whether it says as much as it used to."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from chalicelib.domain.heard.source import SourceState

IN_TIME = timedelta(minutes=1)
"""A source is read within its cadence and this much more."""

WEEK = 7
"""Days of listening before a source has a normal: a weekend is among them."""

KEPT = 14
"""Days whose longest pauses a source's state remembers."""

SHORTEST_SILENCE = timedelta(hours=1)
TOO_LONG = 2
"""How many times its longest pause a source may be silent."""


def heard_from(state: SourceState, at: datetime) -> SourceState:
    """The state of a source that had something new at `at`, with the pause that ended then."""
    pause = round((at - state.heard_at).total_seconds()) if state.heard_at else 0
    day = f"{at:%Y-%m-%d}"
    pauses = state.pauses | {day: max(pause, state.pauses.get(day, 0))}
    kept = {day: pauses[day] for day in sorted(pauses)[-KEPT:]}
    return replace(state, heard_at=at, pauses=kept)


def is_late(state: SourceState, at: datetime, *, known_since: datetime) -> bool:
    """Whether its turn has passed unused; one that was never read is due since `known_since`."""
    due = state.next_at or state.read_at or known_since
    return due + IN_TIME < at


def silent_since(state: SourceState, at: datetime) -> datetime | None:
    """Since when a source says nothing, if that is far longer than it ever paused in its last days; else None.

    One that fails is not silent: that it fails is said already.
    """
    if state.heard_at is None or state.failures or len(state.pauses) < WEEK:
        return None
    longest = timedelta(seconds=max(state.pauses.values()))
    is_odd = at - state.heard_at > max(TOO_LONG * longest, SHORTEST_SILENCE)
    return state.heard_at if is_odd else None
