"""What tools are told of a change: which of its events are notices, and what each says. No phone, email or secret."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.event import (
    Acknowledged,
    Answered,
    AnyEvent,
    CrisisOpened,
    Escalated,
    Exhausted,
    Resolved,
    TransferAccepted,
    Transferred,
)
from chalicelib.domain.alert.notice import Notice, Owed
from chalicelib.domain.alert.notification import Notification
from chalicelib.domain.rules.receiver import NoticeKind, Receiver
from chalicelib.domain.told.state import state

SAID: Mapping[type, tuple[NoticeKind, tuple[str, ...]]] = {
    Escalated: (NoticeKind.ESCALATED, ("cycle", "tier", "told")),
    Acknowledged: (NoticeKind.ACKNOWLEDGED, ("owner", "until")),
    TransferAccepted: (NoticeKind.ACKNOWLEDGED, ("by",)),
    Transferred: (NoticeKind.HANDED_OVER, ("by", "from_department", "to_department", "to_person", "until")),
    Answered: (NoticeKind.ANSWERED, ("handle", "person", "url", "after_s", "counted")),
    Resolved: (NoticeKind.RESOLVED, ("by", "reason")),
    Exhausted: (NoticeKind.EXHAUSTED, ("cycle", "told")),
    CrisisOpened: (NoticeKind.CRISIS, ("group", "rate", "limit")),
}
"""Which events have a word of their own, and which of their fields are told. Of all others only that they happened."""


def owed_for(change: Change, receivers: Sequence[Receiver]) -> Owed | None:
    """What `change` owes to tools once it is saved; None where it tells nobody anything."""
    if not change.events or not receivers:
        return None
    saved = replace(change.alert, version=change.alert.version + 1)
    at, step = change.events[-1].at, f"v{saved.version:08d}"
    notices = [
        notice
        for kind, happened in _by_kind(change).items()
        for notice in _to_each(receivers, kind, saved, step=step, happened=happened, at=at)
    ]
    return Owed(id=f"{saved.id}/{step}", owed_at=at, notices=tuple(notices)) if notices else None


def owed_for_sent(
    sent: Iterable[Notification], alerts: Mapping[str, Alert], receivers: Sequence[Receiver]
) -> Sequence[Owed]:
    """What tools are owed for messages that have left; `alerts` are those that they are about, by id."""
    return [
        Owed(id=f"{each.alert_id}/told/{each.step}/{each.contact.id}", owed_at=each.sent_at, notices=notices)
        for each in sent
        if each.sent_at and (alert := alerts.get(each.alert_id))
        if (notices := _of_sent(each, alert, receivers, each.sent_at))
    ]


def _of_sent(sent: Notification, alert: Alert, receivers: Sequence[Receiver], at: datetime) -> tuple[Notice, ...]:
    said = {
        "event": "NotificationSent",
        "at": at,
        "person": sent.contact.person,
        "channel": sent.contact.channel,
        "why": sent.kind,
        "cycle": sent.cycle,
        "tier": sent.tier,
    }
    step = f"told/{sent.step}/{sent.contact.id}"
    return tuple(_to_each(receivers, NoticeKind.TOLD, alert, step=step, happened=[said], at=at))


def _by_kind(change: Change) -> dict[NoticeKind, list[dict[str, Any]]]:
    """What happened, by the word that tools know it by. A new alert's first event is its opening."""
    found: dict[NoticeKind, list[dict[str, Any]]] = {}
    is_new = change.alert.version == 0
    for event in change.events:
        kind, fields = SAID.get(type(event), (NoticeKind.OPENED if is_new else NoticeKind.CHANGED, ()))
        found.setdefault(kind, []).append(_facts(event, fields))
    if is_new and NoticeKind.OPENED not in found:
        found = {NoticeKind.OPENED: [_facts(change.events[0], ())], **found}
    return found


def _facts(event: AnyEvent, fields: Sequence[str]) -> dict[str, Any]:
    return {"event": type(event).__name__, "at": event.at} | {name: getattr(event, name) for name in fields}


def _to_each(
    receivers: Sequence[Receiver],
    kind: NoticeKind,
    alert: Alert,
    *,
    step: str,
    happened: Sequence[Mapping[str, Any]],
    at: datetime,
) -> Iterable[Notice]:
    wanted = [receiver for receiver in receivers if receiver.wants(kind)]
    if not wanted:
        return []
    data = {"version": alert.version, "happened": happened, "alert": state(alert)}
    body = msgspec.json.encode({"type": f"alert.{kind}", "timestamp": at.astimezone(UTC), "data": data}).decode()
    id = notice_id(alert.id, step, kind)
    return [Notice(id=id, receiver=receiver.name, kind=kind, body=body) for receiver in wanted]


def notice_id(alert_id: str, step: str, kind: NoticeKind) -> str:
    """The same for the same event, so that a receiver can drop doubles; without a full stop, which signatures need."""
    return f"msg_{hashlib.sha256(f'{alert_id}/{step}/{kind}'.encode()).hexdigest()[:32]}"


GivesReceivers = Callable[[], Sequence[Receiver]]
"""The tools that are told now."""
