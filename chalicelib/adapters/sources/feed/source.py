"""A feed as a source: fetch it if it changed, and hand over each entry that was not seen before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.adapters.sources.feed.fetch import Fetcher, Page
from chalicelib.adapters.sources.feed.identity import Identity, mark
from chalicelib.adapters.sources.feed.reader import ReadsFeeds, shared_reader
from chalicelib.adapters.sources.feed.wire import Question
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.heard.source import Batch, Cursor, Gap

_AT_ONCE = 500
"""Mentions handed over by one fetch; the rest follow at once."""

_REMEMBERED = 5_000
"""Marks that the cursor remembers (13 characters each): of ids and of addresses, more than is read of one feed."""

_SHARED = 500
"""Ids remembered because they stood for several entries."""

_SCHEME = "2"
"""How the marks of this version are made. A cursor without it holds those of the first: of ids without their feed."""

Entries = Mapping[str, tuple[Identity, Mention]]


@dataclass(frozen=True, kw_only=True)
class FeedSource:
    """One RSS or Atom address. The cursor remembers which entries were handed over, and what the server said of it."""

    name: str
    url: str
    fetcher: Fetcher
    reader: ReadsFeeds = field(default_factory=shared_reader)

    def fetch(self, cursor: Cursor, *, at: datetime, budget: int | None) -> Batch:  # noqa: ARG002
        """Read what the feed holds and the cursor does not remember; a feed costs nothing, whatever the `budget`."""
        known = cursor if cursor.get("url") == self.url else {}
        page = self.fetcher.fetch(self.url, etag=known.get("etag", ""), modified=known.get("modified", ""), at=at)
        if page.body is None:
            return Batch(cursor=known | {"read_at": at.isoformat()})
        reading = self.reader.read(
            Question(
                body=page.body,
                content_type=page.content_type,
                source=self.name,
                feed_url=self.url,
                base=page.url or self.url,
                at=at,
                shared=tuple(known.get("shared", "").split()),
            )
        )
        entries: dict[str, tuple[Identity, Mention]] = {}
        for identity, mention in reading.each:
            entries.setdefault(mark(identity.id), (identity, mention))  # of two with one identity the first counts
        seen = _Seen(known)
        fresh = sorted(
            (name for name, (identity, _) in entries.items() if identity not in seen),
            key=lambda name: entries[name][1].posted_at,
        )
        now, later = fresh[:_AT_ONCE], set(fresh[_AT_ONCE:])
        told = [identity for name, (identity, _) in entries.items() if name not in later]
        return Batch(
            mentions=tuple(entries[name][1] for name in now),
            cursor=self._cursor(page if reading.is_whole and not later else None, seen.after(told), reading.shared, at),
            faults=reading.faults,
            gap=seen.gap(entries.values(), at),
            more=bool(later),
        )

    def _cursor(self, whole: Page | None, seen: str, shared: Iterable[str], at: datetime) -> Cursor:
        """Asking "did it change?" is allowed only once everything in the page has been handed over."""
        cursor = {"url": self.url, "read_at": at.isoformat(), "scheme": _SCHEME, "seen": seen}
        joined = " ".join(list(shared)[-_SHARED:])
        validators = {"etag": whole.etag, "modified": whole.modified} if whole else {}
        return cursor | {name: value for name, value in {"shared": joined, **validators}.items() if value}


class _Seen:
    """What the cursor remembers of earlier readings."""

    def __init__(self, known: Cursor) -> None:
        self._marks = dict.fromkeys(known.get("seen", "").split())
        self._is_former = known.get("scheme") != _SCHEME
        self._since = known.get("read_at", "")

    def __contains__(self, identity: Identity) -> bool:
        if self._is_former:
            return mark(identity.former) in self._marks
        return any(name in self._marks for name in _marks(identity))

    def after(self, told: Iterable[Identity]) -> str:
        """What to remember now, the newest first. Marks of the first version end here: triage knows their mentions."""
        names = [name for identity in told for name in _marks(identity)]
        return " ".join(list(dict.fromkeys([*names, *([] if self._is_former else self._marks)]))[:_REMEMBERED])

    def gap(self, entries: Iterable[tuple[Identity, Mention]], at: datetime) -> Gap | None:
        """A gap where nothing that was read before is left."""
        held = [identity in self for identity, _ in entries]
        if not self._marks or not held or any(held):
            return None
        reason = "no entry that was read before is left in the feed, so others may have come and gone"
        return Gap(since=self._since, until=at.isoformat(), reason=reason)


def _marks(identity: Identity) -> list[str]:
    return [mark(name) for name in (identity.id, identity.address) if name]
