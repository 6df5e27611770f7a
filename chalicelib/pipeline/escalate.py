"""The minute hand: act on every timer that ended, and queue again whatever is owed and was not sent."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.alert.alert import Alert, Timer
from chalicelib.domain.alert.answering import answer_among
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.inhibition import under
from chalicelib.domain.alert.patience import unheard, wait_on
from chalicelib.domain.alert.renaming import renamed
from chalicelib.domain.alert.timers import tick
from chalicelib.domain.errors import CrowdedError, StaleAlertError, UnavailableError
from chalicelib.domain.rules.compiled import Policies
from chalicelib.pipeline.crises import Crises
from chalicelib.pipeline.first_readings import FirstReadings
from chalicelib.pipeline.last_calls import LastCalls, is_last_resort_proven
from chalicelib.ports import Clock, GivesPolicies, NotificationQueue, Store, Telemetry

FORGOTTEN_AFTER = timedelta(seconds=30)
"""An owed notification that was not sent by then is queued again: its first message may have been lost. With a sweep
a minute it goes out within the 90 seconds that are promised."""

MOST_MOVES = 50
"""Moves of one alert in one sweep: enough to catch up after an outage, too few to spin for ever."""

MOST_ALERTS = 1_000
"""Alerts of one sweep, shared fairly among the departments."""

TOGETHER = 100
"""Alerts whose notifications are queued together."""

LONGEST_SWEEP = timedelta(seconds=40)
"""No alert is begun later than this in a run: what is owed is still queued within the function's minute."""


@dataclass(frozen=True)
class Escalate:
    """Sweeps what is due. It runs every minute, and any number of them may run at once."""

    store: Store
    notifications: NotificationQueue
    policies: GivesPolicies
    clock: Clock
    telemetry: Telemetry

    def run(self) -> int:
        """Move every due alert, then queue what is owed, together, so that one contact gets one message.

        Alerts come department after department, and what each hundred of them owes is queued before the next begin.
        Returns how many moves were made.
        """
        policies, stop_at = self.policies(), self.clock() + LONGEST_SWEEP
        moves = 0
        try:
            for alerts in _together(self.store.due(self.clock(), limit=MOST_ALERTS)):
                changes = [change for alert in alerts for change in self._swept(alert, policies, stop_at)]
                moves += len(changes)
                with suppress(UnavailableError):  # saved as owed: the last line here tries it again, and fails aloud
                    self.notifications.put([owed for change in changes for owed in change.owed_ids])
        finally:
            self.notifications.put(list(self._forgotten(self.clock())))
        self.telemetry.last_resort(is_proven=is_last_resort_proven(self.store, policies))
        return moves

    def _swept(self, alert: Alert, policies: Policies, stop_at: datetime) -> Iterator[Change]:
        """What an alert does. One that fails, for whatever reason, is set aside and delays nobody else."""
        if self.clock() >= stop_at:
            return  # the next sweep goes on from here
        try:
            yield from self._catch_up(alert, policies)
        except Exception as error:  # noqa: BLE001  # as around a queue record: whatever it is, the others go on
            self.telemetry.failed(alert=alert.id, error=error)
            with suppress(Exception):  # where even that fails, the next sweep tries the alert again
                self.store.set_aside(alert.id, f"{type(error).__name__}: {error}", at=self.clock())

    def _catch_up(self, alert: Alert, policies: Policies) -> Iterator[Change]:
        """Every move that is due now, each saved as it is made."""
        for _ in range(MOST_MOVES):
            alert = renamed(alert, policies)
            if alert.due_timer(self.clock()) is Timer.CHILDREN:  # also where somebody ended the crisis just now
                yield from self._crises.see_to_children(alert, policies)
                return
            change = self._move(alert, policies)
            if change is None:
                return
            if self._saved(change):
                yield change
            alert = self.store.alert(alert.id) or change.alert

    def _saved(self, change: Change) -> bool:
        try:
            self.store.save(change)
        except (StaleAlertError, CrowdedError):
            self.store.wait(0)
            return False  # acknowledged, joined or escalated since we read it: decide anew
        self.telemetry.changed(change)
        return True

    def _move(self, alert: Alert, policies: Policies) -> Change | None:
        """What is due now. A public answer comes first, also one that was heard while the alert was being opened."""
        at = self.clock()
        if alert.due_timer(at) is None:
            return None
        if alert.due_timer(at) is Timer.LAST_CALL:
            return self._answered(alert, policies, at) or self._last_calls.next(alert, policies)
        told = FirstReadings(self.store).in_words(alert, at)
        return self._answered(alert, policies, at) or self._tick(told, policies, at)

    @property
    def _last_calls(self) -> LastCalls:
        return LastCalls(self.store, self._crises, self.clock, self.telemetry)

    def _answered(self, alert: Alert, policies: Policies, at: datetime) -> Change | None:
        replies = self.store.replies(alert.excerpt.network, alert.thread) if alert.thread else ()
        return answer_among(alert, replies, policies=policies, at=at)

    def _tick(self, alert: Alert, policies: Policies, at: datetime) -> Change | None:
        """What the timer does that ended; a tier's only once its first message has left, or could not for long."""
        owed = self.store.notifications(alert.id) if alert.due_timer(at) is Timer.TIER else ()
        is_called = bool(owed) and alert.is_triggered
        waits = wait_on(alert, owed, at=at) if is_called else None
        if waits:
            return waits
        silent = unheard(alert, owed, at=at) if is_called else Change(alert=alert)
        moved = tick(under(alert, self._crises.of(alert, policies), at=at), policies=policies, at=at)
        return silent.then(moved) if moved else None

    @property
    def _crises(self) -> Crises:
        return Crises(self.store, self.notifications, self.clock, self.telemetry)

    def _forgotten(self, at: datetime) -> Iterator[str]:
        """What was deferred until now, or owed long enough that its message in the queue may be lost.

        One of each contact and lane: what waits for a contact goes out together.
        """
        late = (
            found
            for found in self.store.due_notifications(at)
            if found.due_at > found.owed_at or found.owed_at + FORGOTTEN_AFTER <= at
        )
        yield from {(found.contact.id, found.urgent): found.id for found in late}.values()


def _together(alerts: Sequence[Alert]) -> Iterator[Sequence[Alert]]:
    for start in range(0, len(alerts), TOGETHER):
        yield alerts[start : start + TOGETHER]
