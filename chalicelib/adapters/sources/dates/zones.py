"""Zones as dates name them: offsets, the abbreviations that mean one thing only, and places."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

_OFFSET = re.compile(r"(?:UTC|GMT|UT|Z)?([+-])(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
_PLACE = re.compile(r"[A-Za-z]+(?:/[A-Za-z0-9_+-]+){1,2}")
_FURTHEST = timedelta(hours=14)

_HOURS = {
    **dict.fromkeys(("UTC", "GMT", "UT", "Z", "WET"), 0.0),
    **dict.fromkeys(("WEST", "CET", "MEZ"), 1.0),
    **dict.fromkeys(("CEST", "MESZ", "EET", "SAST", "CAT"), 2.0),
    **dict.fromkeys(("EEST", "MSK", "EAT"), 3.0),
    **dict.fromkeys(("PKT",), 5.0),
    **dict.fromkeys(("WIB", "ICT"), 7.0),
    **dict.fromkeys(("HKT", "SGT", "AWST", "WITA", "PHT"), 8.0),
    **dict.fromkeys(("JST", "KST", "WIT"), 9.0),
    **dict.fromkeys(("ACST",), 9.5),
    **dict.fromkeys(("AEST",), 10.0),
    **dict.fromkeys(("ACDT",), 10.5),
    **dict.fromkeys(("AEDT",), 11.0),
    **dict.fromkeys(("NZST",), 12.0),
    **dict.fromkeys(("NZDT",), 13.0),
    **dict.fromkeys(("NST",), -3.5),
    **dict.fromkeys(("NDT",), -2.5),
    **dict.fromkeys(("BRT", "ART", "ADT"), -3.0),
    **dict.fromkeys(("EDT",), -4.0),
    **dict.fromkeys(("EST", "CDT"), -5.0),
    **dict.fromkeys(("CST", "MDT"), -6.0),
    **dict.fromkeys(("MST", "PDT"), -7.0),
    **dict.fromkeys(("PST", "AKDT"), -8.0),
    **dict.fromkeys(("AKST",), -9.0),
    **dict.fromkeys(("HST",), -10.0),
}
"""Those of RFC 822, and others that name one zone. IST, BST, AST and GST name several, so they name none here."""

_PLACES = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}


class Offset(Struct, frozen=True):
    """How a local time becomes UTC: by a fixed difference, or as the place's clocks go."""

    ahead: timedelta = timedelta(0)
    place: str = ""

    def to_utc(self, local: datetime) -> datetime:
        """The instant of this local time. Raise OverflowError beyond the calendar."""
        if self.place:
            return local.replace(tzinfo=ZoneInfo(self.place)).astimezone(UTC)
        return (local - self.ahead).replace(tzinfo=UTC)


def read_zone(name: str) -> Offset | None:
    """The zone of this name; UTC where there is no name, None where nobody can tell."""
    bare = name.strip().strip("()[].,;")
    if not bare:
        return Offset()
    if bare.upper() in _HOURS:
        return Offset(timedelta(hours=_HOURS[bare.upper()]))
    offset = _OFFSET.fullmatch(bare)
    if offset:
        ahead = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return None if ahead > _FURTHEST else Offset(ahead if offset[1] == "+" else -ahead)
    return _place(_PLACES.get(bare.upper(), bare))


def _place(name: str) -> Offset | None:
    """A place of the IANA database. The pattern keeps paths out: the database is a folder."""
    if not _PLACE.fullmatch(name):
        return None
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return Offset(place=name)
