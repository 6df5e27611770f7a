"""Translation of feed entries into mentions: the identity, address, date and words of each, whatever it lacks."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from chalicelib.adapters.sources.dates import read_date
from chalicelib.adapters.sources.plain import one_line, untagged
from chalicelib.domain.heard.mention import Author, Mention, Network

DATES = ("published", "created", "prism_publicationdate", "date", "updated")
"""Where an entry says when it was written, what was written first first."""

_LONGEST_ID = 512
_LONGEST_TITLE = 500
_LONGEST_TEXT = 20_000
_LONGEST_MARKUP = 10 * _LONGEST_TEXT


def mention_of(entry: Mapping[str, Any], *, source: str, feed_url: str, feed_title: str, at: datetime) -> Mention:
    """One entry as a mention. An entry without a date, or with one yet to come, counts as written `at`."""
    url = real_address(_text(entry, "link"))
    title = one_line(untagged(_text(entry, "title")[:_LONGEST_TEXT]))[:_LONGEST_TITLE]
    author = _author(entry, url=url, feed_url=feed_url, feed_title=feed_title)
    entry_id = identity(entry, feed_url=feed_url)
    return Mention(
        source=source,
        network=Network.FEED,
        id=entry_id,
        url=url,
        title=title,
        text=_words(entry) or title,
        author=author,
        posted_at=written_at(entry, at=at) or at,
        thread=entry_id,
        thread_author=author.id,
    )


def identity(entry: Mapping[str, Any], *, feed_url: str) -> str:
    """The entry's own id, else its address, else a hash of what it says.

    An id that is not a URI (`1234`) is unique only within its feed, and one of any length may come from a stranger.
    """
    own = one_line(_text(entry, "id"))
    known = (own if ":" in own else f"{feed_url}#{own}") if own else real_address(_text(entry, "link"))
    if known and len(known) <= _LONGEST_ID:
        return known
    said = known or f"{feed_url} {_text(entry, 'title')} {_text(entry, 'published')} {_text(entry, 'summary')}"
    return f"sha256:{hashlib.sha256(said.encode(errors='replace')).hexdigest()}"


def real_address(link: str) -> str:
    """The article's own address: Google Alerts' detour removed; empty for anything but http and https."""
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return ""
    if parts.hostname in ("www.google.com", "google.com") and parts.path == "/url":
        query = parse_qs(parts.query)
        return real_address((query.get("url") or query.get("q") or [""])[0])
    return parts.geturl() if parts.scheme in ("http", "https") and parts.hostname else ""


def _author(entry: Mapping[str, Any], *, url: str, feed_url: str, feed_title: str) -> Author:
    """The site speaks, under the name of whoever wrote it. A feed's title names its own site, not those it quotes."""
    home = urlsplit(feed_url).hostname or feed_url
    site = urlsplit(url).hostname or home
    name = one_line(untagged(_text(entry, "author")[:_LONGEST_TITLE]))
    return Author(id=site, handle=site, name=name or (feed_title if site == home else site))


def _words(entry: Mapping[str, Any]) -> str:
    contents = entry.get("content")
    longest = max((_text(part, "value") for part in contents), key=len, default="") if contents else ""
    return untagged((longest or _text(entry, "summary"))[:_LONGEST_MARKUP])[:_LONGEST_TEXT]


def written_at(entry: Mapping[str, Any], *, at: datetime) -> datetime | None:
    """When the entry says that it was written, never later than `at`; None where no date of it can be believed.

    feedparser's own reading is not used: it takes years from epoch seconds and drops zones that it does not know.
    """
    dates = (read_date(_text(entry, name), at=at) for name in DATES)
    written = next((date for date in dates if date), None)
    return min(written, at) if written else None


def _text(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    return value if isinstance(value, str) else ""
