"""How far away an instant is, in the words that people use: "in 12 min", "in 2 h 5 min", "3 days ago"."""

from datetime import datetime, timedelta

from chalicelib.domain.told.tongue import ENGLISH, Tongue

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def away(when: datetime, *, at: datetime, tongue: Tongue = ENGLISH) -> str:
    """How long it is until `when`; "now" from the last half minute on."""
    left = when - at
    return tongue.say("in {time}", time=_length(left, tongue)) if left >= MINUTE / 2 else tongue.say("now")


def ago(when: datetime, *, at: datetime, tongue: Tongue = ENGLISH) -> str:
    """How long ago `when` was; "just now" within the first half minute."""
    past = at - when
    return tongue.say("{time} ago", time=_length(past, tongue)) if past >= MINUTE / 2 else tongue.say("just now")


def _length(length: timedelta, tongue: Tongue) -> str:
    """In whole minutes up to an hour, in hours and minutes up to a day, in days after two."""
    minutes = round(length / MINUTE)
    if length < HOUR:
        return tongue.say("{minutes} min", minutes=max(minutes, 1))
    hours, minutes = divmod(minutes, 60)
    if length < 2 * DAY:
        hour = tongue.say("{hours} h", hours=hours)
        return tongue.say("{hours} h {minutes} min", hours=hours, minutes=minutes) if minutes else hour
    return tongue.count("{number} day", "{number} days", length // DAY)
