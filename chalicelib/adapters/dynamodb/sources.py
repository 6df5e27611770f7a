"""Where each source stands, and who is reading it now."""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.adapters.dynamodb.keys import source_key, stamp
from chalicelib.adapters.dynamodb.rows import attribute, body, key_attributes, row
from chalicelib.adapters.dynamodb.table import Table
from chalicelib.adapters.dynamodb.writes import Put, condition_held, put
from chalicelib.domain.source import SourceState


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
        return condition_held(
            lambda: self._table.client.update_item(
                TableName=self._table.name,
                Key=key_attributes(source_key(name)),
                UpdateExpression="SET leased_until = :until",
                ConditionExpression="attribute_not_exists(leased_until) OR leased_until <= :at",
                ExpressionAttributeValues={":until": attribute(stamp(until)), ":at": attribute(stamp(at))},
            )
        )

    def advance(self, state: SourceState) -> None:
        put(self._table, Put(row=row(source_key(state.name), state)))
