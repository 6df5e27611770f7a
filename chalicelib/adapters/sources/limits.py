"""What a server says about its limits: how many requests are left, and when it may be asked again."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

LONGEST_PAUSE = timedelta(days=1)
"""However long a server asks to be left alone, it cannot silence itself for ever."""

_FEW = 5
"""Requests that are kept back: whoever uses the last one learns of a refusal by being refused."""

_RESETS = ("x-ratelimit-reset", "ratelimit-reset", "retry-after")
_LEFT = ("x-ratelimit-remaining", "ratelimit-remaining")
_AN_EPOCH = 1_000_000_000
"""Above this a number counts seconds since 1970, below it seconds from now."""


def retry_at(headers: Mapping[str, str], at: datetime) -> datetime | None:
    """When to ask again, after `at` and at most a day later; None where the headers (small letters) do not say."""
    told = (_instant(headers[name], at) for name in _RESETS if name in headers)
    first = next((instant for instant in told if instant is not None), None)
    return None if first is None else max(at, min(first, at + LONGEST_PAUSE))


def left(headers: Mapping[str, str]) -> int | None:
    """How many requests the server answers before it refuses; None where it does not say."""
    told = next((headers[name] for name in _LEFT if name in headers), "")
    return int(told) if told.isascii() and told.isdecimal() else None


def is_nearly_refused(headers: Mapping[str, str]) -> bool:
    """Whether the server said that it answers only a few requests more before it refuses."""
    remaining = left(headers)
    return remaining is not None and remaining < _FEW


def _instant(told: str, at: datetime) -> datetime | None:
    """An instant, seconds since 1970, or seconds from now."""
    try:
        if not told.isdecimal():
            instant = datetime.fromisoformat(told)
            return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
        return datetime.fromtimestamp(int(told), UTC) if int(told) > _AN_EPOCH else at + timedelta(seconds=int(told))
    except (ValueError, OverflowError, OSError):
        return None
