"""A queue with its consumer, as SQS and Lambda treat a message: again until it is handled, aside after twenty tries."""

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from chalicelib.domain.errors import EarshotError
from tests.functional.deaths import ProcessDiedError

T = TypeVar("T")

TRIES = 20
"""As infra/resources.yaml says: `maxReceiveCount`."""


class Belt(Generic[T]):
    """Hands what `take` gives to `handle`. `dead` is the dead-letter queue."""

    def __init__(self, take: Callable[[], Iterable[T]], handle: Callable[[T], None]) -> None:
        self._take = take
        self._handle = handle
        self._failed: list[tuple[T, int]] = []
        self._current: list[T] = []
        self.dead: list[T] = []

    def run(self) -> int:
        """Hand over what is ready; what fails comes back at the next run. Returns how many messages there were."""
        again, self._failed = self._failed, []
        ready = [*again, *((message, 0) for message in self._take())]
        for message, tries in ready:
            try:
                self._current = [message]
                self._handle(message)
            except (EarshotError, ProcessDiedError):
                self._put_back(message, tries + 1)
        return len(ready)

    def run_current_on(self, other: "Belt[T]") -> None:
        """Let another consumer handle a second copy of the message that this one is at, or was at last."""
        for message in self._current:
            other._handle(message)

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits for another try."""
        return not self._failed

    def _put_back(self, message: T, tries: int) -> None:
        if tries < TRIES:
            self._failed.append((message, tries))
        else:
            self.dead.append(message)
