"""Mentions told to us: the body of `POST /webhook/mentions`, read strictly, with every fault named by its path."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import parse_qsl

import msgspec
from msgspec import Meta, Struct

from chalicelib.adapters.sources.mapped import Entry, entries_of, mapped
from chalicelib.adapters.sources.plain import one_line, printable
from chalicelib.domain.errors import BadRequestError, TooLargeError, UnprocessableError
from chalicelib.domain.heard.dating import EARLIEST
from chalicelib.domain.heard.mention import Author, Mention, Network

LARGEST = 1024 * 1024
"""Bytes of a body."""

MOST = 500
"""Mentions in one body."""

_SKEW = timedelta(minutes=5)

Id = Annotated[str, Meta(min_length=1, max_length=512)]
Count = Annotated[int, Meta(ge=0)]
Url = Annotated[str, Meta(pattern=r"^https?://[^\s<>\"]+$", max_length=2048)]


class ToldAuthor(Struct, frozen=True, forbid_unknown_fields=True):
    """Who wrote it; all that a sender must know is a handle."""

    handle: Annotated[str, Meta(min_length=1, max_length=200)]
    id: Id | None = None
    name: Annotated[str, Meta(max_length=200)] = ""
    followers: Count | None = None
    verified: bool = False


class ToldMention(Struct, frozen=True, forbid_unknown_fields=True):
    """One mention as senders write it: `id` or `url`, `text` (plain, not HTML) and `author` are needed."""

    text: Annotated[str, Meta(min_length=1, max_length=20_000)]
    author: ToldAuthor
    id: Id | None = None
    url: Url | None = None
    title: Annotated[str, Meta(max_length=500)] = ""
    posted_at: Annotated[datetime, Meta(tz=True)] | None = None
    thread: Id | None = None
    thread_author: Id | None = None
    in_reply_to: Id | None = None
    reply_to_author: Id | None = None
    language: Annotated[str, Meta(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] | None = None


class Told(Struct, frozen=True, kw_only=True):
    """What a body says: the mentions that can be read, and a fault with its path for whatever cannot."""

    mentions: tuple[Mention, ...]
    faults: tuple[str, ...]


def read_body(body: bytes, *, is_form: bool = False) -> Any:
    """What a body says, which is JSON or a form: one object, whose repeated fields are lists.

    Raise TooLargeError, and BadRequestError for what is neither.
    """
    if len(body) > LARGEST:
        raise TooLargeError(f"a body may be {LARGEST} bytes long, this one is {len(body)}")
    try:
        return _form(body.decode()) if is_form else msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BadRequestError(f"the body is not {'a form' if is_form else 'JSON'}: {error}") from error


def parse_mentions(body: bytes, *, source: str, at: datetime, sender: str = "") -> Told:
    """What a body of JSON in our own shape says: see `told_by`."""
    return told_by(read_body(body), source=source, at=at, sender=sender)


def told_by(
    document: Any, *, source: str, at: datetime, sender: str = "", rules: Mapping[str, str] | None = None
) -> Told:
    """Read one mention, a list of them, or `{"mentions": [...]}`; a mention without `posted_at` was written `at`.

    `sender` is in whose name its ids count: two tools may both send an id "1". Empty where nobody knows.
    With `rules` (SourcePolicy.map) it is read from the sender's own shape, and what no rule asks for stands `beside`.

    An empty text and a null count as left out. Of several mentions the good ones are kept beside the faults of the
    others. Raise TooLargeError for too many, and UnprocessableError that lists every fault where no mention is good.
    """
    told = _mapped(document, rules, at) if rules else _plain(document)
    if len(told) > MOST:
        raise TooLargeError(f"a body may hold {MOST} mentions, this one holds {len(told)}")
    found = {path: [*entry.faults] or _faults(path, entry.told, at) for path, entry in told.items()}
    faults = tuple(fault for listed in found.values() for fault in listed)
    good = [entry for path, entry in told.items() if not found[path]]
    if not good:
        raise UnprocessableError("\n".join(faults))
    return Told(mentions=tuple(_mention(entry, source, at, sender) for entry in good), faults=faults)


def _form(text: str) -> dict[str, Any]:
    if not text:
        raise ValueError("it is empty")
    form: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True, strict_parsing=True, max_num_fields=MOST):
        earlier = form.get(name, [])
        form[name] = value if name not in form else [*(earlier if isinstance(earlier, list) else [earlier]), value]
    return form


def _plain(document: Any) -> dict[str, Entry]:
    return {path: Entry(told=_without_empties(entry)) for path, entry in _listed(document).items()}


def _mapped(document: Any, rules: Mapping[str, str], at: datetime) -> dict[str, Entry]:
    entries = entries_of(document, rules)
    if len(entries) > MOST:
        raise TooLargeError(f"a body may hold {MOST} mentions, this one holds {len(entries)}")
    paths = ["mention"] if len(entries) == 1 else [f"mentions[{index}]" for index in range(len(entries))]
    return {path: mapped(path, entry, rules, at=at) for path, entry in zip(paths, entries, strict=True)}


def _without_empties(entry: Any) -> Any:
    """What was sent, without what says nothing: tools without code send empty texts for what is missing."""
    if not isinstance(entry, dict):
        return entry
    return {name: _without_empties(value) for name, value in entry.items() if value is not None and value != ""}


def _listed(document: Any) -> dict[str, Any]:
    """Path -> what is written there, for the three forms that a body may have."""
    wrapped = isinstance(document, dict) and "mentions" in document
    if wrapped and len(document) > 1:
        extra = next(name for name in document if name != "mentions")
        raise UnprocessableError(f"{extra}: there is no such field beside `mentions`")
    entries = document["mentions"] if wrapped else document
    if isinstance(entries, list):
        if not entries:
            raise UnprocessableError("mentions: there is none")
        return {f"mentions[{index}]": entry for index, entry in enumerate(entries)}
    if wrapped:
        raise UnprocessableError("mentions: must be a list")
    return {"mention": entries}


def _faults(path: str, entry: Any, at: datetime) -> list[str]:
    if not isinstance(entry, dict):
        return [f"{path}: must be an object"]
    return _misshapen(path, entry, ToldMention) or _impossible(path, msgspec.convert(entry, ToldMention), at)


def _misshapen(path: str, entry: Mapping[str, Any], shape: type[Struct]) -> list[str]:
    """What msgspec would say of each field in turn; by itself it stops at the first."""
    fields = {field.name: field for field in msgspec.structs.fields(shape)}
    faults = [f"{path}.{name}: there is no such field" for name in entry if name not in fields]
    for name, field in fields.items():
        if name not in entry:
            faults += [f"{path}.{name}: is missing"] if field.required else []
        elif field.type is ToldAuthor and isinstance(entry[name], dict):
            faults += _misshapen(f"{path}.{name}", entry[name], ToldAuthor)
        else:
            faults += _fault(f"{path}.{name}", entry[name], field.type)
    return faults


def _fault(path: str, value: Any, kind: Any) -> list[str]:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        return [f"{path}: {error}"]
    return []


def _impossible(path: str, told: ToldMention, at: datetime) -> list[str]:
    faults = []
    if told.id is None and told.url is None:
        faults.append(f"{path}.id: give an id or a url")
    if not printable(told.text):
        faults.append(f"{path}.text: says nothing")
    if told.posted_at and told.posted_at > at + _SKEW:
        faults.append(f"{path}.posted_at: has not come yet")
    if told.posted_at and told.posted_at < EARLIEST:
        faults.append(f"{path}.posted_at: is before {EARLIEST:%Y}")
    return faults


def _mention(entry: Entry, source: str, at: datetime, sender: str) -> Mention:
    told = msgspec.convert(entry.told, ToldMention)

    def among_senders(id: str) -> str:
        return f"{sender}#{id}" if sender else id

    bare = told.id or told.url or ""
    own_id = among_senders(bare)
    author_id = told.author.id or told.author.handle
    thread = among_senders(told.thread or bare)
    return Mention(
        source=source,
        network=Network.WEBHOOK,
        id=own_id,
        url=told.url or "",
        text=printable(told.text),
        title=one_line(told.title),
        author=Author(
            id=author_id,
            handle=one_line(told.author.handle).removeprefix("@"),
            name=one_line(told.author.name),
            followers=told.author.followers,
            verified=told.author.verified,
        ),
        posted_at=min(told.posted_at.astimezone(UTC), at) if told.posted_at else at,
        thread=thread,
        thread_author=told.thread_author or (author_id if thread == own_id else None),
        in_reply_to=among_senders(told.in_reply_to) if told.in_reply_to else None,
        reply_to_author=told.reply_to_author,
        language=told.language,
        formerly=(f"{Network.WEBHOOK}:{bare}",) if sender else (),
        beside=entry.beside,
    )
