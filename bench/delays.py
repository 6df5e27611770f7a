"""What takes time between a post and a phone on AWS, so that a made-up day is not faster than a real one."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

T = TypeVar("T")

READING = timedelta(seconds=2)
"""Reading a source, and queueing what is new."""

QUEUE_HOP = timedelta(seconds=1)
"""From the queue to the function that takes it from there."""

WARM_START, COLD_START = timedelta(seconds=1), timedelta(seconds=6)
"""Until a function has done its work, the second where it was idle and has to be loaded, with its model, first."""

IDLE = timedelta(minutes=10)
"""How long a function stays loaded without work."""


class Late(Generic[T]):
    """Hands out what a queue holds, as much later as AWS takes; each start of the function is counted."""

    def __init__(
        self, take: Callable[[], Iterable[T]], clock: Callable[[], datetime], *, before: timedelta = timedelta()
    ) -> None:
        self._take, self._clock, self._before = take, clock, before
        self._waiting: list[tuple[datetime, T]] = []
        self._worked: datetime | None = None

    def __call__(self) -> list[T]:
        at = self._clock()
        new = list(self._take())
        if new:
            is_cold = self._worked is None or self._worked + IDLE < at
            ready = at + self._before + QUEUE_HOP + (COLD_START if is_cold else WARM_START)
            self._waiting += [(ready, each) for each in new]
            self._worked = at
        taken = [each for ready, each in self._waiting if ready <= at]
        self._waiting = [(ready, each) for ready, each in self._waiting if ready > at]
        return taken
