"""Which entries of a feed are one: by their id within their feed, and where that names several, by what else they say.

An id is a feed's word and counts in that feed alone: a hostile one could otherwise name another's next article and so
take it. What an id cannot tell apart, the link does, then the title, then the words. The address with the title is
remembered beside the id, so that an article whose id was made anew, that moved to https, or that a second Google Alert
names, is known.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from chalicelib.adapters.sources.feed.entries import Entry
from chalicelib.adapters.sources.feed.links import real_address
from chalicelib.adapters.sources.plain import one_line
from chalicelib.domain.heard.identity import canonical
from chalicelib.domain.heard.source import Fault

_LONGEST_ID = 512
_ALERTS = "google alerts"
"""In whose name an address counts that Google found: every alert's, since all of them are Google's."""


class Identity(Struct, frozen=True, kw_only=True):
    """`id` is unique among all feeds. `address` names the same article where its id changes; empty where it cannot.

    `former` is the id that earlier versions gave.
    """

    id: str
    address: str
    former: str


class Identities(Struct, frozen=True, kw_only=True):
    """One identity for each entry, in order. `shared` are marks of what stood for several entries, newest last."""

    each: tuple[Identity, ...]
    shared: tuple[str, ...]
    faults: tuple[Fault, ...]


def identify(entries: Sequence[Entry], *, feed_url: str, shared: Sequence[str] = ()) -> Identities:
    """Tell the entries of one reading apart. `shared` is what earlier readings found: it stays joined for good."""
    place = mark(canonical(feed_url) or feed_url)
    found = _Sharing(shared)
    keys = found.keys(entries)
    each = tuple(
        Identity(id=_bounded(key, place), address=address, former=former_id(entry.raw, feed_url=feed_url))
        for entry, key, address in zip(entries, keys, _addresses(entries, keys, place), strict=True)
    )
    return Identities(each=each, shared=tuple(found.shared), faults=found.faults())


def mark(text: str) -> str:
    """Twelve characters that stand for a text."""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:12]


def former_id(entry: Mapping[str, Any], *, feed_url: str) -> str:
    """The id by which versions before this one knew the entry."""
    own, link = one_line(_text(entry, "id")), real_address(_text(entry, "link"))
    known = (own if ":" in own else f"{feed_url}#{own}") if own else link
    if known and len(known) <= _LONGEST_ID:
        return known
    said = known or f"{feed_url} {_text(entry, 'title')} {_text(entry, 'published')} {_text(entry, 'summary')}"
    return f"sha256:{hashlib.sha256(said.encode(errors='replace')).hexdigest()}"


def _by_itself(entry: Entry) -> str:
    """What names an entry: its id, else its address, else what it says."""
    return entry.id or canonical(entry.url) or f"sha256:{_told(entry)}"


_STEPS: tuple[Callable[[Entry], str], ...] = (
    _by_itself,
    lambda entry: f"{_by_itself(entry)} {canonical(entry.url)}",
    lambda entry: f"{_by_itself(entry)} {canonical(entry.url)} {mark(entry.title)}{'' if entry.id else _day(entry)}",
    lambda entry: f"{_by_itself(entry)} {canonical(entry.url)} {_told(entry)}",
)


class _Sharing:
    """Lengthens the keys of entries until none stands for two that differ."""

    def __init__(self, shared: Sequence[str]) -> None:
        self.shared = dict.fromkeys(shared)
        self._several: list[int] = []

    def keys(self, entries: Sequence[Entry]) -> list[str]:
        keys, left = [""] * len(entries), list(range(len(entries)))
        for step in _STEPS:
            together: dict[str, list[int]] = {}
            for number in left:
                keys[number] = step(entries[number])
                together.setdefault(keys[number], []).append(number)
            shared = [group for key, group in together.items() if self._is_shared(key, [entries[n] for n in group])]
            left = [number for group in shared for number in group]
        return keys

    def faults(self) -> tuple[Fault, ...]:
        if not self._several:
            return ()
        reason = f"one id or link stands for {max(self._several)} entries; what else they say tells them apart"
        return (Fault(where="feed", reason=reason),)

    def _is_shared(self, key: str, group: Sequence[Entry]) -> bool:
        different = len({(canonical(entry.url), _told(entry)) for entry in group})
        if different > 1:
            self.shared[mark(key)] = None
            self._several.append(different)
        return mark(key) in self.shared or _is_a_site(group[0])


def _is_a_site(entry: Entry) -> bool:
    """Whether nothing but a whole site's address names it, which next week's entry may have too."""
    return not entry.id and entry.url != "" and "/" not in canonical(entry.url)


def _addresses(entries: Sequence[Entry], keys: Sequence[str], place: str) -> list[str]:
    """What is remembered beside each id: nothing where several entries of one reading have it in common."""
    named = [_address(entry, place) for entry in entries]
    owners: dict[str, set[str]] = {}
    for name, own in zip(named, keys, strict=True):
        owners.setdefault(name, set()).add(own)
    return [name if len(owners[name]) == 1 else "" for name in named]


def _address(entry: Entry, place: str) -> str:
    """The article's address with its title, and its day where the address is no more than a site's.

    A page that is changed every week under one title would otherwise be heard once.
    """
    address = canonical(entry.url)
    if not address or not entry.title:
        return ""
    day = "" if "/" in address else _day(entry)
    said = f"{_ALERTS if entry.is_alert else place} {address} {entry.title.casefold()}{day}"
    return f"address:{hashlib.sha256(said.encode(errors='replace')).hexdigest()[:32]}"


def _bounded(key: str, place: str) -> str:
    """The key with its feed's mark, short enough to be stored."""
    own = key if len(key) <= _LONGEST_ID else f"sha256:{hashlib.sha256(key.encode(errors='replace')).hexdigest()}"
    return f"{own}@{place}"


def _told(entry: Entry) -> str:
    """A mark of all that it says; of when, too, where it has no id of its own."""
    return mark(f"{entry.title}\n{entry.words}{'' if entry.id else _day(entry)}")


def _day(entry: Entry) -> str:
    return f" {entry.written:%Y-%m-%d}" if entry.written else ""


def _text(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    return value if isinstance(value, str) else ""
