"""What one entry of a feed says, read from whatever form it has: its id, address, date, words and author."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from chalicelib.adapters.sources.dates import read_date
from chalicelib.adapters.sources.feed.links import address_of, is_detour
from chalicelib.adapters.sources.plain import one_line, untagged

DATES = ("published", "created", "prism_publicationdate", "date", "updated")
"""Where an entry says when it was written, what was written first first."""

_WITH_EMAIL = re.compile(r"\S{1,254}@\S{1,254}(?:\s+\((?P<name>[^()]*)\))?")

LONGEST_TITLE = 500
LONGEST_TEXT = 20_000
_LONGEST_MARKUP = 10 * LONGEST_TEXT


class Entry(Struct, frozen=True, kw_only=True):
    """One entry. `id` is as its feed gives it; `url` leads to its page; both may be empty.

    `written` is never later than it was read, and None where no date of it can be believed. `is_alert` says that
    Google found it. `raw` is what was read, for the identity that earlier versions gave it.
    """

    id: str
    url: str
    title: str
    words: str
    author: str
    written: datetime | None
    is_alert: bool
    raw: Mapping[str, Any]


def read_entry(entry: Mapping[str, Any], *, base: str, at: datetime) -> Entry:
    """Read what feedparser found. `base` is the address that the feed was read from."""
    return Entry(
        id=one_line(_text(entry, "id")),
        url=address_of(entry, base=base),
        title=one_line(untagged(_text(entry, "title")[:LONGEST_TEXT]))[:LONGEST_TITLE],
        words=_words(entry),
        author=one_line(untagged(_author(entry)[:LONGEST_TITLE])),
        written=written_at(entry, at=at),
        is_alert=is_detour(entry),
        raw=entry,
    )


def written_at(entry: Mapping[str, Any], *, at: datetime) -> datetime | None:
    """When the entry says that it was written, never later than `at`; None where no date of it can be believed.

    feedparser's own reading is not used: it takes years from epoch seconds and drops zones that it does not know.
    """
    dates = (read_date(_text(entry, name), at=at) for name in DATES)
    written = next((date for date in dates if date), None)
    return min(written, at) if written else None


def _author(entry: Mapping[str, Any]) -> str:
    """The name without the address of email that may stand beside it, as RSS has it."""
    given = _text(entry, "author")
    named = _WITH_EMAIL.fullmatch(given.strip())
    return (named["name"] or "").strip() if named else given


def _words(entry: Mapping[str, Any]) -> str:
    contents = entry.get("content")
    longest = max((_text(part, "value") for part in contents), key=len, default="") if contents else ""
    return untagged((longest or _text(entry, "summary"))[:_LONGEST_MARKUP])[:LONGEST_TEXT]


def _text(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    return value if isinstance(value, str) else ""
