"""What is wanted of the board, from an address and back into one: filters are links that can be kept and sent."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from msgspec.structs import asdict, replace

from chalicelib.pipeline.board import PAGE, Wanted

LONGEST = 100
TEXTS = ("department", "status", "urgency", "source", "theme", "who", "q", "sort")


def wanted(query: Mapping[str, str]) -> Wanted:
    """What an address asks for; what it says beyond that is passed over."""
    after = query.get("after", "")
    number = int(after) if after.isascii() and after.isdecimal() and len(after) < 6 else 0
    texts = {name: query[name][:LONGEST] for name in TEXTS if query.get(name)}
    return Wanted(**texts, after=number // PAGE * PAGE)


def as_query(wanted: Wanted, **more: str) -> str:
    """The query of an address that asks for it; empty where it asks for nothing in particular."""
    return urlencode({name: value for name, value in (asdict(wanted) | more).items() if value})


def with_filter(wanted: Wanted, name: str, value: str) -> Wanted:
    """The same from its first page on, with one filter set, or taken away where it was set to that."""
    is_set = getattr(wanted, name) == value
    return replace(wanted, after=0, **{name: "" if is_set else value})


def instant(text: str) -> datetime | None:
    """An instant of an address; None where it is none."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    return when if when.tzinfo else None


def as_address(**asked: str) -> str:
    """The query of an address that asks for this; empty texts are left out."""
    return urlencode({name: value for name, value in asked.items() if value})
