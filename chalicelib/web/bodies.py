"""What was posted, read once and strictly: an act from a form's fields or from a webhook's JSON."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, get_args
from urllib.parse import parse_qs

import msgspec
from msgspec import Meta, Struct

from chalicelib.domain.asked import Act, Instant, Words
from chalicelib.domain.errors import BadRequestError, NotFoundError, TooLargeError, UnprocessableError
from chalicelib.domain.silence import SilenceKind

LARGEST = 64 * 1024
"""Bytes of one act; the longest note takes far less."""

LONGEST_NAME = 64
MOST_FIELDS = 100
ACTS: dict[str, type[Act]] = {kind.__struct_config__.tag: kind for kind in get_args(Act)}
PLAIN = re.compile(r"[0-9A-Za-z_-]{1,64}")


def plain_id(value: str) -> str:
    """The id from an address if it can be one; anything else names nothing."""
    if not PLAIN.fullmatch(value):
        raise NotFoundError("there is nothing at this address")
    return value


def small(body: bytes) -> bytes:
    """The body, unless it is longer than any act."""
    if len(body) > LARGEST:
        raise TooLargeError(f"an act may be {LARGEST} bytes long, this one is {len(body)}")
    return body


def form_act(body: bytes) -> tuple[tuple[str, ...], Act]:
    """The alerts' ids and the act of a posted form. Fields left empty count as not filled in."""
    try:
        fields = parse_qs(small(body).decode(), max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise BadRequestError("the form cannot be read") from error
    alerts = tuple(map(plain_id, fields.pop("alert", [""])))
    given = {name: values[0] for name, values in fields.items() if values[0].strip()}
    return alerts, act(given.pop("action", ""), given)


def signed_act(body: bytes, action: str) -> tuple[str, Act]:
    """Who acts, and the act of a webhook's JSON object."""
    try:
        given = msgspec.json.decode(small(body))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRequestError(f"the body is not JSON: {error}") from error
    if not isinstance(given, dict):
        raise UnprocessableError("the body must be a JSON object")
    by = given.pop("by", None)
    if not isinstance(by, str) or not 0 < len(by.strip()) <= LONGEST_NAME:
        raise UnprocessableError(f"by: say who acts, in 1 to {LONGEST_NAME} characters")
    return by.strip(), act(action, given)


class SilenceAsked(Struct, frozen=True, forbid_unknown_fields=True):
    """The body of a silence: what (`subject` as a theme's name, or as network:id of an author), until when, why."""

    kind: SilenceKind
    subject: Annotated[str, Meta(min_length=1, max_length=500)]
    by: Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME)]
    reason: Words
    until: Instant


def signed_silence(body: bytes) -> SilenceAsked:
    """The silence that a webhook's JSON object asks for; the first fault is named with its place."""
    try:
        return msgspec.json.decode(small(body), type=SilenceAsked)
    except msgspec.ValidationError as error:
        raise UnprocessableError(_with_path_first(str(error))) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRequestError(f"the body is not JSON: {error}") from error


def act(action: str, given: Mapping[str, Any]) -> Act:
    """The act called `action` with the fields `given`; every fault is named."""
    kind = ACTS.get(action)
    if kind is None:
        raise NotFoundError(f"there is no act {action!r}: there are {', '.join(ACTS)}")
    fields = msgspec.structs.fields(kind)
    faults = [f"{name}: there is no such field" for name in given if name not in {field.name for field in fields}]
    faults += [f"{field.name}: is missing" for field in fields if field.required and field.name not in given]
    if faults:
        raise UnprocessableError("; ".join(faults))
    try:
        return msgspec.convert(given, kind)
    except msgspec.ValidationError as error:
        raise UnprocessableError(_with_path_first(str(error))) from error


def _with_path_first(fault: str) -> str:
    """msgspec's "Expected ... - at `$.until`" as "until: Expected ..."."""
    sentence, _, path = fault.partition(" - at `$.")
    return f"{path.rstrip('`')}: {sentence}" if path else sentence
