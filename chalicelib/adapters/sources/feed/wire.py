"""What passes between the function and the process that reads feeds: messages with their length before them."""

from datetime import datetime
from typing import IO, TypeVar

import msgspec
from msgspec import Struct

from chalicelib.domain.heard.source import Fault

LARGEST_TOLD = 12 * 1024 * 1024
"""Bytes of all the mentions of one answer."""

LARGEST_ANSWER = 16 * 1024 * 1024
"""Bytes of one answer, with its faults and marks."""

_HEAD = 4

T = TypeVar("T")


class Question(Struct, frozen=True, kw_only=True):
    """One document to read, with what was known of it. `shared` is what the reading before found."""

    body: bytes
    content_type: str
    source: str
    feed_url: str
    base: str
    at: datetime
    shared: tuple[str, ...]


class Answer(Struct, frozen=True, kw_only=True):
    """What was read, or why it was not: `refused` in words, empty where all is well.

    `each` holds pairs of an Identity and a Mention. `is_whole` says that nothing of it is left to be read later.
    `passes` says that trying again may help. After an answer that `is_last` its process answers no more.
    """

    each: tuple[msgspec.Raw, ...] = ()
    shared: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    is_whole: bool = True
    refused: str = ""
    passes: bool = True
    is_last: bool = False


def send(message: Struct, line: IO[bytes]) -> None:
    """Write one message."""
    body = msgspec.msgpack.encode(message)
    line.write(len(body).to_bytes(_HEAD, "big"))
    line.write(body)
    line.flush()


def receive(kind: type[T], line: IO[bytes], *, at_most: int) -> T | None:
    """Read one message; None where the other side ended, or says what is larger than `at_most` bytes or no message."""
    length = int.from_bytes(line.read(_HEAD), "big")
    body = line.read(length) if 0 < length <= at_most else b""
    try:
        return msgspec.msgpack.decode(body, type=kind) if body and len(body) == length else None
    except msgspec.DecodeError:
        return None
