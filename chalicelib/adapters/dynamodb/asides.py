"""What stands aside: out of the shards that a sweep reads, in one that lists it until it is tried again."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from chalicelib.adapters.dynamodb.due import ASIDE
from chalicelib.adapters.dynamodb.keys import Key, alert_key, stamp
from chalicelib.adapters.dynamodb.rows import Row, attribute, body, key_attributes, key_of
from chalicelib.adapters.dynamodb.table import Table
from chalicelib.adapters.dynamodb.writes import condition_held
from chalicelib.domain.alert.aside import Aside, put_aside
from chalicelib.domain.errors import UnreadableError

T = TypeVar("T")


class Asides:
    """The items of a table that stand aside. Whatever is saved again stands there no longer: its row is a new one."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def set_aside(self, alert_id: str, why: str, *, at: datetime) -> None:
        found = self._table.get(alert_key(alert_id))
        if found is not None:
            move_aside(self._table, found, why, at)

    def asides(self, *, limit: int = 500) -> Sequence[Aside]:
        listed = (
            found
            for kind in ("alert", "notification")
            for found in self._table.indexed("due", "due_shard = :shard", {":shard": f"{ASIDE}-{kind}"}, limit=limit)
        )
        return sorted((aside for aside in map(_aside, listed) if aside), key=lambda aside: (aside.since, aside.id))


def readable(table: Table, items: Iterable[Row], kind: type[T], at: datetime) -> Iterator[T]:
    """The values of what is due; what this version of the code cannot read is set aside."""
    for item in items:
        try:
            found = body(item, kind)
        except UnreadableError as error:
            if "due_at" in item and item["due_at"]["S"] <= stamp(at):  # an index lags
                move_aside(table, item, str(error), at)
        else:
            yield found


def move_aside(table: Table, item: Row, why: str, at: datetime) -> None:
    """Take the item out of the sweep's sight for a while, unless somebody changed it since it was read."""
    if "due_shard" not in item:
        return  # no timer runs any more
    kind = item["due_shard"]["S"].removeprefix(f"{ASIDE}-").partition("-")[0]
    aside = put_aside(_id(key_of(item)), why, before=_aside(item), at=at)
    condition_held(
        lambda: table.client.update_item(
            TableName=table.name,
            Key=key_attributes(key_of(item)),
            UpdateExpression=(
                "SET due_shard = :aside, due_at = :again, aside_why = :why, aside_since = :since, aside_tries = :tries"
            ),
            ConditionExpression="due_shard = :was AND due_at = :was_at",
            ExpressionAttributeValues={
                ":aside": attribute(f"{ASIDE}-{kind}"),
                ":again": attribute(stamp(aside.again_at)),
                ":why": attribute(aside.why),
                ":since": attribute(stamp(aside.since)),
                ":tries": attribute(aside.tries),
                ":was": item["due_shard"],
                ":was_at": item["due_at"],
            },
        )
    )


def _aside(item: Row) -> Aside | None:
    if "aside_tries" not in item:
        return None
    return Aside(
        id=_id(key_of(item)),
        why=item["aside_why"]["S"],
        since=datetime.fromisoformat(item["aside_since"]["S"]),
        tries=int(item["aside_tries"]["N"]),
        again_at=datetime.fromisoformat(item["due_at"]["S"]),
    )


def _id(key: Key) -> str:
    """As people and logs name it: an alert's id, or a notification's."""
    alert = key.pk.removeprefix("alert#")
    return alert if key.sk == "alert" else f"{alert}/{key.sk.removeprefix('notification#')}"
