"""Personal links, and the messages of signed webhooks that were seen.

DynamoDB deletes an item some days after its `expires_at`, to keep the table small; whether something is over is
always told by comparing instants.
"""

from datetime import datetime, timedelta

from chalicelib.adapters.aws_errors import translated
from chalicelib.adapters.dynamodb.keys import link_key, seen_key, stamp
from chalicelib.adapters.dynamodb.rows import attribute, body, key_attributes, row
from chalicelib.adapters.dynamodb.table import DYNAMODB, Table
from chalicelib.adapters.dynamodb.writes import Put, put
from chalicelib.domain.told.link import Link

KEPT_AFTER = timedelta(days=30)
"""How long an expired link is told from one that never was."""


class Links:
    """The links and seen messages in a table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def save_link(self, link: Link) -> None:
        expires_at = int((link.expires_at + KEPT_AFTER).timestamp())
        put(self._table, Put(row=row(link_key(link.token), link, expires_at=expires_at)))

    def link(self, token: str) -> Link | None:
        found = self._table.get(link_key(token))
        return body(found, Link) if found else None

    def was_seen(self, message_id: str, *, at: datetime) -> bool:
        found = self._table.get(seen_key(message_id))
        return found is not None and found["remembered_until"]["S"] > stamp(at)

    def first_seen(self, message_id: str, *, at: datetime, keep: timedelta) -> bool:
        key, until = seen_key(message_id), at + keep
        item = {
            **key_attributes(key),
            "remembered_until": attribute(stamp(until)),
            "expires_at": attribute(int(until.timestamp()) + 1),
        }
        condition = "attribute_not_exists(pk) OR remembered_until <= :at"
        return put(self._table, Put(row=item, condition=condition, values={":at": stamp(at)}))

    def forget_seen(self, message_id: str) -> None:
        with translated(DYNAMODB):
            self._table.client.delete_item(TableName=self._table.name, Key=key_attributes(seen_key(message_id)))
