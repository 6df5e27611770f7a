"""What happened in a run, as one JSON object: the messages are those that really arrived."""

from collections import Counter
from typing import Any

from chalicelib.domain.alert.notification import NotificationStatus
from localrun.completeness import Missing
from localrun.watch import Followed, Snapshot


def report(snapshot: Snapshot, missing: Missing) -> dict[str, Any]:
    """`collected` counts what the sources handed over; what two of them handed over is recorded once: `duplicate`.

    An alert's `waiting` are messages that its people will get later, and why.
    """
    collected = sum(source.fetched for source in snapshot.sources)
    outcomes = Counter(str(heard.outcome) for heard in snapshot.heard)
    duplicates = collected - len(snapshot.heard)
    if duplicates and not missing.anything:
        outcomes["duplicate"] = duplicates
    return {
        "collected": collected,
        "outcomes": dict(outcomes),
        "alerts": [_alert(followed) for followed in snapshot.alerts],
        "notifications": _notifications(snapshot),
        "failures": [*missing.anything, *_faults(snapshot), *_refused(snapshot)],
    }


def _alert(followed: Followed) -> dict[str, Any]:
    alert = followed.alert
    return {
        "id": alert.id,
        "department": alert.department,
        "urgency": str(alert.urgency),
        "status": str(alert.status),
        "tier": alert.tier,
        "owner": alert.owner,
        "mentions": alert.mentions,
        "route": alert.route,
        "reason": alert.reason,
        "author": alert.excerpt.handle,
        "text": alert.excerpt.text,
        "url": alert.excerpt.url,
        "waiting": [
            {"contact": found.contact.id, "status": str(found.status), "reason": found.reason}
            for found in followed.notifications
            if found.is_unsent
        ],
    }


def _notifications(snapshot: Snapshot) -> list[dict[str, Any]]:
    """Every message that arrived, once for each alert that it tells of."""
    sent = snapshot.notifications
    return [
        {
            "channel": str(received.channel),
            "to": received.to,
            "subject": received.subject,
            "text": received.text,
            "alert": notification.alert_id,
            "tier": notification.tier,
        }
        for received in snapshot.received
        for notification in sent.get(received.receipt, ())
    ]


def _faults(snapshot: Snapshot) -> list[str]:
    return [
        f"source {source.name}, {fault.where}: {fault.reason}" for source in snapshot.sources for fault in source.faults
    ]


def _refused(snapshot: Snapshot) -> list[str]:
    return [
        f"notification {notification.id} was refused: {notification.reason}"
        for followed in snapshot.alerts
        for notification in followed.notifications
        if notification.status is NotificationStatus.REFUSED
    ]
