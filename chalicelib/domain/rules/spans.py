"""Spans of time as people mean them: `2h` of open time, `1d` until the same time tomorrow, `3 business days`."""

import re
from datetime import timedelta
from enum import StrEnum

from msgspec import Struct

DAY = timedelta(days=1)
UNITS = {"d": DAY, "h": timedelta(hours=1), "m": timedelta(minutes=1), "s": timedelta(seconds=1)}
PLAIN = re.compile(r"(?:(\d{1,6})d)?(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,6})s)?")
BUSINESS = re.compile(r"(\d{1,4}) ?business ?(day|hour)s?")


class Counting(StrEnum):
    """How a span counts for a routine alert; urgent alerts count the clock's time."""

    PLAIN = "plain"
    """A day or more goes by the calendar; what is shorter counts open hours."""
    HOURS = "business-hours"
    DAYS = "business-days"


class Span(Struct, frozen=True, kw_only=True):
    """How long something lasts; `counts` says of what."""

    lasts: timedelta
    counts: Counting = Counting.PLAIN

    @property
    def is_open_time(self) -> bool:
        """Whether it counts open hours, however many days they take."""
        return self.counts is Counting.HOURS or (self.counts is Counting.PLAIN and self.lasts < DAY)


def span_in(text: str) -> Span | None:
    """The span of `15m`, `1h30m`, `1d`, `3 business days` or `2 business hours`; None for anything else."""
    found = BUSINESS.fullmatch(text)
    if found and found[2] == "day":
        return Span(lasts=int(found[1]) * DAY, counts=Counting.DAYS)
    if found:
        return Span(lasts=int(found[1]) * UNITS["h"], counts=Counting.HOURS)
    lasts = lasting_in(text)
    return None if lasts is None else Span(lasts=lasts)


def lasting_in(text: str) -> timedelta | None:
    """The timedelta of `1h30m`; None for anything else."""
    found = PLAIN.fullmatch(text) if text else None
    if found is None:
        return None
    return sum((int(n) * unit for n, unit in zip(found.groups(), UNITS.values(), strict=True) if n), timedelta())
