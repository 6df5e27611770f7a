"""What a public answer does to an alert: it stands down, with who answered and how fast."""

from datetime import datetime

from msgspec.structs import replace

from chalicelib.domain.alert import Alert, Change, resolved
from chalicelib.domain.event import Answered, AnyEvent, Credited, Resolved
from chalicelib.domain.reply import Reply


def answer(alert: Alert, reply: Reply, *, at: datetime) -> Change | None:
    """End the alert as answered; None where the reply is older than what still needs an answer.

    Only the first answer counts and earns credit; later ones are shown.
    """
    if reply.at < alert.since or (alert.is_resolved and alert.answered_by == reply.key):
        return None
    if alert.is_resolved:
        return Change(alert=alert, events=(_answered(alert, reply, at, counted=False),))
    events: tuple[AnyEvent, ...] = (_answered(alert, reply, at, counted=True),)
    if reply.person and reply.earns_credit:
        events += (Credited(alert_id=alert.id, at=at, person=reply.person, after_s=_after_s(alert, reply)),)
    events += (Resolved(alert_id=alert.id, at=at, by=reply.person or reply.handle, reason="answered in public"),)
    return Change(alert=replace(resolved(alert, at=at), answered_by=reply.key), events=events)


def _answered(alert: Alert, reply: Reply, at: datetime, *, counted: bool) -> Answered:
    return Answered(
        alert_id=alert.id,
        at=at,
        handle=reply.handle,
        person=reply.person,
        url=reply.url,
        after_s=_after_s(alert, reply),
        counted=counted,
    )


def _after_s(alert: Alert, reply: Reply) -> int:
    return max(0, int((reply.at - alert.since).total_seconds()))
