"""The silences, all in one partition: there are a handful, and every mention is held against all of them."""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.adapters.dynamodb.keys import Key
from chalicelib.adapters.dynamodb.rows import body, row
from chalicelib.adapters.dynamodb.table import Table
from chalicelib.adapters.dynamodb.writes import Put, put
from chalicelib.domain.judged.silence import Silence

PARTITION = "silences"


class Silences:
    """The silences in a table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def save_silence(self, silence: Silence) -> None:
        """DynamoDB deletes the item some days after its end; whether it is over is told by comparing instants."""
        expires_at = int(silence.until.timestamp()) + 1
        put(self._table, Put(row=row(Key(PARTITION, silence.id), silence, expires_at=expires_at)))

    def silences(self, at: datetime) -> Sequence[Silence]:
        found = (body(item, Silence) for item in self._table.under(PARTITION))
        return sorted((one for one in found if one.is_running(at)), key=lambda one: (one.until, one.id))
