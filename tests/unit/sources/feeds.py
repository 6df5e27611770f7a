"""Feeds as the tests' stories need them."""

from datetime import datetime
from html import escape

from chalicelib.adapters.sources import make_source
from chalicelib.domain.heard.source import Batch, Cursor
from chalicelib.domain.rules.brand import SourcePolicy
from chalicelib.ports import Source
from tests.builders import NOON
from tests.unit.sources.loopback import Loopback, Said


def an_item(number: int, title: str = "Wayfare lost my bag", **changes: str | None) -> str:
    """An RSS item, N minutes after eleven; a field changed to None is left out."""
    fields: dict[str, str | None] = {
        "guid": f"https://blog.example/{number}",
        "link": f"https://blog.example/{number}",
        "title": title,
        "pubDate": f"Mon, 04 May 2026 11:{number:02d}:00 GMT",
        "description": "It went to Oslo.",
        **changes,
    }
    return "".join(["<item>", *(f"<{n}>{escape(v)}</{n}>" for n, v in fields.items() if v is not None), "</item>"])


_ROOT = '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'


def rss(*items: str, title: str = "A travel blog") -> bytes:
    """A whole RSS document."""
    head = f'<?xml version="1.0" encoding="utf-8"?>{_ROOT}<channel><title>{title}</title>'
    return (head + "".join(items) + "</channel></rss>").encode()


def a_feed(*items: str, **headers: str) -> Said:
    """A server's answer with such a document."""
    return Said(body=rss(*items), headers=headers)


def feed_source(server: Loopback, path: str = "/feed", *, timeout: float = 30.0) -> Source:
    """The source that reads this address, which the operator allows."""
    policy = SourcePolicy(name="blog", kind="feed", options={"url": server.url + path})
    hosts = frozenset({server.host})
    return make_source(policy, handles=(), staff=(), secrets={}, feed_hosts=hosts, timeout=timeout)


def read(source: Source, cursor: Cursor | None = None, *, when: datetime = NOON) -> Batch:
    """One fetch."""
    return source.fetch(cursor or {}, at=when, budget=None)
