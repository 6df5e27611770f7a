"""Conditional writes: one item, or many together, all or none."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import uuid4

from botocore.exceptions import ClientError
from msgspec import Struct
from msgspec.structs import replace

from chalicelib.adapters.aws_errors import error_code, translated
from chalicelib.adapters.dynamodb.keys import Key
from chalicelib.adapters.dynamodb.rows import Row, attribute, key_attributes, key_of
from chalicelib.adapters.dynamodb.table import DYNAMODB, PAUSES, Table
from chalicelib.domain.errors import CrowdedError, TooLargeError, UnavailableError
from chalicelib.domain.said import said

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import PutTypeDef, TransactWriteItemTypeDef

MOST_TOGETHER = 100
"""Items in one transaction."""

NEW = "attribute_not_exists(pk)"
"""The condition that nothing is stored under this key yet."""

BY_THIS_HAND = "hand = :hand"
"""The condition that it was this very call that wrote what is stored."""

FAILED = "ConditionalCheckFailed"
CROWDED = "TransactionConflict"
UNDERSTOOD = frozenset({"None", FAILED, CROWDED, "ThrottlingError", "ProvisionedThroughputExceeded"})


class Put(Struct, frozen=True, kw_only=True):
    """One item to store if `condition` holds of what is stored now; an empty condition always holds."""

    row: Row
    condition: str = ""
    values: Mapping[str, str | int] = {}

    @property
    def key(self) -> Key:
        return key_of(self.row)

    def signed(self, hand: str) -> "Put":
        """The same by a hand that knows itself: its condition holds, too, where what it wrote stands there already."""
        return replace(
            self,
            row={**self.row, "hand": attribute(hand)},
            condition=f"({self.condition}) OR {BY_THIS_HAND}",
            values={**self.values, ":hand": hand},
        )

    def action(self, table: str) -> "TransactWriteItemTypeDef":
        """As a transaction takes it."""
        return {"Put": self.request(table)}

    def request(self, table: str) -> "PutTypeDef":
        """As the client takes it."""
        request: PutTypeDef = {"TableName": table, "Item": self.row}
        if self.condition:
            request["ConditionExpression"] = self.condition
        if self.values:
            request["ExpressionAttributeValues"] = {name: attribute(value) for name, value in self.values.items()}
        return request


class Add(Struct, frozen=True, kw_only=True):
    """One more of what `attribute` of an item counts. Only in a transaction: alone, a retry would count twice.

    `members` are put into the item's sets of those names, each once however often it is added.
    """

    key: Key
    attribute: str
    expires_at: int
    members: Mapping[str, str] = {}

    def action(self, table: str) -> "TransactWriteItemTypeDef":
        """As a transaction takes it."""
        added = "".join(f", {name} :{name}" for name in self.members)
        values = {":one": attribute(1), ":expires_at": attribute(self.expires_at)}
        return {
            "Update": {
                "TableName": table,
                "Key": key_attributes(self.key),
                "UpdateExpression": f"ADD #counted :one{added} SET expires_at = :expires_at",
                "ExpressionAttributeNames": {"#counted": self.attribute},
                "ExpressionAttributeValues": values
                | {f":{name}": {"SS": [member]} for name, member in self.members.items()},
            }
        }


Write = Put | Add


def new_hand() -> str:
    """Names one call. The client sends it again where an answer was lost, and then meets what it wrote itself."""
    return uuid4().hex


def put(table: Table, wanted: Put) -> bool:
    """Store one item; False if its condition does not hold, since somebody else wrote."""
    written = wanted.signed(new_hand()) if wanted.condition else wanted
    return condition_held(lambda: table.client.put_item(**written.request(table.name)))


def condition_held(write: Callable[[], object]) -> bool:
    """Do one conditional write; False if its condition did not hold and nothing was written."""
    try:
        with translated(DYNAMODB):
            write()
    except ClientError as error:
        if error_code(error) == "ConditionalCheckFailedException":
            return False
        raise
    return True


def put_together(table: Table, wanted: Sequence[Write]) -> frozenset[Key]:
    """Store all of it or none; the answer names the items whose conditions do not hold, and is empty when stored.

    Raise TooLargeError for more than a transaction takes, UnavailableError while the table is throttled, CrowdedError
    where other transactions are at the same items.
    """
    if len(wanted) > MOST_TOGETHER:
        raise TooLargeError(
            said(
                "a change writes {count} items, and DynamoDB takes {most} together",
                count=len(wanted),
                most=MOST_TOGETHER,
            )
        )
    for pause in PAUSES:
        codes = _cancelled(table, wanted)
        if FAILED in codes or not codes:
            return frozenset(write.key for write, code in zip(wanted, codes, strict=False) if code == FAILED)
        if CROWDED not in codes:
            raise UnavailableError(_not_now(codes))
        table.pause(pause)
    raise CrowdedError(_not_now(codes))


def _not_now(codes: Sequence[str]) -> str:
    return said("DynamoDB cannot store now: {codes}", codes=", ".join(sorted(set(codes) - {"None"})))


def _cancelled(table: Table, wanted: Sequence[Write]) -> tuple[str, ...]:
    """Try once: why each item was not stored, in order; nothing at all when everything was.

    The client makes a new request token for each call and keeps it for its own retries: a lost answer is asked
    for again, and another writer's change is never taken for this one.
    """
    try:
        with translated(DYNAMODB):
            table.client.transact_write_items(TransactItems=[write.action(table.name) for write in wanted])
    except table.client.exceptions.TransactionCanceledException as error:
        codes = tuple(reason["Code"] for reason in error.response["CancellationReasons"])
        if set(codes) <= UNDERSTOOD:
            return codes
        raise
    return ()
