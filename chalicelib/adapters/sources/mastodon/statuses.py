"""Mastodon's posts in typed form, and the words that people read in them."""

import html
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from chalicelib.adapters.sources.nulls import without_nulls
from chalicelib.adapters.sources.plain import untagged
from chalicelib.domain.heard.source import Fault

Id = Annotated[str, Meta(pattern=r"^[0-9A-Za-z_-]{1,64}$")]
Moment = Annotated[datetime, Meta(tz=True)]

_PUBLIC = frozenset({"public", "unlisted"})
_NAMED = re.compile(r'<a [^>]*?href="([^"]*)"[^>]*>\s*@<span[^>]*>[^<]*</span>\s*</a>')


class Account(Struct, frozen=True):
    """Who posts. `acct` comes without a server where that is the one that was asked."""

    id: Id
    acct: str
    username: str = ""
    display_name: str = ""
    followers_count: int | None = None


class _Named(Struct, frozen=True):
    acct: str
    url: str = ""


class _Media(Struct, frozen=True):
    description: str = ""


class _Repost(Struct, frozen=True):
    id: Id


class Status(Struct, frozen=True):
    """One post, as far as Earshot reads it. What does not say who may see it counts as private."""

    id: Id
    account: Account
    created_at: Moment
    content: str = ""
    visibility: str = "private"
    spoiler_text: str = ""
    in_reply_to_id: Id | None = None
    in_reply_to_account_id: Id | None = None
    language: str | None = None
    url: str = ""
    uri: str = ""
    mentions: tuple[_Named, ...] = ()
    media_attachments: tuple[_Media, ...] = ()
    reblog: _Repost | None = None
    favourites_count: int = 0
    reblogs_count: int = 0
    replies_count: int = 0

    @property
    def is_public(self) -> bool:
        """Whether everybody may see it."""
        return self.visibility in _PUBLIC

    def words(self, home: str) -> str:
        """Its text, with whom it names by their whole handles; of one without text, how its pictures are described."""
        handles = {named.url: handle(named.acct, home) for named in self.mentions}
        named = _NAMED.sub(lambda found: _handle_of(found, handles), self.content)
        return untagged(named) or "\n".join(untagged(media.description) for media in self.media_attachments).strip()


class Entry(Struct, frozen=True):
    """One entry of an answer under the id that is paged by. `status` is None where it could not be read, or is gone."""

    id: str
    status: Status | None = None
    fault: Fault | None = None


def read_entries(page: Sequence[Any], *, where: str, inside: str | None = None) -> tuple[list[Entry], list[Fault]]:
    """The entries of a page, each once, oldest first; and a fault for each that has no id to be known by.

    `inside` names the field that holds the post, if any.
    """
    entries: dict[str, Entry] = {}
    faults = []
    for index, raw in enumerate(page):
        try:
            entry = _entry(raw, where=f"{where}[{index}]", inside=inside)
        except msgspec.ValidationError as error:
            faults.append(Fault(where=f"{where}[{index}]", reason=str(error)))
        else:
            entries.setdefault(entry.id, entry)
    return sorted(entries.values(), key=lambda entry: order(entry.id)), faults


def order(id: str) -> tuple[int, str]:
    """Sorts ids by age: they are numbers, or texts of one length that sort by themselves."""
    return len(id), id


def handle(acct: str, home: str) -> str:
    """The whole handle: an account of the server that was asked comes without the server's name."""
    return acct if "@" in acct else f"{acct}@{home}"


def read_status(raw: Any) -> Status:
    """One post; raise msgspec.ValidationError where it is none."""
    status = msgspec.convert(without_nulls(raw), Status)
    return replace(status, created_at=status.created_at.astimezone(UTC))


def _entry(raw: Any, *, where: str, inside: str | None) -> Entry:
    id = str(msgspec.convert(raw.get("id") if isinstance(raw, dict) else raw, Id))
    post = raw.get(inside) if inside else raw
    if post is None:
        return Entry(id=id)
    try:
        return Entry(id=id, status=read_status(post))
    except (msgspec.ValidationError, OverflowError) as error:
        return Entry(id=id, fault=Fault(where=where, reason=str(error)))


def _handle_of(found: re.Match[str], handles: dict[str, str]) -> str:
    known = handles.get(html.unescape(found[1]))
    return f"@{html.escape(known)}" if known else found[0]
