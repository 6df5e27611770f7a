"""What was posted, read once and strictly: ids, sizes, and an act from its fields."""

import re
from collections.abc import Mapping
from typing import Any, get_args

import msgspec

from chalicelib.domain.alert.asked import Act
from chalicelib.domain.errors import NotFoundError, TooLargeError, UnprocessableError
from chalicelib.domain.said import said

LARGEST = 64 * 1024
"""Bytes of one act; the longest note takes far less."""

ACTS: dict[str, type[Act]] = {kind.__struct_config__.tag: kind for kind in get_args(Act)}
PLAIN = re.compile(r"[0-9A-Za-z_-]{1,64}")


def plain_id(value: str) -> str:
    """The id from an address if it can be one; anything else names nothing."""
    if not PLAIN.fullmatch(value):
        raise NotFoundError(said("there is nothing at this address"))
    return value


def named(value: str | None) -> str:
    """A plain name from a query; empty where it is none, since nothing depends on it."""
    return value if value and PLAIN.fullmatch(value) else ""


def small(body: bytes) -> bytes:
    """The body, unless it is longer than any act."""
    if len(body) > LARGEST:
        raise TooLargeError(
            said("an act may be {most} bytes long, this one is {length}", most=LARGEST, length=len(body))
        )
    return body


def act(action: str, given: Mapping[str, Any]) -> Act:
    """The act called `action` with the fields `given`; every fault is named."""
    kind = ACTS.get(action)
    if kind is None:
        raise NotFoundError(
            said("there is no act {action}: there are {acts}", action=repr(action), acts=", ".join(ACTS))
        )
    fields = msgspec.structs.fields(kind)
    faults = [
        said("{field}: there is no such field", field=name)
        for name in given
        if name not in {field.name for field in fields}
    ]
    faults += [
        said("{field}: is missing", field=field.name) for field in fields if field.required and field.name not in given
    ]
    if faults:
        raise UnprocessableError("; ".join(faults))
    try:
        return msgspec.convert(given, kind)
    except msgspec.ValidationError as error:
        raise UnprocessableError(with_path_first(str(error))) from error


def with_path_first(fault: str) -> str:
    """msgspec's "Expected ... - at `$.until`" as "until: Expected ..."."""
    sentence, _, path = fault.partition(" - at `$.")
    return f"{path.rstrip('`')}: {sentence}" if path else sentence
