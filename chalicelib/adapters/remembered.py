"""Answers that are worth keeping for a few minutes, so that a storm does not ask the same thing each time."""

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from chalicelib.ports import Clock

Key = TypeVar("Key", bound=Hashable)
Answer = TypeVar("Answer")

KEEP = timedelta(minutes=5)


class Remembered(Generic[Key, Answer]):
    """A function whose answers are kept for `keep`; what it raises is not kept."""

    def __init__(self, ask: Callable[[Key], Answer], clock: Clock, *, keep: timedelta = KEEP) -> None:
        self._ask = ask
        self._clock = clock
        self._keep = keep
        self._answers: dict[Key, tuple[datetime, Answer]] = {}

    def __call__(self, key: Key) -> Answer:
        at = self._clock()
        kept = self._answers.get(key)
        if kept is None or at - kept[0] >= self._keep:
            kept = self._answers[key] = (at, self._ask(key))
        return kept[1]
