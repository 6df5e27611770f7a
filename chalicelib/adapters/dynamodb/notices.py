"""What tools are owed, kept beside its alert until a queue has it: the write of a change writes it, too."""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.adapters.aws_errors import translated
from chalicelib.adapters.dynamodb.due import due_attributes, due_rows
from chalicelib.adapters.dynamodb.keys import Key
from chalicelib.adapters.dynamodb.rows import bodies, key_attributes, row
from chalicelib.adapters.dynamodb.table import DYNAMODB, Table
from chalicelib.adapters.dynamodb.writes import NEW, Put, put
from chalicelib.domain.alert.notice import Owed


class Notices:
    """What a table holds for tools."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def owe(self, owed: Sequence[Owed]) -> None:
        for each in owed:
            put(self._table, tools_put(each))

    def owed_before(self, at: datetime, *, limit: int = 100) -> Sequence[Owed]:
        listed = list(due_rows(self._table, "notice", at, limit=limit))
        return sorted(bodies(self._table.fresh(listed), Owed), key=lambda owed: (owed.owed_at, owed.id))

    def let_go(self, owed: Sequence[Owed]) -> None:
        for each in owed:
            with translated(DYNAMODB):
                self._table.client.delete_item(TableName=self._table.name, Key=key_attributes(_key(each.id)))


def tools_put(owed: Owed) -> Put:
    """The write that owes it unless it was owed before."""
    return Put(row=row(_key(owed.id), owed, **due_attributes("notice", owed.id, owed.owed_at)), condition=NEW)


def _key(id: str) -> Key:
    alert_id, _, step = id.partition("/")
    return Key(f"alert#{alert_id}", f"notice#{step}")
