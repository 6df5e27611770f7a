"""An alert's state as JSON, for tools: the same in answers, in the read API and in what outgoing webhooks carry."""

from typing import Any

import msgspec

from chalicelib.domain.alert.alert import Alert


def state(alert: Alert) -> dict[str, Any]:
    """What a tool needs to show the alert; instants are ISO 8601 in UTC. `text` and `author` are a stranger's words."""
    shown = {
        "id": alert.id,
        "status": alert.status,
        "department": alert.department,
        "urgency": alert.urgency,
        "theme": alert.theme,
        "owner": alert.owner,
        "tier": alert.tier,
        "cycle": alert.cycle,
        "due_at": alert.due_at,
        "timers": alert.timers,
        "handed_over_by": alert.handover.sender if alert.handover else None,
        "bounces": alert.bounces,
        "mentions": alert.mentions,
        "network": alert.excerpt.network,
        "author": alert.excerpt.handle,
        "text": alert.excerpt.text,
        "url": alert.excerpt.url,
        "ticket": alert.ticket,
        "is_crisis": alert.crisis is not None,
        "is_exhausted": alert.is_exhausted,
        "opened_at": alert.opened_at,
        "resolved_at": alert.resolved_at,
        "version": alert.version,
    }
    built: dict[str, Any] = msgspec.to_builtins(shown)
    return built
