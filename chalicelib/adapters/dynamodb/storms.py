"""How often each group is heard, and by whom: counters that a mention adds to as it is recorded."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from chalicelib.adapters.dynamodb.keys import Key, bounded, stamp
from chalicelib.adapters.dynamodb.rows import Row
from chalicelib.adapters.dynamodb.table import Table
from chalicelib.adapters.dynamodb.writes import Add
from chalicelib.domain.judged.crowd import Crowd
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

    def crowd(self, name: str, start: datetime, end: datetime) -> Crowd:
        found = list(self._table.between(_partition(name), stamp(start), stamp(end)))
        return Crowd(
            authors=frozenset(mark for item in found for mark in _marks(item, "authors")),
            conversations=frozenset(mark for item in found for mark in _marks(item, "conversations")),
            unmarked=sum(int(item["counted"]["N"]) for item in found if "authors" not in item),
        )


def tally_adds(heard: Heard) -> list[Add]:
    """The writes that count a mention; in one transaction with the one that stores it unless it is stored already."""
    shard = hashlib.sha256(heard.mention.key.encode()).digest()[0] % SHARDS
    return [
        Add(
            key=Key(_partition(tally.name), f"{stamp(tally.bucket)}#{shard}"),
            attribute="counted",
            expires_at=int((tally.bucket + KEPT_FOR).timestamp()),
            members={"authors": tally.voice.author, "conversations": tally.voice.conversation} if tally.voice else {},
        )
        for tally in tallies(heard)
    ]


def _marks(item: Row, name: str) -> Iterable[str]:
    return item[name]["SS"] if name in item else ()


def _partition(name: str) -> str:
    return f"tally#{bounded(name)}"
