"""The `due` index: what has a timer running, spread over shards so that no storm makes one of them hot."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from heapq import merge
from itertools import chain, islice, zip_longest
from typing import TypeVar

from chalicelib.adapters.dynamodb.keys import stamp
from chalicelib.adapters.dynamodb.rows import Row
from chalicelib.adapters.dynamodb.table import Table

SHARDS = 8
"""Never to be lowered: a shard that nobody reads any more would hold timers that never end."""

ASIDE = "aside"
"""Begins the name of the shard of what stands aside."""

MOST_LISTED = 10_000
"""How many due items are looked at for a fair share of them."""

T = TypeVar("T")


def due_attributes(kind: str, id: str, due_at: datetime | None) -> dict[str, str | None]:
    """What puts an item of this kind into the index; it is left out while no timer runs."""
    if due_at is None:
        return {"due_shard": None, "due_at": None}
    shard = hashlib.sha256(id.encode()).digest()[0] % SHARDS
    return {"due_shard": f"{kind}-{shard}", "due_at": stamp(due_at)}


def due_rows(table: Table, kind: str, at: datetime, *, limit: int) -> Iterator[Row]:
    """The keys of up to `limit` items that are due at `at`, department after department in turn.

    Of each department the earliest come first, so that thousands of one never stand before another's one. What stands
    aside comes last.
    """
    shards = [_listed(table, f"{kind}-{shard}", at, MOST_LISTED // SHARDS) for shard in range(SHARDS)]
    earliest = merge(*shards, key=lambda row: (row["due_at"]["S"], row["pk"]["S"], row["sk"]["S"]))
    fair = islice(in_turn(earliest, lambda row: row["department"]["S"] if "department" in row else ""), limit)
    return chain(fair, _listed(table, f"{ASIDE}-{kind}", at, limit))


def in_turn(items: Iterable[T], owner: Callable[[T], str]) -> Iterator[T]:
    """One of each owner, then the next of each, and so on; every owner's own keep their order."""
    queues: dict[str, list[T]] = {}
    for item in items:
        queues.setdefault(owner(item), []).append(item)
    return (item for together in zip_longest(*queues.values()) for item in together if item is not None)


def _listed(table: Table, shard: str, at: datetime, limit: int) -> Iterator[Row]:
    return table.indexed(
        "due",
        "due_shard = :shard AND due_at <= :at",
        {":shard": shard, ":at": stamp(at)},
        limit=limit,
        only=("pk", "sk", "due_at", "department"),
    )
