"""Pacing: whose turn it is to send to an address, one process and one message at a time."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec.structs import replace

from chalicelib.domain.errors import UnavailableError
from chalicelib.domain.told.lanes import Lane, Load
from chalicelib.domain.told.pace import Pace, given_back, taken
from chalicelib.pipeline.changing import TRIES
from chalicelib.ports import Clock, NotificationQueue, Store

LONGEST_DELAY = timedelta(minutes=15)
"""What the queue can hold back; the sweep hands out what waits for longer."""


@dataclass(frozen=True)
class Pacing:
    """Keeps the pace of one address."""

    store: Store
    notifications: NotificationQueue
    clock: Clock
    address: str

    def read(self) -> Pace:
        """The pace as it stands now."""
        return self.store.pace(self.address)

    def take(self, pace: Pace, lane: Lane, load: Load, *, by: str) -> datetime | None:
        """Count one message and send alone from now on; None where another process was faster than we read.

        Where nobody can say whether that was stored, it is taken back: a turn that cannot be used keeps nobody waiting.
        """
        at = self.clock()
        mine = taken(pace, by=_holder(by, at), groups=load.groups, is_routine=lane is Lane.ROUTINE, at=at)
        try:
            return at if self.store.keep_pace(mine) else None
        except UnavailableError:
            self.give_back(at, by=by, is_sent=False)
            raise

    def give_back(self, counted: datetime, *, by: str, is_sent: bool) -> None:
        """Let others send. A message that never went out is uncounted, so that an outage uses up nobody's hour.

        Where the store is down the right ends by itself.
        """
        with suppress(UnavailableError):
            for _ in range(TRIES):
                pace = self.read()
                is_mine = pace.busy_by == _holder(by, counted)
                if not is_mine or self.store.keep_pace(given_back(pace, uncount=None if is_sent else counted)):
                    return

    def wake(self, notification_id: str, pace: Pace, turn: datetime) -> None:
        """Let the queue hand out the notification at the address's turn, unless it hands out another one by then."""
        at = self.clock()
        is_coming = pace.wake_at is not None and at < pace.wake_at <= turn
        if is_coming or turn - at > LONGEST_DELAY:
            return
        self.notifications.put([notification_id], delay=turn - at)
        self.store.keep_pace(replace(pace, wake_at=turn))  # where another process was faster, it wakes somebody too


def _holder(notification_id: str, at: datetime) -> str:
    """Names one process's try: no two of them take one address at one instant."""
    return f"{notification_id} {at.isoformat()}"
