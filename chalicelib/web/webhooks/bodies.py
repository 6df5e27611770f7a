"""An act or a silence from the JSON of a signed webhook."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from chalicelib.domain.alert.asked import Act, Instant, Words
from chalicelib.domain.errors import BadRequestError, UnprocessableError
from chalicelib.domain.judged.silence import SilenceKind
from chalicelib.web.shelf.bodies import act, small, with_path_first

LONGEST_NAME = 64


def json_object(body: bytes) -> dict[str, Any]:
    """The JSON object of a webhook's body."""
    try:
        given = msgspec.json.decode(small(body))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRequestError(f"the body is not JSON: {error}") from error
    if not isinstance(given, dict):
        raise UnprocessableError("the body must be a JSON object")
    return given


def signed_act(given: dict[str, Any], action: str) -> tuple[str, Act]:
    """Who acts, and the act of a webhook's JSON object."""
    by = given.pop("by", None)
    if not isinstance(by, str) or not 0 < len(by.strip()) <= LONGEST_NAME:
        raise UnprocessableError(f"by: say who acts, in 1 to {LONGEST_NAME} characters")
    return by.strip(), act(action, given)


class SilenceAsked(Struct, frozen=True, forbid_unknown_fields=True):
    """The body of a silence: what (`subject` as a theme's name, or as network:id of an author), until when, why.

    `even_urgent` silences an author's urgent words, too.
    """

    kind: SilenceKind
    subject: Annotated[str, Meta(min_length=1, max_length=500)]
    by: Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME)]
    reason: Words
    until: Instant
    even_urgent: bool = False


def signed_silence(body: bytes) -> SilenceAsked:
    """The silence that a webhook's JSON object asks for; the first fault is named with its place."""
    try:
        return msgspec.json.decode(small(body), type=SilenceAsked)
    except msgspec.ValidationError as error:
        raise UnprocessableError(with_path_first(str(error))) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRequestError(f"the body is not JSON: {error}") from error
