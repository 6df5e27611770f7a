"""Reading one date that a stranger's program wrote, in whatever form: an instant, or None where it leaves a doubt.

A doubt is worth more than a guess. A date that is wrong by a month makes news old, and old posts news; one that is
None counts as written when it was read.
"""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from chalicelib.adapters.sources.dates.days import Day, find_day
from chalicelib.adapters.sources.dates.zones import Offset, read_zone
from chalicelib.domain.heard.dating import is_believable

LONGEST = 120
"""Characters of the longest text that is taken for a date."""

_HOLE = "\x1f"
"""Stands where the time of day was: white space to every pattern, and not in any date."""

_COMMENT = re.compile(r"\([^()]*\)\s*$|(?<=[+-]\d\d:\d\d)\[[^\[\]]*\]\s*$")
_DOTNET = re.compile(r"/date\((-?\d+)(?:[+-]\d{4})?\)/", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_IN_ONE = {8: "%Y%m%d", 10: "%Y%m%d%H", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
_BASIC = re.compile(r"(\d{8})[T ](\d\d)(\d\d)(?:(\d\d)(?:[.,]\d+)?)?(?!\d)", re.IGNORECASE)
_EAST_ASIAN = re.compile(r"(\d{1,2})\s*[时時点點시](?:\s*(\d{1,2})\s*[分분](?:\s*(\d{1,2})\s*[秒초])?)?")
_TIME = re.compile(
    r"""(?<![\d:])(?:T|\b)?(?P<hour>\d{1,2})(?::|h(?=\d\d))(?P<minute>\d{2})
    (?::(?P<second>\d{2})(?:[.,:]\d+)?)?(?![\d:])""",
    re.IGNORECASE | re.VERBOSE,
)
_HALF_AFTER = re.compile(r"^\s*([ap])\.?\s?m\.?(?![^\W\d_])", re.IGNORECASE)
_MORNING = ("上午", "午前", "오전", "凌晨", "早上")
_AFTERNOON = ("下午", "午後", "오후", "晚上")
_SPOKEN = frozenset({"uhr", "h", "hrs", "hours", "г", "at", "o", "am", "um", "kl"})


def read_date(text: str, *, at: datetime) -> datetime | None:
    """The instant in UTC that `text` names, if it names exactly one that can be believed `at` that time.

    A time without a zone counts as UTC, a day without a time as its midnight.
    """
    if len(text) > LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", text).replace("\u2212", "-").replace(_HOLE, " ").strip()
    found = (written for written in _readings(plain) if is_believable(written, at=at))
    return next(found, None)


def _readings(text: str) -> Iterator[datetime]:
    number = _DOTNET.fullmatch(text) or _NUMBER.fullmatch(text)
    if number:
        yield from _numbers(number[number.lastindex or 0])
        return
    try:
        written = _written(_BASIC.sub(_spelled, _COMMENT.sub("", text), count=1))
    except (ValueError, OverflowError):
        return
    if written is not None:
        yield written


def _numbers(digits: str) -> Iterator[datetime]:
    """Seconds, or thousandths, millionths or billionths of them, since 1970; else year, month, day and time in one."""
    whole = digits.partition(".")[0]
    for unit in (1, 10**3, 10**6, 10**9):
        if 9 <= len(whole) - len(str(unit)) + 1 <= 11:
            yield datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=float(digits) / unit)
    if len(whole) in _IN_ONE:
        with suppress(ValueError):
            yield datetime.strptime(whole, _IN_ONE[len(whole)]).replace(tzinfo=UTC)


def _spelled(basic: re.Match[str]) -> str:
    """ISO's form without separators, with them."""
    day, hour, minute, second = basic.groups()
    return f"{day[:4]}-{day[4:6]}-{day[6:]}T{hour}:{minute}:{second or '00'}"


def _written(text: str) -> datetime | None:
    """A day, perhaps a time, perhaps a zone, in any order; None where something else stands behind the time."""
    clock = _TIME.search(text) or _EAST_ASIAN.search(text)
    if clock is None:
        day, rest = find_day(text)
        zone = read_zone(rest.strip(" ,"))
        return _instant(day, timedelta(0), zone) if day and zone is not None else None
    before, after = text[: clock.start()], text[clock.end() :]
    half = _HALF_AFTER.match(after)
    is_american = half is not None
    after = after[half.end() :] if half else after
    time = _time(clock, _half(before, half))
    zone, after = _zone_in(after)
    day, rest = find_day(f"{before}{_HOLE}{after}", is_american=is_american)
    if day is None or time is None or zone is None:
        return None
    return _instant(day, time, zone) if _says_nothing(rest.partition(_HOLE)[2]) else None


def _time(clock: re.Match[str], half: str) -> timedelta | None:
    hour, minute, second = (int(part or 0) for part in clock.groups())
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        return None
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _half(before: str, after: re.Match[str] | None) -> str:
    """`a` or `p` where the clock has twelve hours."""
    if after:
        return after[1].lower()
    if any(word in before for word in _AFTERNOON):
        return "p"
    return "a" if any(word in before for word in _MORNING) else ""


def _zone_in(after: str) -> tuple[Offset | None, str]:
    """The zone that follows the time, with what is left behind it; UTC where none does."""
    head, rest = _first_word(after)
    zone = read_zone(head) if head else None
    return (zone, rest) if zone is not None else (read_zone(""), after)


def _first_word(text: str) -> tuple[str, str]:
    found = re.match(r"\s*,?\s*([+-]?[^\s,]+(?:\s?[+-]\s?\d[\d:]*)?)", text)
    return (found[1].replace(" ", ""), text[found.end() :]) if found else ("", text)


def _instant(day: Day, time: timedelta, zone: Offset) -> datetime:
    local = datetime(day.year, day.month, day.day) + time  # noqa: DTZ001  # its zone is subtracted below
    return zone.to_utc(local)


def _says_nothing(rest: str) -> bool:
    """Whether nothing stands behind the time but words like "Uhr": any other could be a zone that nobody knows."""
    words: list[str] = re.findall(r"[^\W_]+", rest.lower())
    return all(word in _SPOKEN for word in words)
