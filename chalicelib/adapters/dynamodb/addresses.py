"""What is known of each address: one item that proves it, one that says that it asked for no more messages."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from chalicelib.adapters.dynamodb.keys import Key
from chalicelib.adapters.dynamodb.rows import Row, body, row
from chalicelib.adapters.dynamodb.table import Table
from chalicelib.adapters.dynamodb.writes import NEW, Put, put
from chalicelib.domain.people.address import Address, Proof

PROOF, STOP = "proof", "stop"


class Proven(Struct, frozen=True, kw_only=True):
    """The first proof of an address."""

    proof: Proof
    at: datetime


class Stopped(Struct, frozen=True, kw_only=True):
    """Its last wish about messages: since when it wants none; None where it wants them again."""

    since: datetime | None


class Addresses:
    """The addresses in a table. The two items are written apart: a proof never takes a STOP back."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def address(self, address_id: str) -> Address:
        return _address(address_id, self._table.under(_partition(address_id)))

    def addresses(self, address_ids: Sequence[str]) -> Mapping[str, Address]:
        keys = [Key(_partition(id), sk) for id in address_ids for sk in (PROOF, STOP)]
        found: dict[str, list[Row]] = {}
        for item in self._table.fetch(keys):
            found.setdefault(item["pk"]["S"], []).append(item)
        return {id: _address(id, found[_partition(id)]) for id in address_ids if _partition(id) in found}

    def prove(self, address_id: str, proof: Proof, *, at: datetime) -> None:
        proven = Proven(proof=proof, at=at)
        put(self._table, Put(row=row(Key(_partition(address_id), PROOF), proven), condition=NEW))

    def stop(self, address_id: str, *, since: datetime | None) -> None:
        put(self._table, Put(row=row(Key(_partition(address_id), STOP), Stopped(since=since))))


def _address(address_id: str, items: Iterable[Row]) -> Address:
    found = {item["sk"]["S"]: item for item in items}
    proven = body(found[PROOF], Proven) if PROOF in found else None
    stopped = body(found[STOP], Stopped) if STOP in found else None
    return Address(
        id=address_id,
        proof=proven.proof if proven else None,
        proven_at=proven.at if proven else None,
        stopped_at=stopped.since if stopped else None,
    )


def _partition(address_id: str) -> str:
    return f"address#{address_id}"
