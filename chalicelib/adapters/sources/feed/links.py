"""The address of an entry: its own page, whatever the feed leaves out, writes relatively or sends through Google."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

_GOOGLE = re.compile(r"(?:www\.)?google\.[a-z.]{2,6}")
_DETOURS = 5
_LONGEST = 2_048
"""Characters of an address; a queue would not take a mention whose own was any length."""

_BARE = re.compile(r"www\.[\w-]+\.", re.IGNORECASE)


def address_of(entry: Mapping[str, Any], *, base: str) -> str:
    """Where to read the entry; empty where it does not say. `base` is the address that its feed was read from."""
    home = _text(_mapping(entry.get("title_detail")), "base")
    found = (real_address(_absolute(link, base)) for link in _links(entry) if link and link != home)
    return next((address for address in found if address), "")


def real_address(link: str) -> str:
    """The article's own address: Google's detours removed; empty for anything but http and https."""
    for _ in range(_DETOURS):
        try:
            parts = urlsplit(link.strip())
            is_detour = _GOOGLE.fullmatch(parts.hostname or "") is not None and parts.path == "/url"
        except ValueError:
            return ""
        if not is_detour:
            is_address = parts.scheme in ("http", "https") and parts.hostname and len(parts.geturl()) <= _LONGEST
            return parts.geturl() if is_address else ""
        query = parse_qs(parts.query)
        link = (query.get("url") or query.get("q") or [""])[0]
    return ""


def is_detour(entry: Mapping[str, Any]) -> bool:
    """Whether the entry's link leads through Google, as those of an alert do."""
    link = _text(entry, "link")
    return "google." in link and real_address(link) not in ("", link.strip())


def _links(entry: Mapping[str, Any]) -> Iterator[str]:
    """What could be the entry's address, what names its own page first: links, a permanent id, what it carries."""
    own, given = _text(entry, "id"), _text(entry, "link")
    if given != own or re.match(r"https?://|/", own):
        yield given  # else feedparser took an id like `ep-17` for a link
    yield _text(entry, "feedburner_origlink")
    listed = [_mapping(link) for link in entry.get("links") or ()]
    for kinds in (("alternate",), ("", "self", "via", "related")):
        yield from (_text(link, "href") for link in listed if link.get("rel", "") in kinds)
    if own.startswith(("http://", "https://")):
        yield own
    yield from (_text(link, "href") for link in listed if link.get("rel") == "enclosure")
    yield from (_text(_mapping(media), "url") for media in entry.get("media_content") or ())


def _absolute(link: str, base: str) -> str:
    try:
        return urljoin(base, f"https://{link}" if _BARE.match(link) else link.strip())
    except ValueError:
        return ""


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    return value if isinstance(value, str) else ""
