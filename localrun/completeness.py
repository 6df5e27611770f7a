"""When a run is complete: every source has nothing new, every mention its outcome, every first notification its end."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.alert.notification import NotificationStatus
from chalicelib.domain.heard.source import SourceState
from infra.stage import Stage
from localrun.watch import Snapshot

UNDERWAY = (NotificationStatus.OWED, NotificationStatus.SENDING)

Depth = Callable[[str], int]
"""How many messages a queue holds, by the queue's name."""


@dataclass(frozen=True)
class Missing:
    """What a run still waits for, and what it will wait for in vain; both in words."""

    pending: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def anything(self) -> tuple[str, ...]:
        return (*self.pending, *self.lost)


@dataclass
class Settling:
    """Remembers how sources stood, to see which were read again and had nothing new."""

    stood: dict[str, tuple[datetime | None, int]] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)

    def note(self, sources: tuple[SourceState, ...]) -> None:
        """Look at the sources once more."""
        for source in sources:
            read_at, fetched = self.stood.get(source.name, (None, -1))
            if source.read_at == read_at:
                continue
            unchanged = fetched == source.fetched and source.next_at is not None
            (self.settled.add if unchanged or source.failures else self.settled.discard)(source.name)
            self.stood[source.name] = (source.read_at, source.fetched)


def missing(snapshot: Snapshot, settling: Settling, stage: Stage, depth: Depth) -> Missing:
    """What is missing now."""
    settling.note(snapshot.sources)
    polled = [source.name for source in snapshot.policies.brand.sources if source.is_polled]
    pending = [f"source {name} may have more" for name in polled if name not in settling.settled]
    untriaged = depth(stage.mentions_queue)
    if untriaged:
        pending.append(f"{untriaged} mentions wait for triage")
    pending += [f"notification {found} is {status}" for found, status in _underway(snapshot)]
    lost = [f"source {source.name} failed: {source.failure}" for source in snapshot.sources if source.failures]
    for queue in (stage.sources_queue, stage.mentions_queue, stage.notifications_queue, stage.notices_queue):
        dead = depth(f"{queue}-dlq")
        if dead:
            lost.append(f"{dead} messages in the dead-letter queue {queue}-dlq")
    return Missing(tuple(pending), tuple(lost))


def _underway(snapshot: Snapshot) -> list[tuple[str, str]]:
    return [
        (notification.id, str(notification.status))
        for followed in snapshot.alerts
        for notification in followed.notifications
        if notification.status in UNDERWAY
    ]
