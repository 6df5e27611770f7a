"""Changing one alert while others change it too: read, decide, save, and decide anew if somebody was faster."""

from collections.abc import Callable

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.change import Change
from chalicelib.domain.errors import CrowdedError, StaleAlertError, UnavailableError
from chalicelib.domain.said import said
from chalicelib.ports import AlertStore, NotificationQueue, Telemetry

TRIES = 8

PATIENCE = 16
"""Tries at an alert that others change, too: some ten seconds, so that three hundred customers who join one thread at
once are all heard, and a person who acknowledges it meanwhile is."""


def change_alert(store: AlertStore, alert_id: str, decide: Callable[[Alert], Change | None]) -> Change | None:
    """Save what `decide` makes of the alert as it stands now; None where there is no alert or nothing to change.

    `decide` may run several times. Raise UnavailableError if the alert never holds still.
    """
    for tries in range(PATIENCE):
        alert = store.alert(alert_id)
        change = decide(alert) if alert else None
        if change is None:
            return None
        try:
            store.save(change)
        except (StaleAlertError, CrowdedError):
            store.wait(tries)  # somebody acted on it since we read it
            continue
        return change
    raise UnavailableError(said("alert {alert} kept changing: try again", alert=alert_id))


def announce(change: Change, notifications: NotificationQueue, telemetry: Telemetry) -> None:
    """Log a change that was saved, and queue what it owes so that it goes out at once.

    Raise UnavailableError if the queue is down; nothing is lost then, since the sweep queues what is owed and unsent.
    """
    telemetry.changed(change)
    notifications.put(change.owed_ids)
