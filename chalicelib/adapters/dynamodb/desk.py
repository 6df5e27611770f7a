"""The `desk` index: every open alert at a glance, spread over shards that are read side by side.

An index of its own, because `board` holds whole alerts: a thousand of them take eight reads, one after the other.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from hashlib import sha256

import msgspec
from botocore.exceptions import ClientError

from chalicelib.adapters.aws_errors import error_code, translated
from chalicelib.adapters.dynamodb.keys import Key, alert_key, mention_key, stamp
from chalicelib.adapters.dynamodb.rows import Row, attribute, body, key_attributes, key_of, row
from chalicelib.adapters.dynamodb.side_by_side import side_by_side
from chalicelib.adapters.dynamodb.table import DYNAMODB, Table
from chalicelib.adapters.dynamodb.writes import Put, condition_held, put
from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.glance import Glance, glance
from chalicelib.domain.judged.outcome import Heard

INDEX = "desk"
SHARDS = 8
"""Never to be lowered: a shard that nobody reads any more would hide alerts."""

FILLED = Key("desk", "filled")
"""Stored once every open alert of an earlier version is in the index: until then `board` is read, too."""

SESSIONS = Key("desk", "sessions")
MISSING_INDEX = frozenset({"ValidationException", "ResourceNotFoundException"})


class Desk:
    """What the desk asks of a table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def glances(self) -> Sequence[Glance]:
        reads: list[Callable[[], list[Row]]] = [partial(self._desk_shard, shard) for shard in range(SHARDS)]
        *shards, filled = side_by_side([*reads, self._is_filled])
        found = {seen.id: seen for listed in shards for seen in map(_glance, listed)}
        return list((found if filled else self._seen_earlier() | found).values())

    def seen(
        self, alert_ids: Sequence[str], mentions: Sequence[str]
    ) -> tuple[Mapping[str, Alert], Mapping[str, Heard]]:
        wanted = {key.pk for key in map(alert_key, alert_ids)}
        found = list(self._table.fetch([*map(alert_key, alert_ids), *map(mention_key, mentions)]))
        alerts = [body(item, Alert) for item in found if item["pk"]["S"] in wanted]
        heards = [body(item, Heard) for item in found if item["pk"]["S"] not in wanted]
        return {alert.id: alert for alert in alerts}, {heard.mention.key: heard for heard in heards}

    def fill_desk(self) -> int:
        if not self._has_index():
            return 0
        added = sum(self._put_on_desk(item) for item in self._open_rows())
        put(self._table, Put(row=key_attributes(FILLED)))
        return added

    def sessions_since(self) -> datetime | None:
        found = self._table.get(SESSIONS)
        return body(found, _Sessions).since if found else None

    def end_sessions(self, at: datetime) -> None:
        put(self._table, Put(row=row(SESSIONS, _Sessions(since=at))))

    def _is_filled(self) -> list[Row]:
        found = self._table.get(FILLED)
        return [found] if found else []

    def _desk_shard(self, shard: int) -> list[Row]:
        """What one shard lists; nothing while the index is not there yet."""
        try:
            return list(self._table.indexed(INDEX, "desk = :shard", {":shard": str(shard)}))
        except ClientError as error:
            if error_code(error) in MISSING_INDEX:
                return []
            raise

    def _has_index(self) -> bool:
        with translated(DYNAMODB):
            described = self._table.client.describe_table(TableName=self._table.name)["Table"]
        return any(index.get("IndexName") == INDEX for index in described.get("GlobalSecondaryIndexes", []))

    def _seen_earlier(self) -> dict[str, Glance]:
        return {alert.id: glance(alert) for alert in (body(item, Alert) for item in self._open_rows())}

    def _open_rows(self) -> Iterator[Row]:
        """Every open alert as the `board` index has it, with those that an open crisis stands for."""
        for item in self._table.fresh(self._table.indexed("board", "board = :open", {":open": "unresolved"})):
            yield item
            if body(item, Alert).crisis:
                behind = f"crisis#{item['pk']['S'].removeprefix('alert#')}"
                yield from self._table.fresh(self._table.indexed("board", "board = :crisis", {":crisis": behind}))

    def _put_on_desk(self, item: Row) -> bool:
        """Write the attributes of the index beside what is stored, unless somebody was faster."""
        wanted = {name: value for name, value in desk_attributes(body(item, Alert)).items() if value is not None}
        if INDEX in item or not wanted:
            return False
        return condition_held(
            lambda: self._table.client.update_item(
                TableName=self._table.name,
                Key=key_attributes(key_of(item)),
                UpdateExpression="SET desk = :desk, desk_at = :desk_at, glance = :glance",
                ConditionExpression="version = :read",
                ExpressionAttributeValues={":read": item["version"]}
                | {f":{name}": attribute(value) for name, value in wanted.items()},
            )
        )


class _Sessions(msgspec.Struct, frozen=True):
    """Sessions that began before `since` are over."""

    since: datetime


def desk_attributes(alert: Alert) -> dict[str, str | None]:
    """What puts an alert into the index while it is open."""
    if alert.is_resolved:
        return {"desk": None, "desk_at": None, "glance": None}
    shard = sha256(alert.id.encode()).digest()[0] % SHARDS
    return {
        "desk": str(shard),
        "desk_at": stamp(alert.opened_at),
        "glance": msgspec.json.encode(glance(alert)).decode(),
    }


def _glance(item: Row) -> Glance:
    return msgspec.json.decode(item["glance"]["S"], type=Glance)
