"""Noticing: every change that is saved owes tools their notices in the same write, and queues them after it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, cast

from msgspec.structs import replace

from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.notice import Owed
from chalicelib.domain.alert.notification import Notification, NotificationStatus
from chalicelib.domain.errors import UnavailableError
from chalicelib.domain.judged.outcome import Heard
from chalicelib.domain.rules.receiver import NoticeKind
from chalicelib.domain.told.noticing import GivesReceivers, owed_for, owed_for_sent
from chalicelib.ports import NoticeQueue, NoticeStore, Store


def noticing(store: Store, queue: NoticeQueue, receivers: GivesReceivers) -> Store:
    """The same store, but that tools hear of what is saved: whoever saves has nothing to remember."""
    return cast(Store, _Noticing(store, queue, receivers))


def hand_to_queue(owed: Sequence[Owed], queue: NoticeQueue, store: NoticeStore) -> None:
    """Queue what tools are owed, and only then let go of it: a process that dies in between tells them twice."""
    queue.put([notice for each in owed for notice in each.notices])
    store.let_go(owed)


@dataclass(frozen=True)
class _Noticing:
    """Everything but two writes is the store's own."""

    store: Store
    queue: NoticeQueue
    receivers: GivesReceivers

    def __getattr__(self, name: str) -> Any:  # each method has its own type
        return getattr(self.store, name)

    def save(self, change: Change, *, heard: Heard | None = None) -> None:
        tools = owed_for(change, self.receivers())
        self.store.save(replace(change, tools=tools) if tools else change, heard=heard)
        self._queue([tools] if tools else [])

    def mark(self, notifications: Sequence[Notification]) -> None:
        """What has left is owed to tools before it is marked: what dies in between is sent and marked again.

        Where that cannot be kept, tools are not told of it: whoever was told must not be told again for it.
        """
        owed: Sequence[Owed] = ()
        with suppress(UnavailableError):
            owed = self._owed_for_sent(notifications)
            if owed:
                self.store.owe(owed)
        self.store.mark(notifications)
        self._queue(owed)

    def _owed_for_sent(self, notifications: Sequence[Notification]) -> Sequence[Owed]:
        wanting = [receiver for receiver in self.receivers() if receiver.wants(NoticeKind.TOLD)]
        sent = [each for each in notifications if wanting and each.status is NotificationStatus.SENT]
        alerts = self.store.alerts(list({each.alert_id for each in sent})) if sent else {}
        return owed_for_sent(sent, alerts, wanting)

    def _queue(self, owed: Sequence[Owed]) -> None:
        """Tools never stand in the way of people: what cannot be queued now is found by the next sweep.

        Whatever the queue raises, a missing right included: the sweep's own function fails of it, with an alarm.
        """
        if owed:
            with suppress(Exception):
                hand_to_queue(owed, self.queue, self.store)
