"""The queues in memory."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from chalicelib.domain.errors import TooLargeError
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.heard.source import Turn
from tests.fakes.breakable import Breakable
from tests.fakes.clock import HandClock
from tests.fakes.limits import LARGEST_MESSAGE, LONGEST_DELAY


class FakeMentionQueue(Breakable):
    """Mentions waiting for triage, in the order in which they were put."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[Mention] = []

    def put(self, mentions: Sequence[Mention]) -> None:
        self._require_up()
        for mention in mentions:
            if len(msgspec.json.encode(mention)) > LARGEST_MESSAGE:
                raise TooLargeError(f"mention {mention.key} does not fit into a queue message")
        self.waiting.extend(mentions)

    def take(self) -> list[Mention]:
        """Hand out everything that waits."""
        taken, self.waiting = self.waiting, []
        return taken


class FakeSourceQueue(Breakable):
    """Sources waiting for their turn."""

    def __init__(self, clock: HandClock) -> None:
        super().__init__()
        self._clock = clock
        self.waiting: list[tuple[datetime, str]] = []

    def line_up(self, turns: Sequence[Turn]) -> None:
        self._require_up()
        for turn in turns:
            ready = self._clock() + min(max(turn.wait, timedelta(0)), LONGEST_DELAY)
            self.waiting.append((ready, turn.source))

    def take(self) -> list[str]:
        """Hand out what is ready by the clock."""
        taken = [name for ready, name in self.waiting if ready <= self._clock()]
        self.waiting = [(ready, name) for ready, name in self.waiting if ready > self._clock()]
        return taken


class FakeNotificationQueue(Breakable):
    """Ids of notifications waiting for delivery."""

    def __init__(self, clock: HandClock) -> None:
        super().__init__()
        self._clock = clock
        self.waiting: list[tuple[datetime, str]] = []

    def put(self, notification_ids: Sequence[str], *, delay: timedelta = timedelta(0)) -> None:
        self._require_up()
        ready = self._clock() + min(max(delay, timedelta(0)), LONGEST_DELAY)
        self.waiting.extend((ready, id) for id in notification_ids)

    def take(self) -> list[str]:
        """Hand out what is ready by the clock."""
        taken = [id for ready, id in self.waiting if ready <= self._clock()]
        self.waiting = [(ready, id) for ready, id in self.waiting if ready > self._clock()]
        return taken
