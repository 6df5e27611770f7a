"""Hours in words: "Mon–Fri 09:00–17:30, Sat 10:00–14:00"."""

from itertools import groupby

from chalicelib.domain.rules.person import Hours
from chalicelib.domain.told.readable import WEEKDAYS
from chalicelib.domain.told.tongue import Tongue

DAYS = range(7)


def opening(hours: Hours, tongue: Tongue) -> str:
    """When somebody works, on their own clock."""
    if not hours.periods:
        return tongue.say("at any hour")
    days = ", ".join(
        _days(list(days), times, tongue) for times, days in groupby(DAYS, lambda day: _times(hours, day)) if times
    )
    return f"{days} ({hours.zone})"


def _times(hours: Hours, day: int) -> str:
    periods = sorted((each for each in hours.periods if each.weekday == day), key=lambda each: each.start)
    return " ".join(f"{each.start:%H:%M}–{each.end:%H:%M}" for each in periods)


def _days(days: list[int], times: str, tongue: Tongue) -> str:
    first, last = tongue.say(WEEKDAYS[days[0]]), tongue.say(WEEKDAYS[days[-1]])
    return f"{first} {times}" if first == last else f"{first}–{last} {times}"
