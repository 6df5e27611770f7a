"""Networks that speak as X and as a feed do, over real HTTP, so that one suite can hold every source to its promise.

A further source joins with a class of its own here and a line in DIALECTS.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Protocol

from chalicelib.ports import Source
from tests.unit.sources import feeds, skies, toots, x_answers
from tests.unit.sources.loopback import Asked, Loopback, Said, as_json


class Dialect(Protocol):
    """How one network answers. Its entry N was written before its entry N + 1."""

    def answer(self, asked: Asked, entries: Mapping[int, str], broken: frozenset[int]) -> Said:
        """What it says to a request while it holds these texts; the entries in `broken` cannot be read."""
        ...

    def source(self, server: Loopback) -> Source:
        """The source under test, reading this server; it waits half a second."""
        ...


class X:
    """X's recent search."""

    def answer(self, asked: Asked, entries: Mapping[int, str], broken: frozenset[int]) -> Said:
        if "username" in asked.path:
            return as_json({"data": x_answers.PEOPLE[0]})
        above, below = int(asked.params.get("since_id", 0)), int(asked.params.get("until_id", 10**9))
        wanted = sorted((number for number in entries if above < number < below), reverse=True)
        size = int(asked.params["max_results"])
        posts = [self._post(number, entries[number], number in broken) for number in wanted[:size]]
        return as_json(x_answers.a_page(*posts, *posts[:1], token="more" if len(wanted) > size else ""))

    def source(self, server: Loopback) -> Source:
        return x_answers.x_source(server)

    def _post(self, number: int, text: str, is_broken: bool) -> x_answers.Body:
        post = x_answers.a_post(number, text)
        return {**post, "created_at": "soon"} if is_broken else post


class Feed:
    """An RSS feed."""

    def answer(self, asked: Asked, entries: Mapping[int, str], broken: frozenset[int]) -> Said:
        items = [self._item(number, entries[number], number in broken) for number in sorted(entries, reverse=True)]
        return Said(body=feeds.rss(*items, *items[:1]))

    def source(self, server: Loopback) -> Source:
        return feeds.feed_source(server)

    def _item(self, number: int, text: str, is_broken: bool) -> str:
        written = f"Sun, 03 May 2026 {number // 60 % 24:02d}:{number % 60:02d}:00 GMT"
        link = f"https://blog.example/{number}"
        item = feeds.an_item(0, guid=f"urn:{number}", link=link, pubDate=written, description=text)
        return item.replace("</guid>", "</guid></channel><&<") if is_broken else item


class Mastodon:
    """A Mastodon server with nothing but notifications."""

    def answer(self, asked: Asked, entries: Mapping[int, str], broken: frozenset[int]) -> Said:
        held = [self._notice(number, entries[number], number in broken) for number in entries]
        if not asked.path.endswith("notifications"):
            return toots.Server().answer(asked)
        page = toots.page(held, asked.params)
        return as_json([*page, *page[:1]])

    def source(self, server: Loopback) -> Source:
        return toots.mastodon_source(server)

    def _notice(self, number: int, text: str, is_broken: bool) -> toots.Body:
        toot = toots.a_toot(number, f"<p>{escape(text)}</p>")
        return toots.a_notice({**toot, "created_at": "soon"} if is_broken else toot)


class Bluesky:
    """A Bluesky server with nothing but notifications."""

    def __init__(self) -> None:
        self._vault = skies.FakeVault()
        self._server = skies.Server()

    def answer(self, asked: Asked, entries: Mapping[int, str], broken: frozenset[int]) -> Said:
        held = [self._notice(number, entries[number], number in broken) for number in entries]
        if not asked.path.endswith("listNotifications"):
            return self._server.answer(asked)
        page = skies.page(held, asked.params, "notifications")
        return as_json({**page, "notifications": [*page["notifications"], *page["notifications"][:1]]})

    def source(self, server: Loopback) -> Source:
        return skies.bluesky_source(server, self._vault)

    def _notice(self, number: int, text: str, is_broken: bool) -> skies.Body:
        notice = skies.a_notice(skies.a_post(number, text))
        return {**notice, "author": "nobody"} if is_broken else notice


DIALECTS: Mapping[str, type[Dialect]] = {"x": X, "feed": Feed, "mastodon": Mastodon, "bluesky": Bluesky}


@dataclass
class Network:
    """One network: what it holds, and what it says once in place of its next answer."""

    dialect: Dialect
    entries: dict[int, str] = field(default_factory=dict)
    broken: frozenset[int] = frozenset()
    mishaps: list[Said] = field(default_factory=list)

    def publish(self, *numbers: int, text: str = "Wayfare lost my bag") -> None:
        """Let entries be written."""
        self.entries |= {number: f"{text} ({number})" for number in numbers}

    def answer(self, asked: Asked) -> Said:
        """Speak, or stumble."""
        return self.mishaps.pop() if self.mishaps else self.dialect.answer(asked, self.entries, self.broken)

    def whole(self, asked: Asked) -> bytes:
        """What a healthy answer looks like, for tests that damage it."""
        return self.dialect.answer(asked, self.entries, frozenset()).body
