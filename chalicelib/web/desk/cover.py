"""The week's cover of a department as a picture, and as the table beneath it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from chalicelib.domain.people.cover import Stretch
from chalicelib.domain.told.readable import WEEKDAYS
from chalicelib.web.links.timeline import Voice

WEEK = timedelta(days=7)
WIDTH = 700
"""Units of the picture, which is as wide as its place."""
COLOURS = 5


class Bar(Struct, frozen=True, kw_only=True):
    """One stretch of the picture. `colour` is the number of its class; holes have none of these."""

    x: float
    width: float
    colour: int
    is_hole: bool
    words: str


class Spell(Struct, frozen=True, kw_only=True):
    """One line of the table."""

    who: str
    since: str
    until: str
    is_hole: bool


class Picture(Struct, frozen=True, kw_only=True):
    """What is drawn of one department: `holes` is how long nobody covers it, in hours."""

    bars: tuple[Bar, ...]
    spells: tuple[Spell, ...]
    holes: float


def week_of(at: datetime, zone: str) -> tuple[datetime, datetime]:
    """The seven days from the midnight before `at` on, on the clock of `zone`."""
    today = at.astimezone(ZoneInfo(zone)).date()
    start, end = (datetime.combine(today + ahead, time(), ZoneInfo(zone)) for ahead in (timedelta(), WEEK))
    return start.astimezone(at.tzinfo), end.astimezone(at.tzinfo)


def weekdays(start: datetime, voice: Voice) -> tuple[str, ...]:
    """The names of the days of the picture."""
    first = start.astimezone(ZoneInfo(voice.zone)).weekday()
    return tuple(voice.tongue.say(WEEKDAYS[(first + ahead) % 7]) for ahead in range(7))


def picture(stretches: Sequence[Stretch], colours: Mapping[str, int], voice: Voice) -> Picture:
    """Draw what covers a department; `colours` numbers the people."""
    start, whole = stretches[0].start, stretches[-1].end - stretches[0].start
    spells = tuple(_spell(each, voice) for each in stretches)
    bars = tuple(
        Bar(
            x=round((each.start - start) / whole * WIDTH, 1),
            width=round((each.end - each.start) / whole * WIDTH, 1),
            colour=colours[each.people[0]] % COLOURS if each.people else 0,
            is_hole=not each.people,
            words=f"{spell.who}, {spell.since} – {spell.until}",
        )
        for each, spell in zip(stretches, spells, strict=True)
    )
    holes = sum((each.end - each.start for each in stretches if not each.people), timedelta())
    return Picture(bars=bars, spells=spells, holes=holes / timedelta(hours=1))


def _spell(stretch: Stretch, voice: Voice) -> Spell:
    return Spell(
        who=", ".join(map(voice.name, stretch.people)) or voice.name(None),
        since=voice.time(stretch.start),
        until=voice.time(stretch.end),
        is_hole=not stretch.people,
    )
