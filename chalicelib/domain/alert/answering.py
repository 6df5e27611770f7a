"""What a public answer does: its alert stands down or waits for the customer; one to somebody else ends nothing."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert, resolved
from chalicelib.domain.alert.awaiting_event import ReplySeen
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.event import Answered, AnyEvent, Credited, Resolved
from chalicelib.domain.alert.notification import NotificationKind
from chalicelib.domain.alert.owing import notice
from chalicelib.domain.alert.waiting import wait
from chalicelib.domain.heard.conversation import speaking_to
from chalicelib.domain.heard.reply import Reply
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.said import said

SAME_BREATH = timedelta(minutes=5)
"""How long after we asked a customer something the rest of that reply may follow, without ending the wait."""


def answer(alert: Alert, reply: Reply, *, policies: Policies, at: datetime) -> Change | None:
    """End the alert as answered, or wait for the customer where the reply asks something.

    None for a reply that was seen, is older than what still needs an answer, or answers somebody else. Where nobody can
    tell whom it answers, people are asked. Only the first answer counts and earns credit, also where somebody resolved
    the alert before; later ones are shown.
    """
    if reply.at < alert.since or reply.key in alert.answers:
        return None
    receiver = _receiver(alert, reply)
    if receiver is None:
        return _ask(alert, reply, policies, at)
    if receiver not in authors(alert):
        return None
    is_first = alert.answered_by is None
    left = tuple(author for author in authors(alert) if author != receiver)
    seen = replace(alert, answers=(*alert.answers, reply.key), answered_by=alert.answered_by or reply.key)
    events: tuple[AnyEvent, ...] = (_answered(alert, reply, at, counted=is_first),)
    if is_first and reply.person and reply.earns_credit:
        events += (Credited(alert_id=alert.id, at=at, person=reply.person, after_s=_after_s(alert, reply)),)
    if alert.is_resolved:
        return Change(alert=seen, events=events)
    if left:
        return Change(alert=replace(seen, unanswered=left), events=events)
    return Change(alert=seen, events=events).then(_stand_down(seen, reply, policies, at))


def answer_among(alert: Alert, replies: Iterable[Reply], *, policies: Policies, at: datetime) -> Change | None:
    """What the first of a thread's replies that speaks to an unresolved alert does to it; None if none does."""
    if alert.is_resolved:
        return None
    changes = (answer(alert, reply, policies=policies, at=at) for reply in speaking_to(alert.conversation, replies))
    return next((change for change in changes if change), None)


def authors(alert: Alert) -> tuple[str, ...]:
    """The ids of those whose words need an answer; an alert of an older version knows only whom it shows."""
    return alert.unanswered or (alert.excerpt.author_id,)


def _receiver(alert: Alert, reply: Reply) -> str | None:
    """Whom the reply answers; None where its source did not say, and it answers no post that the alert shows."""
    if reply.to_author is not None or reply.to is None:
        return reply.to_author
    if f"{reply.network}:{reply.to}" == alert.excerpt.mention:
        return alert.excerpt.author_id
    is_whole_thread = alert.conversation == f"{reply.network}:{reply.thread}"
    return authors(alert)[0] if is_whole_thread and reply.to == reply.thread else None


def _stand_down(alert: Alert, reply: Reply, policies: Policies, at: datetime) -> Change:
    """Done, unless the reply asks something, or is the rest of one that did."""
    if reply.asks:
        return wait(alert, reply, policies=policies, at=at)
    if alert.awaited and alert.awaited.handle == reply.handle and reply.at <= alert.awaited.since + SAME_BREATH:
        return Change(alert=alert)
    done = Resolved(alert_id=alert.id, at=at, by=reply.person or reply.handle, reason=said("answered in public"))
    return Change(alert=resolved(alert, at=at), events=(done,))


def _ask(alert: Alert, reply: Reply, policies: Policies, at: datetime) -> Change | None:
    """Ask who has it, else who wrote the reply, whether that was the answer; meanwhile everything goes on."""
    if alert.is_resolved:
        return None
    seen = replace(alert, answers=(*alert.answers, reply.key))
    asked = (alert.owner if alert.is_acknowledged else None) or reply.person or ""
    owed = notice(seen, asked, kind=NotificationKind.REPLY_SEEN, policies=policies, at=at)
    told = tuple(dict.fromkeys(each.contact.person for each in owed))
    event = ReplySeen(alert_id=alert.id, at=at, handle=reply.handle, url=reply.url, asked=told)
    return Change(alert=seen, events=(event,), owed=owed)


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
