"""An alert's state as JSON, for the tools of the social team."""

from typing import Any

import msgspec

from chalicelib.domain.alert.alert import Alert


def state(alert: Alert) -> dict[str, Any]:
    """What a tool needs to show the alert; instants are ISO 8601 in UTC."""
    shown = {
        "id": alert.id,
        "status": alert.status,
        "department": alert.department,
        "urgency": alert.urgency,
        "owner": alert.owner,
        "tier": alert.tier,
        "cycle": alert.cycle,
        "due_at": alert.due_at,
        "timers": alert.timers,
        "handed_over_by": alert.handover.sender if alert.handover else None,
        "bounces": alert.bounces,
        "mentions": alert.mentions,
        "url": alert.excerpt.url,
        "opened_at": alert.opened_at,
        "resolved_at": alert.resolved_at,
        "version": alert.version,
    }
    built: dict[str, Any] = msgspec.to_builtins(shown)
    return built
