"""Labelled posts: a file of JSON lines, each a post and what people say should become of it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, TypeVar

import msgspec
from msgspec import Struct

from chalicelib.domain.heard.mention import Author, Mention, Network
from chalicelib.domain.heard.reply import Reply
from chalicelib.domain.judged.awaiting import waits_for_customer

T = TypeVar("T", bound=Struct)

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
CUSTOMER, BRAND = "customer", "brand"

SAME_DEPARTMENT = {"it-support": "tech-support", "business": "business-development"}
"""Names that trades have for what is called otherwise in the shipped policies."""

Wanted = Literal["now", "watch", "ignore"]


class Labelled(Struct, frozen=True, kw_only=True):
    """One line of a file: what was said, where, and what is wanted.

    `parent` is the text of the brand's reply that the post answers. `departments` are those that would be right,
    the best first. `language` is the tag that the source gave.
    """

    text: str
    title: str = ""
    network: Network = Network.X
    addressed: bool = False
    parent: str | None = None
    wanted: Wanted = "now"
    urgent: bool = False
    departments: tuple[str, ...] = ()
    trade: str = ""
    language: str | None = None

    @property
    def right_departments(self) -> frozenset[str]:
        return frozenset(same_department(name) for name in self.departments)


def rows(path: Path, kind: type[T]) -> tuple[T, ...]:
    """Read the lines of `path`; raise ValueError that names the first line which is wrong."""
    return tuple(_each(path, kind))


def same_department(name: str) -> str:
    return SAME_DEPARTMENT.get(name, name)


def mention_of(row: Labelled) -> Mention:
    """The post as a source would give it."""
    is_reply = row.parent is not None
    return Mention(
        source=row.network,
        network=row.network,
        id="post",
        url="https://posts.example/post",
        text=row.text,
        title=row.title,
        author=Author(id=CUSTOMER, handle=CUSTOMER, followers=200),
        posted_at=NOON,
        thread="reply" if is_reply else "post",
        in_reply_to="reply" if is_reply else None,
        reply_to_author=BRAND if is_reply else None,
        language=row.language,
        addressed=row.addressed,
    )


def replies_of(row: Labelled) -> tuple[Reply, ...]:
    """The brand's reply that the post answers."""
    if row.parent is None:
        return ()
    reply = Reply(
        key=f"{row.network}:reply",
        network=row.network,
        thread="reply",
        to_author=CUSTOMER,
        handle=BRAND,
        person=None,
        url="https://posts.example/reply",
        at=NOON,
        earns_credit=False,
        asks=waits_for_customer(row.parent),
    )
    return (reply,)


def _each(path: Path, kind: type[T]) -> Iterator[T]:
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield msgspec.json.decode(line, type=kind)
        except msgspec.MsgspecError as error:
            raise ValueError(f"{path}, line {number}: {error}") from error
