"""Where each source stands, who is reading it now, and what was spent of a day's allowance."""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.adapters.dynamodb.keys import Key, allowance_key, source_key, stamp
from chalicelib.adapters.dynamodb.rows import attribute, body, key_attributes, row
from chalicelib.adapters.dynamodb.table import Table
from chalicelib.adapters.dynamodb.writes import BY_THIS_HAND, Put, condition_held, new_hand, put
from chalicelib.domain.heard.source import SourceState

TRIES = 8
"""Against others who take at the same time; whoever never gets a turn takes nothing."""


class Sources:
    """The sources' states in a table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def source(self, name: str) -> SourceState:
        found = self._table.get(source_key(name))
        return body(found, SourceState) if found and "body" in found else SourceState(name=name)

    def sources(self) -> Sequence[SourceState]:
        found = self._table.under(source_key("").pk)
        states = (body(item, SourceState) for item in found if "body" in item)
        return sorted(states, key=lambda state: state.name)

    def lease(self, name: str, *, at: datetime, until: datetime) -> bool:
        """The lease lies beside the state, in the same item, so that storing the state gives it back."""
        hand = attribute(new_hand())
        return condition_held(
            lambda: self._table.client.update_item(
                TableName=self._table.name,
                Key=key_attributes(source_key(name)),
                UpdateExpression="SET leased_until = :until, hand = :hand",
                ConditionExpression=f"attribute_not_exists(leased_until) OR leased_until <= :at OR {BY_THIS_HAND}",
                ExpressionAttributeValues={
                    ":until": attribute(stamp(until)),
                    ":at": attribute(stamp(at)),
                    ":hand": hand,
                },
            )
        )

    def advance(self, state: SourceState) -> None:
        put(self._table, Put(row=row(source_key(state.name), state)))

    def take(self, allowance: str, amount: int, *, day: str, limit: int) -> int:
        key = allowance_key(allowance, day)
        for _ in range(TRIES):
            wanted = min(amount, limit - self._taken(key))
            if wanted <= 0:
                return 0
            if self._add(key, wanted, limit=limit):
                return wanted
        return 0

    def _taken(self, key: Key) -> int:
        found = self._table.get(key)
        return int(found["taken"]["N"]) if found else 0

    def _add(self, key: Key, amount: int, *, limit: int) -> bool:
        """Count `amount` as taken, once, unless another process left less than that."""
        hand = attribute(new_hand())
        is_added = condition_held(
            lambda: self._table.client.update_item(
                TableName=self._table.name,
                Key=key_attributes(key),
                UpdateExpression="ADD taken :amount SET hand = :hand",
                ConditionExpression="attribute_not_exists(taken) OR (taken <= :room AND NOT hand = :hand)",
                ExpressionAttributeValues={
                    ":amount": attribute(amount),
                    ":room": attribute(limit - amount),
                    ":hand": hand,
                },
            )
        )
        return is_added or (self._table.get(key) or {}).get("hand") == hand
