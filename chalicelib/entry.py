"""The glue under app.py: one queue record at a time, so that one bad message never takes its neighbours along."""

from collections.abc import Callable, Iterable
from typing import Protocol

from aws_lambda_powertools import Logger

from chalicelib.domain.errors import UnavailableError


class Record(Protocol):
    """What Chalice's SQSRecord offers."""

    @property
    def body(self) -> str: ...

    @property
    def receipt_handle(self) -> str: ...


class Deletes(Protocol):
    """Removes one finished message from its queue."""

    def delete(self, receipt_handle: str) -> None: ...


def each_message(records: Iterable[Record], handle: Callable[[str], None], queue: Deletes, logger: Logger) -> None:
    """Handle every record, delete the finished ones, and raise if any failed so that the queue keeps those.

    Chalice cannot switch on ReportBatchItemFailures; raising alone would bring the finished records back too.
    What keeps failing ends in the dead-letter queue after its tries, alone.
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
        raise UnavailableError(f"{len(failed)} of {len(failed) + len(finished)} messages failed and stay in the queue")


def _is_unexpected(error: Exception) -> bool:
    return not getattr(error, "retryable", False)
