"""How often each group is heard: counters that a mention adds to in the very transaction that records it."""

import hashlib
from datetime import datetime, timedelta

from chalicelib.adapters.dynamodb.keys import Key, bounded, stamp
from chalicelib.adapters.dynamodb.table import Table
from chalicelib.adapters.dynamodb.writes import Add
from chalicelib.domain.judged.group import tallies
from chalicelib.domain.judged.outcome import Heard

SHARDS = 16
"""Items that one bucket is counted in, so that the mentions of a storm seldom wait for each other."""

KEPT_FOR = timedelta(days=100)
"""Longer than the weeks that any crisis rule looks back."""


class Storms:
    """The counters in a table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def tally(self, name: str, start: datetime, end: datetime) -> int:
        found = self._table.between(_partition(name), stamp(start), stamp(end))
        return sum(int(item["counted"]["N"]) for item in found)


def tally_adds(heard: Heard) -> list[Add]:
    """The writes that count a mention; in one transaction with the one that stores it unless it is stored already."""
    shard = hashlib.sha256(heard.mention.key.encode()).digest()[0] % SHARDS
    return [
        Add(
            key=Key(_partition(tally.name), f"{stamp(tally.bucket)}#{shard}"),
            attribute="counted",
            expires_at=int((tally.bucket + KEPT_FOR).timestamp()),
        )
        for tally in tallies(heard)
    ]


def _partition(name: str) -> str:
    return f"tally#{bounded(name)}"
