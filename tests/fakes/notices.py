"""What tools are owed, its queue, and a tool, in memory."""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.domain.alert.notice import Notice, Owed
from chalicelib.domain.errors import EarshotError
from chalicelib.domain.rules.receiver import Receiver
from tests.fakes.breakable import Breakable


class FakeNotices(Breakable):
    """What no queue has yet."""

    def __init__(self) -> None:
        super().__init__()
        self._owed: dict[str, Owed] = {}

    def owe(self, owed: Sequence[Owed]) -> None:
        self._require_up()
        for each in owed:
            self._owed.setdefault(each.id, each)

    def owed_before(self, at: datetime, *, limit: int = 100) -> Sequence[Owed]:
        self._require_up()
        kept = (each for each in self._owed.values() if each.owed_at <= at)
        return sorted(kept, key=lambda owed: (owed.owed_at, owed.id))[:limit]

    def let_go(self, owed: Sequence[Owed]) -> None:
        self._require_up()
        for each in owed:
            self._owed.pop(each.id, None)


class FakeNoticeQueue(Breakable):
    """Notices waiting to be sent."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[Notice] = []

    def put(self, notices: Sequence[Notice]) -> None:
        self._require_up()
        self.waiting.extend(notices)

    def take(self) -> list[Notice]:
        """Hand out everything that waits."""
        taken, self.waiting = self.waiting, []
        return taken


class FakeReceivers:
    """Tools that keep what they were told, or answer with `fault`."""

    def __init__(self) -> None:
        self.told: list[tuple[str, Notice]] = []
        self.fault: EarshotError | None = None

    def send(self, receiver: Receiver, notice: Notice, *, at: datetime) -> None:
        del at
        if self.fault:
            raise self.fault
        self.told.append((receiver.name, notice))
