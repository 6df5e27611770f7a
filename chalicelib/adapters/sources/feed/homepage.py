"""A web page that came instead of a feed, and the feed that it names."""

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from chalicelib.domain.heard.public import without_password

_FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_LOOKED_AT = 500_000
"""Characters of a page in which its head is looked for."""


def feed_named_by(body: bytes, *, base: str) -> str:
    """The address of the first feed that a web page names, fit to be shown; empty where it names none."""
    page = _Page()
    try:
        page.feed(body[:_LOOKED_AT].decode("utf-8", "replace"))
        address = urljoin(base, page.feeds[0]) if page.feeds else ""
        is_web = urlsplit(address).scheme in ("http", "https")
    except (AssertionError, ValueError):
        return ""
    return without_password(address) if is_web else ""


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feeds: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        is_alternate = tag == "link" and "alternate" in told.get("rel", "").lower().split()
        if is_alternate and told.get("type", "").lower() in _FEEDS and told.get("href"):
            self.feeds.append(told["href"])
