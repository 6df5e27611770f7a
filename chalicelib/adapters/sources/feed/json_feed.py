"""JSON Feed (jsonfeed.org, versions 1 and 1.1), given the shape in which feedparser gives the others."""

import html
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import msgspec

from chalicelib.adapters.sources.feed.pieces import MOST, too_many
from chalicelib.domain.heard.source import Fault

Entries = tuple[Mapping[str, Any], ...]


def read_json_feed(body: bytes) -> tuple[str, Entries, tuple[Fault, ...]] | None:
    """Its title, its entries, and a fault for each entry that is none; None for what is no JSON Feed."""
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return None
    document = _decoded(body.removeprefix(b"\xef\xbb\xbf"))
    items = document.get("items")
    if not isinstance(items, list) or not _is_json_feed(document):
        return None
    authors, looked_at = _authors(document), items[:MOST]
    entries = tuple(_entry(item, authors) for item in looked_at if isinstance(item, dict))
    broken = [
        Fault(where=f"items[{n}]", reason="is not an object")
        for n, item in enumerate(looked_at)
        if not isinstance(item, dict)
    ]
    return html.escape(_text(document, "title")), entries, (*too_many(len(items)), *broken)


def _decoded(body: bytes) -> Mapping[str, Any]:
    """The document, empty for what is no JSON. Python's own reader takes half characters, too."""
    document: Mapping[str, Any] = {}
    try:
        document = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        with suppress(ValueError, RecursionError):
            document = json.loads(body)
    return document


def _is_json_feed(document: Mapping[str, Any]) -> bool:
    return "jsonfeed.org/version" in _text(document, "version")


def _entry(item: Mapping[str, Any], authors: str) -> Mapping[str, Any]:
    """Titles and plain content are escaped, since those of other feeds are markup."""
    id = item.get("id")
    content = _text(item, "content_html") or html.escape(_text(item, "content_text"))
    attachments = item.get("attachments")
    return {
        "id": str(id) if isinstance(id, str | int | float) and not isinstance(id, bool) else "",
        "link": _text(item, "url") or _text(item, "external_url"),
        "title": html.escape(_text(item, "title")),
        "content": [{"value": content}] if content else [],
        "summary": html.escape(_text(item, "summary")),
        "published": _text(item, "date_published"),
        "updated": _text(item, "date_modified"),
        "author": html.escape(_authors(item) or authors),
        "links": [
            {"rel": "enclosure", "href": _text(attachment, "url")}
            for attachment in (attachments if isinstance(attachments, list) else [])
            if isinstance(attachment, dict)
        ],
    }


def _authors(of: Mapping[str, Any]) -> str:
    """The first author's name: a list since version 1.1, one before."""
    listed = of.get("authors")
    authors = listed if isinstance(listed, list) else [of.get("author")]
    named = (_text(author, "name") for author in authors if isinstance(author, dict))
    return next((name for name in named if name), "")


def _text(of: Mapping[str, Any], name: str) -> str:
    value = of.get(name)
    return value if isinstance(value, str) else ""
