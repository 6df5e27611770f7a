"""Alerts in memory, with what is saved together with them: events, notifications and mentions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import islice

from msgspec.structs import replace

from chalicelib.adapters.dynamodb.due import in_turn
from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.aside import Aside, put_aside
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.event import AnyEvent
from chalicelib.domain.alert.notification import Notification
from chalicelib.domain.errors import DuplicateMentionError, StaleAlertError
from chalicelib.domain.judged.group import tallies
from chalicelib.domain.judged.outcome import Heard
from tests.fakes.limits import require_storable
from tests.fakes.notices import FakeNotices
from tests.fakes.storms import FakeStorms


class FakeAlerts(FakeStorms, FakeNotices):
    """Alerts with what is saved together with them: events, notifications and mentions."""

    def __init__(self) -> None:
        super().__init__()
        self._alerts: dict[str, Alert] = {}
        self._asides: dict[str, Aside] = {}
        self._events: dict[str, list[AnyEvent]] = defaultdict(list)
        self._heard: dict[str, Heard] = {}
        self._key_of: dict[str, str] = {}
        self._notifications: dict[str, Notification] = {}

    def alert(self, alert_id: str) -> Alert | None:
        self._require_up()
        return self._alerts.get(alert_id)

    def alerts(self, alert_ids: Sequence[str]) -> Mapping[str, Alert]:
        self._require_up()
        return {id: self._alerts[id] for id in alert_ids if id in self._alerts}

    def due(self, at: datetime, *, limit: int = 500) -> Sequence[Alert]:
        self._require_up()
        ended = [(alert.due_at, alert.id) for alert in self._alerts.values() if alert.due_at and alert.due_at <= at]
        due = [self._alerts[id] for _, id in sorted(ended)]
        fair = in_turn((alert for alert in due if alert.id not in self._asides), lambda alert: alert.department)
        again = [alert for alert in due if alert.id in self._asides and self._asides[alert.id].again_at <= at]
        return [*islice(fair, limit), *again[:limit]]

    def set_aside(self, alert_id: str, why: str, *, at: datetime) -> None:
        self._require_up()
        if alert_id in self._alerts and self._alerts[alert_id].due_at:
            self._asides[alert_id] = put_aside(alert_id, why, before=self._asides.get(alert_id), at=at)

    def asides(self, *, limit: int = 500) -> Sequence[Aside]:
        self._require_up()
        return sorted(self._asides.values(), key=lambda aside: (aside.since, aside.id))[:limit]

    def unresolved(self, *, limit: int = 500) -> Sequence[Alert]:
        self._require_up()
        unresolved = (alert for alert in self._alerts.values() if not (alert.is_resolved or alert.inhibited_by))
        return sorted(unresolved, key=lambda alert: (alert.opened_at, alert.id), reverse=True)[:limit]

    def children(self, crisis_id: str, *, limit: int = 100) -> Sequence[Alert]:
        self._require_up()
        children = (alert for alert in self._alerts.values() if alert.inhibited_by == crisis_id)
        return sorted(children, key=lambda alert: (alert.opened_at, alert.id))[:limit]

    def save(self, change: Change, *, heard: Heard | None = None) -> None:
        self._require_up()
        alert = change.alert
        owed = {notification.id: notification for notification in change.owed}
        require_storable(alert, *change.events, *owed.values(), *([heard, *tallies(heard)] if heard else []))
        if heard and self._is_known(heard):
            raise DuplicateMentionError(f"mention {heard.mention.key} is recorded already")
        if alert.version != (self._alerts[alert.id].version if alert.id in self._alerts else 0):
            raise StaleAlertError(f"alert {alert.id} changed since version {alert.version} was read")
        self._alerts[alert.id] = replace(alert, version=alert.version + 1)
        self._asides.pop(alert.id, None)
        self._events[alert.id].extend(change.events)
        self._notifications = {**owed, **self._notifications}
        self.owe([change.tools] if change.tools else [])
        if heard:
            self._keep(heard)

    def wait(self, tries: int) -> None:
        """Nobody else runs while a test waits."""

    def timeline(self, alert_id: str) -> Sequence[AnyEvent]:
        self._require_up()
        return tuple(self._events[alert_id])

    def _is_known(self, heard: Heard) -> bool:
        return any(key in self._key_of for key in (heard.mention.key, *heard.mention.known_as))

    def _keep(self, heard: Heard) -> None:
        """Called where nothing of it is known."""
        self._heard[heard.mention.key] = heard
        self._key_of |= dict.fromkeys((heard.mention.key, *heard.mention.known_as), heard.mention.key)
        self._count(heard)
