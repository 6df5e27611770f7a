"""Whom a search leaves out for the rest of the day: one author who writes without end would spend the day's budget.

X bills what it hands over, so only what is not asked for is saved: `-from:ID` in the query. It holds from the page on
that follows the one which showed how much somebody writes.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from chalicelib.adapters.sources.x.posts import Post
from chalicelib.adapters.sources.x.queries import LONGEST
from chalicelib.domain.heard.source import Cursor, Fault

MOST = 50
"""Posts of one author that a day's searches read."""

_REMEMBERED = 1_000
"""Authors whose posts are counted, those who wrote most."""


def counted(cursor: Cursor, posts: Iterable[Post], *, at: datetime, known: frozenset[str]) -> Cursor:
    """The cursor with these posts counted; those of the `known`, who are the brand and its staff, never are."""
    counts = _counts(cursor, at)
    for post in posts:
        if post.author_id not in known:
            counts[post.author_id] = counts.get(post.author_id, 0) + 1
    most = sorted(counts.items(), key=lambda each: -each[1])[:_REMEMBERED]
    told = " ".join(f"{author}:{count}" for author, count in most)
    return cursor | {"wrote": f"{at:%Y-%m-%d} {told}".rstrip()}


def is_of_today(cursor: Cursor, at: datetime) -> bool:
    """Whether the authors are still those of the day: a page token counts only with the query that it was given for."""
    return cursor.get("wrote", "").partition(" ")[0] in ("", f"{at:%Y-%m-%d}")


def without_crowders(query: str, cursor: Cursor, *, at: datetime) -> str:
    """The query that leaves out whoever wrote too much today, as many as fit, those who wrote most first."""
    for author in _crowders(_counts(cursor, at)):
        longer = f"{query} -from:{author}"
        if len(longer) > LONGEST:
            break
        query = longer
    return query


def faults(before: Cursor, after: Cursor, *, at: datetime) -> tuple[Fault, ...]:
    """One for each author who is left out from now on."""
    old = set(_crowders(_counts(before, at)))
    reason = f"wrote {MOST} posts today; the day's searches leave out the others"
    return tuple(
        Fault(where=f"author {author}", reason=reason) for author in _crowders(_counts(after, at)) if author not in old
    )


def _crowders(counts: Mapping[str, int]) -> Sequence[str]:
    return [author for author, count in counts.items() if count >= MOST]


def _counts(cursor: Cursor, at: datetime) -> dict[str, int]:
    """Author -> posts read today, as they are kept: those who wrote most first."""
    day, _, told = cursor.get("wrote", "").partition(" ")
    if day != f"{at:%Y-%m-%d}":
        return {}
    return {author: int(count) for author, _, count in (each.partition(":") for each in told.split())}
