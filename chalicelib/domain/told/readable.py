"""Text that strangers wrote, made safe to show: nothing in it can break a line, turn it around or hide a word."""

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib.domain.said import phrase
from chalicelib.domain.told.tongue import ENGLISH, Tongue

ANSI = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
ADDRESSEES = re.compile(r"^(?:\.?@\w+[\s:,]*)+")
LINKS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
WEEKDAYS = (
    phrase("Mon"),
    phrase("Tue"),
    phrase("Wed"),
    phrase("Thu"),
    phrase("Fri"),
    phrase("Sat"),
    phrase("Sun"),
)
MONTHS = (
    phrase("Jan"),
    phrase("Feb"),
    phrase("Mar"),
    phrase("Apr"),
    phrase("May"),
    phrase("Jun"),
    phrase("Jul"),
    phrase("Aug"),
    phrase("Sep"),
    phrase("Oct"),
    phrase("Nov"),
    phrase("Dec"),
)
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Unicode categories that a reader cannot see: controls, marks of direction, lone surrogates, unassigned."""


def one_line(text: str) -> str:
    """The text on one line with single spaces, without anything invisible."""
    return " ".join(paragraphs(text).split())


def quoted(text: str) -> str:
    """One line to stand between double quotes, with its links named, so that the only one to tap is ours.

    The handles that a reply begins with are left out, unless it says nothing else.
    """
    line = one_line(text)
    said = ADDRESSEES.sub("", line) or line
    return LINKS.sub("(link)", said).replace('"', "'")


def paragraphs(text: str) -> str:
    """The text with its line breaks, at most one empty line in a row, without anything else that is invisible."""
    lines = LINE_ENDS.sub("\n", ANSI.sub("", text)).split("\n")
    visible = (" ".join(_visible(line).split()) for line in lines)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(visible)).strip()


def shorten(text: str, room: int, *, cost: Callable[[str], int] = len) -> str:
    """The text where it costs at most `room`, else its beginning and "..." within `room`."""
    if cost(text) <= room:
        return text
    left, kept = room - cost("..."), ""
    for character in text:
        left -= cost(character)
        if left < 0:
            break
        kept += character
    return kept.rstrip() + "..." if room >= cost("...") else ""


def utf16(text: str) -> int:
    """UTF-16 code units: what many mail programs and services count as characters."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def many(count: int, tongue: Tongue = ENGLISH) -> str:
    """A count as people say it: 950, 3.4k, 12k, 5.1M; never more than there are."""
    for form, size in ((phrase("{count}M"), 1_000_000), (phrase("{count}k"), 1_000)):
        if count >= 10 * size:
            return tongue.say(form, count=count // size)
        if count >= size:
            whole, tenth = divmod(count * 10 // size, 10)
            decimal = tongue.say("{whole}.{tenth}", whole=whole, tenth=tenth) if tenth else whole
            return tongue.say(form, count=decimal)
    return str(count)


def local(when: datetime, zone: str, *, at: datetime, tongue: Tongue = ENGLISH) -> str:
    """`when` on the clock of `zone`, with the day where it is another than that of `at`: "Tue 24 Nov 09:00 CET".

    The year is told where it is not this one: "Wed 5 Jan 2011 09:00 CET".
    """
    there, today = _clock(when, zone), _clock(at, zone)
    clock = tongue.say("{hour}:{minute} {zone}", hour=f"{there:%H}", minute=f"{there:%M}", zone=f"{there:%Z}")
    if there.date() == today.date():
        return clock
    weekday, month = tongue.say(WEEKDAYS[there.weekday()]), tongue.say(MONTHS[there.month - 1])
    day = {"weekday": weekday, "day": there.day, "month": month, "time": clock}
    if there.year == today.year:
        return tongue.say("{weekday} {day} {month} {time}", **day)
    return tongue.say("{weekday} {day} {month} {year} {time}", **day, year=str(there.year))


def _clock(when: datetime, zone: str) -> datetime:
    """The instant on the clocks of `zone`, and as it is where no clock there could show it."""
    try:
        return when.astimezone(ZoneInfo(zone))
    except OverflowError:
        return when


def _visible(line: str) -> str:
    seen = (" " if character == "\t" else character for character in line)
    return "".join(character for character in seen if unicodedata.category(character) not in UNSEEN)
