"""What the pipeline needs of storage: views of the one table."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.event import AnyEvent
from chalicelib.domain.alert.notification import Notification
from chalicelib.domain.heard.mention import Network
from chalicelib.domain.heard.reply import Reply
from chalicelib.domain.heard.source import SourceState
from chalicelib.domain.judged.outcome import Heard
from chalicelib.domain.told.pace import Pace
from chalicelib.domain.told.sms_numbers import Numbers
from chalicelib.ports.desk import DeskStore
from chalicelib.ports.figures import FiguresStore
from chalicelib.ports.shifts import ShiftStore
from chalicelib.ports.standing import AddressStore, LinkStore, PolicyStore
from chalicelib.ports.watching import AsideStore, StormStore


class AlertStore(Protocol):
    """Alerts and their timelines."""

    def alert(self, alert_id: str) -> Alert | None:
        """The alert as it stands now, read consistently; None if there is none."""
        ...

    def alerts(self, alert_ids: Sequence[str]) -> Mapping[str, Alert]:
        """Those alerts by their ids, as they stand now, read consistently and many at once; without what is gone."""
        ...

    def due(self, at: datetime, *, limit: int = 500) -> Sequence[Alert]:
        """Alerts with a timer that ended at or before `at`, read consistently, department after department in turn.

        Of each department the earliest come first; what stood aside until now comes last. What this version of the
        code cannot read is set aside and left out.
        """
        ...

    def unresolved(self, *, limit: int = 500) -> Sequence[Alert]:
        """The board: every alert that is not resolved and that no crisis stands for, newest first.

        What this version of the code cannot read is left out here, and listed by `asides` once it is due.
        """
        ...

    def children(self, crisis_id: str, *, limit: int = 100) -> Sequence[Alert]:
        """The unresolved alerts that a crisis stands for, oldest first."""
        ...

    def save(self, change: Change, *, heard: Heard | None = None) -> None:
        """Store all of it or none: the alert, its events, what is owed, and the mention that caused it.

        Raise StaleAlertError if `change.alert.version` is not current, DuplicateMentionError if the mention of
        `heard` is recorded already (as `MentionStore.record` has it), CrowdedError where others are writing the same,
        UnavailableError if the store throttles; then nothing was stored. An answer that was lost is an
        UnavailableError too: the next try tells whether all of it was stored.
        The stored alert's version is one higher.
        """
        ...

    def wait(self, tries: int) -> None:
        """Wait before an alert is decided upon anew that others changed, `tries` times by now.

        Ever longer, for a second at most, and never as long as others who wait: so all get their turn within seconds.
        """
        ...

    def timeline(self, alert_id: str) -> Sequence[AnyEvent]:
        """Everything that happened to the alert, oldest first; events of a newer version are passed over."""
        ...


class MentionStore(Protocol):
    """Mentions with their outcomes, and the public replies."""

    def heard(self, key: str) -> Heard | None:
        """The mention that is recorded under this key, or as known by it, read consistently."""
        ...

    def record(self, heard: Heard) -> None:
        """Store a mention that touches no alert, under its key and all that it is known as, together.

        Raise DuplicateMentionError if one of these is recorded already; then nothing was stored.
        """
        ...

    def heard_between(self, start: datetime, end: datetime) -> Iterable[Heard]:
        """Everything heard in [start, end), by `heard_at`, oldest first."""
        ...

    def note_reply(self, reply: Reply) -> None:
        """Remember a public answer; noting it twice changes nothing."""
        ...

    def replies(self, network: Network, thread: str) -> Sequence[Reply]:
        """The public answers in a thread, oldest first, read consistently."""
        ...


class NotificationStore(Protocol):
    """What is owed to whom, and what became of it."""

    def notification(self, notification_id: str) -> Notification | None: ...

    def notifications(self, alert_id: str) -> Sequence[Notification]:
        """Every notification of an alert, oldest first, read consistently."""
        ...

    def unsent(self, contact: str) -> Sequence[Notification]:
        """What is owed, deferred or being sent to one contact, oldest first."""
        ...

    def due_notifications(self, at: datetime, *, limit: int = 500) -> Sequence[Notification]:
        """Unsent notifications whose `due_at` is at or before `at`, earliest first."""
        ...

    def mark(self, notifications: Sequence[Notification]) -> None:
        """Store what became of each, many at once, but of those that are already sent, refused or skipped.

        Each is stored whole or not at all. Where it raises UnavailableError, some may be stored.
        """
        ...

    def pace(self, contact: str) -> Pace:
        """The pace of one address; a fresh one where nothing was ever sent."""
        ...

    def keep_pace(self, pace: Pace) -> bool:
        """Store it if `pace.version` is current; False if another process sent, or waits to, meanwhile."""
        ...

    def numbers(self, contact: str) -> Numbers:
        """The short numbers by which a phone answers; none for one that was never given any."""
        ...

    def keep_numbers(self, numbers: Numbers) -> bool:
        """Store them if `numbers.version` is current; False if another process gave a number meanwhile."""
        ...


class SourceStore(Protocol):
    """Cursors, leases and the ledger."""

    def source(self, name: str) -> SourceState:
        """Where a source stands; a fresh state for one that was never read."""
        ...

    def sources(self) -> Sequence[SourceState]:
        """Where every source stands that was ever read, by name."""
        ...

    def lease(self, name: str, *, at: datetime, until: datetime) -> bool:
        """Take the right to read a source until `until`; False while another process has it."""
        ...

    def advance(self, state: SourceState) -> None:
        """Store the state and give the lease back."""
        ...

    def take(self, allowance: str, amount: int, *, day: str, limit: int) -> int:
        """Take up to `amount` of a day's allowance of `limit`; what was given, and what nobody else is given.

        `day` is an ISO date. A process that dies after taking has spent it.
        """
        ...


class Store(
    AlertStore,
    AsideStore,
    MentionStore,
    StormStore,
    NotificationStore,
    SourceStore,
    PolicyStore,
    LinkStore,
    AddressStore,
    DeskStore,
    ShiftStore,
    FiguresStore,
    Protocol,
):
    """The one table, seen whole."""
