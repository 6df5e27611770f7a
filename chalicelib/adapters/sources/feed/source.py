"""A feed as a source: fetch it if it changed, and hand over each entry that was not seen before."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.adapters.sources.feed.entries import mention_of
from chalicelib.adapters.sources.feed.fetch import Fetcher, Page
from chalicelib.adapters.sources.feed.parse import Feed, parse
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.heard.source import Batch, Cursor, Gap

_AT_ONCE = 500
"""Mentions handed over by one fetch; the rest follow at once."""

_REMEMBERED = 5_000
"""Entries that the cursor remembers (13 characters each); more than twice what is read of one feed."""


@dataclass(frozen=True, kw_only=True)
class FeedSource:
    """One RSS or Atom address. The cursor remembers which entries were handed over, and what the server said of it."""

    name: str
    url: str
    fetcher: Fetcher

    def fetch(self, cursor: Cursor, *, at: datetime, budget: int | None) -> Batch:  # noqa: ARG002
        """Read what the feed holds and the cursor does not remember; a feed costs nothing, whatever the `budget`."""
        known = cursor if cursor.get("url") == self.url else {}
        page = self.fetcher.fetch(self.url, etag=known.get("etag", ""), modified=known.get("modified", ""), at=at)
        if page.body is None:
            return Batch(cursor=known | {"read_at": at.isoformat()})
        feed = parse(page.body)
        entries = self._mentions(feed, at)
        seen = dict.fromkeys(known.get("seen", "").split())
        fresh = sorted((mark for mark in entries if mark not in seen), key=lambda mark: entries[mark].posted_at)
        now, later = fresh[:_AT_ONCE], set(fresh[_AT_ONCE:])
        told = [mark for mark in entries if mark not in later]
        return Batch(
            mentions=tuple(entries[mark] for mark in now),
            cursor=self._cursor(None if later or feed.faults else page, [*told, *seen], at),
            faults=feed.faults,
            gap=_gap(known, seen, entries, at),
            more=bool(later),
        )

    def _mentions(self, feed: Feed, at: datetime) -> dict[str, Mention]:
        """Mark -> mention; of two entries with one identity the first counts."""
        found: dict[str, Mention] = {}
        for entry in feed.entries:
            mention = mention_of(entry, source=self.name, feed_url=self.url, feed_title=feed.title, at=at)
            found.setdefault(_mark(mention.id), mention)
        return found

    def _cursor(self, whole: Page | None, told: Iterable[str], at: datetime) -> Cursor:
        """Asking "did it change?" is allowed only once everything in the page has been handed over."""
        remembered = " ".join(list(dict.fromkeys(told))[:_REMEMBERED])
        cursor = {"url": self.url, "read_at": at.isoformat(), "seen": remembered}
        validators = {"etag": whole.etag, "modified": whole.modified} if whole else {}
        return cursor | {name: value for name, value in validators.items() if value}


def _gap(known: Cursor, seen: Mapping[str, None], entries: Mapping[str, Mention], at: datetime) -> Gap | None:
    if not seen or not entries or any(mark in seen for mark in entries):
        return None
    reason = "no entry that was read before is left in the feed, so others may have come and gone"
    return Gap(since=known["read_at"], until=at.isoformat(), reason=reason)


def _mark(mention_id: str) -> str:
    return hashlib.sha256(mention_id.encode(errors="replace")).hexdigest()[:12]
