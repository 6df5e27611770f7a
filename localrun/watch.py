"""Everything that a run shows, read from the store and the outbox as one value."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.event import AnyEvent
from chalicelib.domain.alert.notification import Notification, NotificationStatus
from chalicelib.domain.heard.source import SourceState
from chalicelib.domain.judged.outcome import Heard
from chalicelib.domain.judged.silence import Silence
from chalicelib.domain.rules.compiled import Policies
from chalicelib.ports import Clock, Store
from chalicelib.web.links.timeline import Voice
from localrun.outbox import Outbox, Received
from localrun.story import machine_zone

OVERLAP = timedelta(seconds=30)
"""How far back each look reads again: an index may show a mention a little after it was stored."""

OUTBOX_AGES = timedelta(seconds=10)


@dataclass(frozen=True)
class Followed:
    """An alert with everything that happened to it and everything that is or was owed for it."""

    alert: Alert
    timeline: tuple[AnyEvent, ...]
    notifications: tuple[Notification, ...]


@dataclass(frozen=True)
class Snapshot:
    """How things stood `at`. Mentions are in the order heard, alerts newest first."""

    at: datetime
    policies: Policies
    public_url: str
    heard: tuple[Heard, ...]
    alerts: tuple[Followed, ...]
    received: tuple[Received, ...]
    sources: tuple[SourceState, ...]
    silences: tuple[Silence, ...] = ()

    @property
    def voice(self) -> Voice:
        """How this machine's reader is told of events."""
        return Voice(policies=self.policies, zone=machine_zone(), at=self.at)

    @property
    def notifications(self) -> dict[str, tuple[Notification, ...]]:
        """Receipt -> the notifications that went out with it: several in one message have one receipt."""
        sent: dict[str, tuple[Notification, ...]] = {}
        for followed in self.alerts:
            for notification in followed.notifications:
                if notification.receipt:
                    sent[notification.receipt] = (*sent.get(notification.receipt, ()), notification)
        return sent


class Watch:
    """Looks again and again, and reads again only what can have changed."""

    def __init__(self, store: Store, outbox: Outbox, clock: Clock, *, since: datetime) -> None:
        self._store = store
        self._outbox = outbox
        self._clock = clock
        self._since = since
        self._heard: dict[str, Heard] = {}
        self._followed: dict[str, Followed] = {}
        self._received: tuple[Received, ...] = ()
        self._receipts: set[str] = set()
        self._received_at: datetime | None = None

    def look(self) -> Snapshot:
        """How things stand now."""
        at = self._clock()
        for heard in self._store.heard_between(self._since, at + OVERLAP):
            self._heard.setdefault(heard.mention.key, heard)
        self._since = max(self._since, at - OVERLAP)
        self._follow()
        return Snapshot(
            at=at,
            policies=self._store.policies(),
            public_url=self._store.deployment().public_url,
            heard=tuple(sorted(self._heard.values(), key=lambda heard: heard.heard_at)),
            alerts=tuple(sorted(self._followed.values(), key=lambda seen: seen.alert.opened_at, reverse=True)),
            received=self._arrived(at),
            sources=tuple(self._store.sources()),
            silences=tuple(self._store.silences(at)),
        )

    def _arrived(self, at: datetime) -> tuple[Received, ...]:
        """What arrived, read again when something was sent since, and now and then: it may be long."""
        receipts = {found.receipt for seen in self._followed.values() for found in seen.notifications if found.receipt}
        is_old = self._received_at is None or at - self._received_at >= OUTBOX_AGES
        if is_old or receipts != self._receipts:
            self._received, self._receipts, self._received_at = tuple(self._outbox.received()), receipts, at
        return self._received

    def _follow(self) -> None:
        """Read the alerts that are open, and those that were at the last look or were heard of since."""
        unresolved = {alert.id: alert for alert in self._store.unresolved()}
        heard_of = {heard.alert_id for heard in self._heard.values() if heard.alert_id}
        for alert_id in unresolved.keys() | self._followed.keys() | heard_of:
            seen = self._followed.get(alert_id)
            alert = unresolved.get(alert_id)
            if alert is None and (seen is None or not seen.alert.is_resolved):
                alert = self._store.alert(alert_id)
            alert = alert or (seen.alert if seen else None)
            if alert is None:
                continue
            if seen is None or seen.alert.version != alert.version:
                timeline = tuple(self._store.timeline(alert_id))
                self._followed[alert_id] = Followed(alert, timeline, tuple(self._store.notifications(alert_id)))
            elif any(_is_due(notification, self._clock()) for notification in seen.notifications):
                self._followed[alert_id] = replace(seen, notifications=tuple(self._store.notifications(alert_id)))


def _is_due(notification: Notification, at: datetime) -> bool:
    """Whether something can have become of it: what was deferred is left alone until then."""
    deferred = notification.status is NotificationStatus.DEFERRED
    return notification.is_unsent and (not deferred or notification.due_at <= at)
