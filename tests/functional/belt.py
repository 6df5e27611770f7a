"""A queue with its consumer, as SQS and Lambda treat a message: again until it is handled, aside after twenty tries."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from chalicelib.domain.errors import EarshotError
from chalicelib.entry import pause_after
from tests.fakes import HandClock
from tests.functional.deaths import ProcessDiedError

T = TypeVar("T")

VISIBILITY = timedelta(minutes=6)
"""As infra/resources.yaml says of the mentions' queue; of the other it is less."""

TRIES = 20
"""As infra/resources.yaml says: `maxReceiveCount`."""


class Belt(Generic[T]):
    """Hands what `take` gives to `handle`. `dead` is the dead-letter queue.

    With a clock it is as slow as SQS: what failed comes back when its function asked for it, what a process died over
    when its visibility time-out is over.
    """

    def __init__(
        self, take: Callable[[], Iterable[T]], handle: Callable[[T], None], clock: HandClock | None = None
    ) -> None:
        self._take = take
        self._handle = handle
        self._clock = clock
        self._failed: list[tuple[T, int, datetime]] = []
        self._current: list[T] = []
        self.dead: list[T] = []

    def run(self) -> int:
        """Hand over what is ready; what fails comes back at the next run. Returns how many messages there were."""
        ready = [*self._again(), *((message, 0) for message in self._take())]
        for message, tries in ready:
            try:
                self._current = [message]
                self._handle(message)
            except EarshotError:
                self._put_back(message, tries + 1, pause_after(tries + 1))
            except ProcessDiedError:
                self._put_back(message, tries + 1, VISIBILITY)
        return len(ready)

    def _again(self) -> list[tuple[T, int]]:
        """What is handed out once more now."""
        now = self._clock() if self._clock else datetime.max.replace(tzinfo=UTC)
        ready = [(message, tries) for message, tries, at in self._failed if at <= now]
        self._failed = [(message, tries, at) for message, tries, at in self._failed if at > now]
        return ready

    def run_current_on(self, other: "Belt[T]") -> None:
        """Let another consumer handle a second copy of the message that this one is at, or was at last."""
        for message in self._current:
            other._handle(message)

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits for another try."""
        return not self._failed

    def _put_back(self, message: T, tries: int, pause: timedelta) -> None:
        if tries < TRIES:
            now = self._clock() if self._clock else datetime.min.replace(tzinfo=UTC)
            self._failed.append((message, tries, now + pause))
        else:
            self.dead.append(message)
