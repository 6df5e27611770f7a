"""The `due` index: what has a timer running, spread over shards so that no storm makes one of them hot."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from heapq import merge
from itertools import islice

from chalicelib.adapters.dynamodb.keys import stamp
from chalicelib.adapters.dynamodb.rows import Row
from chalicelib.adapters.dynamodb.table import Table

SHARDS = 8
"""Never to be lowered: a shard that nobody reads any more would hold timers that never end."""


def due_attributes(kind: str, id: str, due_at: datetime | None) -> dict[str, str | None]:
    """What puts an item of this kind into the index; it is left out while no timer runs."""
    if due_at is None:
        return {"due_shard": None, "due_at": None}
    shard = hashlib.sha256(id.encode()).digest()[0] % SHARDS
    return {"due_shard": f"{kind}-{shard}", "due_at": stamp(due_at)}


def due_rows(table: Table, kind: str, at: datetime, *, limit: int) -> Iterator[Row]:
    """The first `limit` items of this kind that are due at `at`, earliest first, as the index lists them."""
    shards = (
        table.indexed(
            "due",
            "due_shard = :shard AND due_at <= :at",
            {":shard": f"{kind}-{shard}", ":at": stamp(at)},
            limit=limit,
        )
        for shard in range(SHARDS)
    )
    return islice(merge(*shards, key=lambda row: (row["due_at"]["S"], row["pk"]["S"], row["sk"]["S"])), limit)
