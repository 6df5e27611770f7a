"""The glue under app.py: one queue record at a time, so that one bad message never takes its neighbours along."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any, Protocol

from aws_lambda_powertools import Logger

from chalicelib.domain.errors import UnavailableError


class Record(Protocol):
    """What Chalice's SQSRecord offers."""

    @property
    def body(self) -> str: ...

    @property
    def receipt_handle(self) -> str: ...

    def to_dict(self) -> Mapping[str, Any]: ...


class TakesBack(Protocol):
    """Removes one finished message from its queue, or hands one out again after a while."""

    def delete(self, receipt_handle: str) -> None: ...

    def hand_out_after(self, receipt_handle: str, pause: timedelta) -> None: ...


FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=15)


def each_message(records: Iterable[Record], handle: Callable[[str], None], queue: TakesBack, logger: Logger) -> None:
    """Handle every record, delete the finished ones, and raise if any failed so that the queue keeps those.

    What failed comes back within seconds, then ever later: what fails for a passing reason is not late for it, and an
    outage of an hour uses up few of its tries. Chalice cannot switch on ReportBatchItemFailures; raising alone would
    bring the finished records back too. What keeps failing ends in the dead-letter queue after its tries, alone.
    """
    finished, failed = [], []
    for record in records:
        try:
            handle(record.body)
        except Exception as error:
            logger.warning("message failed", extra={"error": type(error).__name__}, exc_info=_is_unexpected(error))
            failed.append(record)
        else:
            finished.append(record)
    if failed:
        for record in finished:
            queue.delete(record.receipt_handle)
        for record in failed:
            with suppress(UnavailableError):  # then it comes back when the queue's own time is over
                queue.hand_out_after(record.receipt_handle, pause_after(_tries(record)))
        raise UnavailableError(f"{len(failed)} of {len(failed) + len(finished)} messages failed and stay in the queue")


def _is_unexpected(error: Exception) -> bool:
    return not getattr(error, "retryable", False)


def pause_after(tries: int) -> timedelta:
    """How long a message waits that was handed out `tries` times: five seconds, then twice as long each time."""
    doubled: timedelta = FIRST_PAUSE * (1 << min(max(tries, 1) - 1, 10))
    return min(doubled, LONGEST_PAUSE)


def _tries(record: Record) -> int:
    return int(record.to_dict().get("attributes", {}).get("ApproximateReceiveCount", 1))
