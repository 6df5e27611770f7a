"""The queues in SQS: what is put on them, and how a received body is read back."""

import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec
from msgspec import Struct

from chalicelib.adapters.aws_errors import translated
from chalicelib.domain.alert.notice import Notice
from chalicelib.domain.errors import BadRequestError, TooLargeError, UnavailableError
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.heard.source import Turn

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import BatchResultErrorEntryTypeDef

AnyMessage = TypeVar("AnyMessage", bound=Struct)

MOST_IN_A_BATCH = 10
LARGEST = 1024 * 1024
"""Bytes of a message, and of a batch altogether."""

LONGEST_DELAY = timedelta(minutes=15)
PAUSES = (0.05, 0.1, 0.2, 0.4)
"""Seconds after each try at the messages that a batch left out."""


class TurnMessage(Struct, frozen=True):
    """A message of the sources' queue: whose turn it is."""

    source: str


class Outgoing(NamedTuple):
    """A message's body, and for how many seconds it is held back."""

    body: str
    delay: int = 0


class NotificationMessage(Struct, frozen=True):
    """A notification queue's message: an id only, so that what is sent is what the table says then."""

    notification: str


class MessageQueue:
    """One queue, by its name. `pause` waits for some seconds."""

    def __init__(self, client: "SQSClient", name: str, *, pause: Callable[[float], None] = time.sleep) -> None:
        self._client = client
        self._name = name
        self._pause = pause

    def delete(self, receipt_handle: str) -> None:
        """Take a finished message off the queue, so that it is not handed out again."""
        with translated("SQS"):
            self._client.delete_message(QueueUrl=self._url, ReceiptHandle=receipt_handle)

    def hand_out_after(self, receipt_handle: str, pause: timedelta) -> None:
        """Hand a message that failed out again after `pause`, instead of when the queue's own time is over."""
        with translated("SQS"):
            self._client.change_message_visibility(
                QueueUrl=self._url, ReceiptHandle=receipt_handle, VisibilityTimeout=math.ceil(pause.total_seconds())
            )

    @cached_property
    def _url(self) -> str:
        with translated("SQS"):
            return self._client.get_queue_url(QueueName=self._name)["QueueUrl"]

    def _send(self, messages: Iterable[Outgoing]) -> None:
        """Send every message, or raise UnavailableError with how many were left out."""
        lost = sum(self._lost(batch) for batch in _batches(messages))
        if lost:
            raise UnavailableError(f"{lost} messages could not be put on the queue")

    def _lost(self, batch: list[Outgoing]) -> int:
        """Send one batch, and what SQS left out of it again: how many messages are not on the queue in the end."""
        for pause in PAUSES:
            failed = self._left_out(batch)
            batch = [batch[int(entry["Id"])] for entry in failed]
            if not batch or any(entry["SenderFault"] for entry in failed):
                break
            self._pause(pause)
        return len(batch)

    def _left_out(self, batch: list[Outgoing]) -> "list[BatchResultErrorEntryTypeDef]":
        """SQS answers 200 even where it took only some of a batch, or none."""
        with translated("SQS"):
            answer = self._client.send_message_batch(
                QueueUrl=self._url,
                Entries=[
                    {"Id": str(number), "MessageBody": message.body, "DelaySeconds": message.delay}
                    for number, message in enumerate(batch)
                ],
            )
        return answer.get("Failed", [])


class SqsMentionQueue(MessageQueue):
    """The queue of mentions on their way to triage."""

    def put(self, mentions: Sequence[Mention]) -> None:
        self._send([Outgoing(_mention_body(mention)) for mention in mentions])


class SqsNotificationQueue(MessageQueue):
    """The queue of notifications on their way to delivery."""

    def put(self, notification_ids: Sequence[str], *, delay: timedelta = timedelta(0)) -> None:
        self._send([Outgoing(_body(NotificationMessage(id)), _seconds(delay)) for id in notification_ids])


class SqsSourceQueue(MessageQueue):
    """The queue of sources whose turn it is."""

    def line_up(self, turns: Sequence[Turn]) -> None:
        self._send([Outgoing(_body(TurnMessage(turn.source)), _seconds(turn.wait)) for turn in turns])


class SqsNoticeQueue(MessageQueue):
    """The queue of notices on their way to tools. A message holds all of it: it is sent as it was decided."""

    def put(self, notices: Sequence[Notice]) -> None:
        self._send([Outgoing(_body(notice)) for notice in notices])


def mention_in(body: str) -> Mention:
    """The mention that a message holds; BadRequestError where it holds none."""
    return _held(body, Mention, "holds no mention")


def notification_in(body: str) -> str:
    """The notification id that a message holds; BadRequestError where it holds none."""
    return _held(body, NotificationMessage, "holds no notification").notification


def source_in(body: str) -> str:
    """The name of the source whose turn a message says it is; BadRequestError where it says none."""
    return _held(body, TurnMessage, "names no source").source


def notice_in(body: str) -> Notice:
    """The notice that a message holds; BadRequestError where it holds none."""
    return _held(body, Notice, "holds no notice")


def _held(body: str, kind: type[AnyMessage], fault: str) -> AnyMessage:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise BadRequestError(f"the message {fault}: {error}") from error


def _mention_body(mention: Mention) -> str:
    body = _body(mention)
    size = len(body.encode())
    if size > LARGEST:
        raise TooLargeError(f"mention {mention.key} takes {size} bytes, and SQS takes {LARGEST} at most")
    return body


def _seconds(delay: timedelta) -> int:
    return math.ceil(min(max(delay, timedelta(0)), LONGEST_DELAY).total_seconds())


def _body(message: Struct) -> str:
    """As JSON, without the two characters that SQS refuses and JSON leaves as they are."""
    return msgspec.json.encode(message).decode().replace("\ufffe", r"\ufffe").replace("\uffff", r"\uffff")


def _batches(messages: Iterable[Outgoing]) -> Iterator[list[Outgoing]]:
    """In order, as many together as SQS takes in one call."""
    batch: list[Outgoing] = []
    size = 0
    for message in messages:
        length = len(message.body.encode())
        if batch and (len(batch) == MOST_IN_A_BATCH or size + length > LARGEST):
            yield batch
            batch, size = [], 0
        batch.append(message)
        size += length
    if batch:
        yield batch
