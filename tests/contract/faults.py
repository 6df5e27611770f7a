"""AWS failing on cue: errors in the form in which the client receives them, and what the client asked for."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from botocore.client import BaseClient
from botocore.model import OperationModel


@dataclass(frozen=True)
class Answer:
    """The HTTP side of an answer; botocore makes an error of 300 and above."""

    status_code: int


class Faults:
    """Stands between a client and AWS. `asked` names the operations that were called, in order."""

    def __init__(self, client: BaseClient) -> None:
        self.asked: list[str] = []
        self._sent: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._before: dict[str, list[Callable[[], object]]] = defaultdict(list)
        self._after: dict[str, list[Exception]] = defaultdict(list)
        self._repeated: list[tuple[str, Callable[[], object] | None]] = []
        self._is_throttled = False
        # The stubs know only handlers that answer nothing; an answer here is taken for AWS's own.
        register: Any = client.meta.events.register
        register("provide-client-params", self._on_params)
        register("before-call", self._on_call)
        register("after-call", self._on_answer)
        # Before the client's own answer to the same question.
        first: Any = client.meta.events.register_first
        first(f"needs-retry.{client.meta.service_model.service_id.hyphenize()}", self._on_retry)

    def sent(self, operation: str) -> list[dict[str, Any]]:
        """The parameters of every call of `operation`, in order."""
        return self._sent[operation]

    def fail(self, operation: str, code: str, *, times: int = 1, status: int = 400, **details: object) -> None:
        """Answer the next `times` calls of `operation` with the error `code`."""
        self._before[operation] += [lambda: _error(code, status, details)] * times

    def cancel(self, *reasons: str, times: int = 1) -> None:
        """Cancel the next transactions for these reasons, one for each item."""
        details = [{"Code": reason, "Message": reason} for reason in reasons]
        self.fail("TransactWriteItems", "TransactionCanceledException", times=times, CancellationReasons=details)

    def answer(self, operation: str, parsed: dict[str, object]) -> None:
        """Answer the next call of `operation` with `parsed`, as if AWS had said so with a 200."""
        self._before[operation].append(lambda: (Answer(200), parsed))

    def lose(self, operation: str, error: Exception) -> None:
        """Let the next call of `operation` not reach AWS."""

        def break_off() -> None:
            raise error

        self._before[operation].append(break_off)

    def lose_answer(self, operation: str, error: Exception) -> None:
        """Let the next call of `operation` reach AWS, and its answer not come back."""
        self._after[operation].append(error)

    def repeat(self, operation: str, *, meanwhile: Callable[[], object] | None = None) -> None:
        """Lose the answer of the next call of `operation` on its way: the client sends the very same call again.

        `meanwhile` is what another process does in between.
        """
        self._repeated.append((operation, meanwhile))

    def meanwhile(self, operation: str, act: Callable[[], object]) -> None:
        """Do `act` just before the next call of `operation` reaches AWS, as another process might."""

        def let_through() -> None:
            act()

        self._before[operation].append(let_through)

    def throttle_everything(self) -> None:
        """From now on nothing gets through."""
        self._is_throttled = True

    def _on_params(self, params: dict[str, Any], model: OperationModel, **_: object) -> None:
        self._sent[model.name].append(params)

    def _on_call(self, model: OperationModel, **_: object) -> object:
        self.asked.append(model.name)
        if self._is_throttled:
            return _error("ThrottlingException", 400, {})
        queued = self._before[model.name]
        return queued.pop(0)() if queued else None

    def _on_retry(self, operation: OperationModel, **_: object) -> int | None:
        """Seconds until the client sends the call again; None where its answer counts."""
        found = next((each for each in self._repeated if each[0] == operation.name), None)
        if found is None:
            return None
        self._repeated.remove(found)
        if found[1] is not None:
            found[1]()
        return 0

    def _on_answer(self, model: OperationModel, **_: object) -> None:
        if self._after[model.name]:
            raise self._after[model.name].pop(0)


def _error(code: str, status: int, details: dict[str, object]) -> tuple[Answer, dict[str, object]]:
    metadata = {"HTTPStatusCode": status}
    return Answer(status), {"Error": {"Code": code, "Message": code}, "ResponseMetadata": metadata, **details}
