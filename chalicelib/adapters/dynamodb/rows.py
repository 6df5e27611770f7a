"""The shape of an item: its key, the attributes that conditions and indexes read, and the value itself as JSON."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec import Struct

from chalicelib.adapters.dynamodb.keys import Key
from chalicelib.domain.errors import TooLargeError, UnreadableError
from chalicelib.domain.said import said

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

Row = dict[str, "AttributeValueTypeDef"]
"""An item as the client takes and gives it."""

T = TypeVar("T")

LARGEST = 400 * 1024
"""Bytes of an item, names included."""


def row(key: Key, body: Struct, **attributes: str | int | None) -> Row:
    """The item for `body`. An attribute of None is left out, which keeps the item out of its index.

    Raise TooLargeError where DynamoDB would refuse it.
    """
    values: dict[str, str | int | None] = {
        "pk": key.pk,
        "sk": key.sk,
        "body": msgspec.json.encode(body).decode(),
        **attributes,
    }
    kept = {name: value for name, value in values.items() if value is not None}
    size = sum(len(name) + len(str(value).encode()) for name, value in kept.items())
    if size > LARGEST:
        raise TooLargeError(
            said("{key} takes {size} bytes, and DynamoDB keeps {most} at most", key=key.pk, size=size, most=LARGEST)
        )
    return {name: attribute(value) for name, value in kept.items()}


def attribute(value: str | int) -> "AttributeValueTypeDef":
    """A text or a number, as DynamoDB writes it."""
    return {"S": value} if isinstance(value, str) else {"N": str(value)}


def key_attributes(key: Key) -> Row:
    """The key alone, as the client takes it."""
    return {"pk": attribute(key.pk), "sk": attribute(key.sk)}


def key_of(item: Row) -> Key:
    return Key(item["pk"]["S"], item["sk"]["S"])


def body(item: Row, kind: type[T]) -> T:
    """The value that an item holds. Fields that this version of the code does not know are passed over.

    Raise UnreadableError where it holds something that this version has no word for, such as a newer timer.
    """
    try:
        return msgspec.json.decode(item["body"]["S"], type=kind)
    except (msgspec.MsgspecError, KeyError) as error:
        raise UnreadableError(
            said("{key} cannot be read by this version of the code: {fault}", key=item["pk"]["S"], fault=error)
        ) from error


def bodies(items: Iterable[Row], kind: type[T]) -> Iterator[T]:
    """The values that items hold; those that this version cannot read are left out, so that the others are seen."""
    for item in items:
        with suppress(UnreadableError):
            yield body(item, kind)
