"""AWS failing on cue: errors in the form in which the client receives them, and what the client was asked."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from botocore.client import BaseClient
from botocore.model import OperationModel


@dataclass(frozen=True)
class Refusal:
    """An HTTP answer that botocore turns into an error."""

    status_code: int


class Faults:
    """Stands between a client and AWS. `asked` holds the operations that were called, in order."""

    def __init__(self, client: BaseClient) -> None:
        self.asked: list[str] = []
        self._before: dict[str, list[Callable[[], object]]] = defaultdict(list)
        self._is_throttled = False
        on_call: Any = self._on_call
        client.meta.events.register("before-call", on_call)

    def fail(self, operation: str, code: str, *, times: int = 1, **details: Any) -> None:
        """Answer the next `times` calls of `operation` with the error `code`."""
        self._before[operation] += [lambda: _error(code, **details)] * times

    def cancel(self, *reasons: str, times: int = 1) -> None:
        """Cancel the next transactions for these reasons, one for each item."""
        details = [{"Code": reason, "Message": reason} for reason in reasons]
        self.fail("TransactWriteItems", "TransactionCanceledException", times=times, CancellationReasons=details)

    def answer(self, operation: str, parsed: dict[str, Any]) -> None:
        """Answer the next call of `operation` with `parsed`, as if AWS had said so with a 200."""
        self._before[operation].append(lambda: (Refusal(200), parsed))

    def meanwhile(self, operation: str, act: Callable[[], object]) -> None:
        """Do `act` just before the next call of `operation` reaches AWS, as another process might."""

        def let_through() -> None:
            act()

        self._before[operation].append(let_through)

    def throttle_everything(self) -> None:
        """From now on nothing gets through."""
        self._is_throttled = True

    def _on_call(self, model: OperationModel, **_: Any) -> object:
        self.asked.append(model.name)
        if self._is_throttled:
            return _error("ThrottlingException")
        queued = self._before[model.name]
        return queued.pop(0)() if queued else None


def _error(code: str, *, status: int = 400, **details: Any) -> tuple[Refusal, dict[str, Any]]:
    metadata = {"HTTPStatusCode": status}
    return Refusal(status), {"Error": {"Code": code, "Message": code}, "ResponseMetadata": metadata, **details}
