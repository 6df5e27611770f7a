"""From a sender's shape to ours: the JMESPath expressions of a webhook source, asked of what was sent."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

import jmespath
import msgspec
from jmespath.exceptions import JMESPathError
from msgspec import Struct

from chalicelib.adapters.sources.dates import read_date
from chalicelib.adapters.sources.plain import one_line, untagged
from chalicelib.domain.errors import UnprocessableError

EACH = "each"
HTML = "html"
FIELDS = frozenset(
    {
        *("id", "url", "text", "title", "posted_at", "thread", "thread_author", "in_reply_to", "reply_to_author"),
        *("language", "author.handle", "author.id", "author.name", "author.followers", "author.verified"),
    }
)
"""What an expression can be for, beside `each` (where the mentions lie) and `html` (a text with tags)."""

_NO_TEXTS = frozenset({"author.followers", "author.verified"})
_MOST_BESIDE = 30
_LONGEST_BESIDE = 300


class Entry(Struct, frozen=True, kw_only=True):
    """What a sender said of one mention, in our shape but unchecked; `beside` is what no expression asked for."""

    told: dict[str, Any]
    faults: tuple[str, ...] = ()
    beside: tuple[tuple[str, str], ...] = ()


def entries_of(document: object, rules: Mapping[str, str]) -> list[object]:
    """What was sent of each mention. Raise UnprocessableError where it cannot be told where the mentions lie."""
    if EACH not in rules:
        return document if isinstance(document, list) else [document]
    try:
        found = _asked(rules[EACH], document)
    except ValueError as error:
        raise UnprocessableError(f"map.each: {error}") from error
    entries = found if isinstance(found, list) else [] if found is None else [found]
    if not entries:
        raise UnprocessableError(f"map.each: there is nothing at {rules[EACH]}")
    return entries


def mapped(path: str, entry: object, rules: Mapping[str, str], *, at: datetime) -> Entry:
    """One entry in our shape. An expression that cannot be told of it is a fault of this entry alone."""
    told: dict[str, Any] = {}
    faults, unread = [], []
    for field, expression in rules.items():
        if field == EACH:
            continue
        try:
            value = _value(field, _asked(expression, entry))
        except ValueError as error:
            faults.append(f"{path}.{field}: {error}")
            continue
        if field == "posted_at" and value is not None:
            read = read_date(str(value), at=at)
            unread += [] if read else [(field, str(value)[:_LONGEST_BESIDE])]
            value = read.isoformat() if read else None
        _put(told, field, value)
    return Entry(told=told, faults=tuple(faults), beside=(*unread, *_beside(entry, rules)))


def _put(told: dict[str, Any], field: str, value: object) -> None:
    if value is None or value == "":
        return
    owner, _, name = field.rpartition(".")
    place = told.setdefault(owner, {}) if owner else told
    place["text" if field == HTML else name] = untagged(str(value)) if field == HTML else value


def _value(field: str, found: object) -> object:
    """What was found, as the field is written; tools without code send numbers as texts, and ids as numbers."""
    if field in _NO_TEXTS:
        return _loosely(found)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return one_line(found) if field == "title" and isinstance(found, str) else found
    return str(int(found) if isinstance(found, float) and found.is_integer() else found)


def _loosely(found: object) -> object:
    if not isinstance(found, str):
        return found
    try:
        return msgspec.json.decode(found.strip().lower() or "null")
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return found


def _asked(expression: str, value: object) -> object:
    """What the expression gives; raise ValueError where it cannot be told of this value."""
    try:
        return compiled(expression).search(value)
    except JMESPathError as error:
        raise ValueError(f"its expression cannot be told: {error}") from error
    except Exception as error:  # JMESPath lets Python's own errors through: no body dies of an expression
        raise ValueError(f"its expression cannot be told: {type(error).__name__}: {error}") from error


@lru_cache(maxsize=512)
def compiled(expression: str) -> Any:
    """The expression, ready to be asked; JMESPathError where it is none."""
    return jmespath.compile(expression)


def _beside(entry: object, rules: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The entry's own fields that no expression names, the first of them, each cut to what can be shown."""
    asked = [_names(compiled(expression).parsed) for field, expression in rules.items() if field != EACH]
    found = (
        (".".join(path)[:_LONGEST_BESIDE], one_line(value)[:_LONGEST_BESIDE])
        for path, value in _leaves(entry)
        if not any(set(path) <= names for names in asked)
    )
    return tuple(pair for pair, _ in zip(found, range(_MOST_BESIDE), strict=False))


def _names(tree: Mapping[str, Any]) -> set[str]:
    """Every field that an expression names."""
    names, waiting = set(), [tree]
    while waiting:
        node = waiting.pop()
        names |= {str(node["value"])} if node["type"] == "field" else set()
        waiting += [child for child in node["children"] if isinstance(child, dict)]
    return names


def _leaves(value: object) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each text, number and truth value within, with the names that lead to it; nothing empty."""
    waiting: list[tuple[tuple[str, ...], object]] = [((), value)]
    while waiting:
        path, found = waiting.pop()
        if isinstance(found, dict):
            waiting += [((*path, str(name)), inner) for name, inner in reversed(list(found.items()))]
        elif isinstance(found, list):
            waiting += [(path, inner) for inner in reversed(found)]
        elif found is not None and found != "":
            yield path, str(found)
