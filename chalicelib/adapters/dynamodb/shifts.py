"""Swaps and absences, all in one partition: every function reads them with the rules, once a minute."""

from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.adapters.dynamodb.keys import Key
from chalicelib.adapters.dynamodb.rows import bodies, body, row
from chalicelib.adapters.dynamodb.table import Table
from chalicelib.adapters.dynamodb.writes import NEW, Put, put
from chalicelib.domain.people.swap import Absence, Standing, Swap

PARTITION, SWAP, ABSENCE = "shifts", "swap#", "absence#"

KEPT_AFTER = timedelta(days=35)
"""How long what is over is kept, so that people and `why` can see who had a shift."""


class Calendar(Struct, frozen=True, kw_only=True):
    """What opens somebody's calendar; empty once that was taken back."""

    token: str


class Shifts:
    """The swaps and absences in a table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def standing(self) -> Standing:
        found = list(self._table.under(PARTITION))
        swaps = (item for item in found if item["sk"]["S"].startswith(SWAP))
        absences = (item for item in found if item["sk"]["S"].startswith(ABSENCE))
        return Standing(swaps=tuple(bodies(swaps, Swap)), absences=tuple(bodies(absences, Absence)))

    def keep_swap(self, swap: Swap) -> bool:
        stored = replace(swap, version=swap.version + 1)
        expires_at = int((swap.end + KEPT_AFTER).timestamp())
        item = row(Key(PARTITION, f"{SWAP}{swap.id}"), stored, version=stored.version, expires_at=expires_at)
        if swap.version == 0:
            return put(self._table, Put(row=item, condition=NEW))
        return put(self._table, Put(row=item, condition="version = :read", values={":read": swap.version}))

    def calendar(self, person: str) -> str:
        found = self._table.get(_calendar_key(person))
        return body(found, Calendar).token if found else ""

    def keep_calendar(self, person: str, token: str) -> None:
        put(self._table, Put(row=row(_calendar_key(person), Calendar(token=token))))

    def keep_absence(self, absence: Absence) -> None:
        expires_at = int((absence.end + KEPT_AFTER).timestamp())
        put(self._table, Put(row=row(Key(PARTITION, f"{ABSENCE}{absence.person}"), absence, expires_at=expires_at)))


def _calendar_key(person: str) -> Key:
    return Key(f"calendar#{person}", "token")
