"""The counts that must add up whatever went wrong: one outcome a mention, one decision a step, nothing lost."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from chalicelib.domain.alert.event import Escalated, MentionJoined
from chalicelib.domain.alert.notification import Notification, NotificationStatus
from chalicelib.domain.judged.outcome import Heard
from tests.builders import NOON
from tests.functional.deaths import Fate
from tests.functional.phones import LINK
from tests.functional.world import World


def heard_in(world: World) -> list[Heard]:
    """Everything with a recorded outcome."""
    return list(world.outside.store.heard_between(NOON, NOON + timedelta(days=60)))


def require_one_outcome_each(world: World, fetched: Iterable[str]) -> None:
    """Every mention that was fetched has one outcome, or lies in the dead-letter queue."""
    recorded = Counter(heard.mention.key for heard in heard_in(world))
    dead = {mention.key for mention in world.mention_belt.dead}
    assert set(recorded.values()) <= {1}
    assert set(recorded) | dead == set(fetched)


def require_one_decision_each(world: World) -> None:
    """No mention is counted twice in its alert, and no tier of a walk is decided on twice."""
    parts = Counter(heard.alert_id for heard in heard_in(world) if heard.alert_id)
    for alert_id, mentions in parts.items():
        alert = world.outside.store.alert(alert_id)
        events = world.outside.store.timeline(alert_id)
        joined = [event.mention for event in events if isinstance(event, MentionJoined)]
        steps = [(event.cycle, event.tier) for event in events if isinstance(event, Escalated)]
        assert alert is not None
        assert alert.mentions == mentions == len(joined) + 1
        assert len(set(joined)) == len(joined)
        assert len(set(steps)) == len(steps)


def require_nothing_owed(world: World) -> None:
    """Everybody whom an alert decided to tell was told, or there is a reason why not."""
    for alert_id in {heard.alert_id for heard in heard_in(world) if heard.alert_id}:
        owed = world.outside.store.notifications(alert_id)
        steps = {
            (event.cycle, event.tier, person)
            for event in world.outside.store.timeline(alert_id)
            if isinstance(event, Escalated)
            for person in event.told
        }
        assert steps <= {(each.cycle, each.tier, each.contact.person) for each in owed}
        assert not [each.id for each in owed if each.is_unsent]
        assert not [each.id for each in owed if not _is_explained(each)]


def require_messages(world: World, fate: Fate) -> None:
    """What counts as sent arrived; a second copy arrived only where a process or its network died while sending."""
    arrived = Counter(token for got in world.phone.delivered for token in LINK.findall(got.text))
    tellings = [name for name, _ in fate.struck if name in ("sms", "email", "prove", "mark")]
    assert sum(copies - 1 for copies in arrived.values()) <= len(tellings)
    told = {alert for token in arrived for alert in _alerts_behind(world, token)}
    sent = [each for each in _notifications(world) if each.status is NotificationStatus.SENT]
    assert {each.alert_id for each in sent} <= told
    assert len(sent) <= sum(len(_alerts_behind(world, token)) for token in arrived)


def _notifications(world: World) -> list[Notification]:
    alerts = {heard.alert_id for heard in heard_in(world) if heard.alert_id}
    return [each for alert_id in alerts for each in world.outside.store.notifications(alert_id)]


def _alerts_behind(world: World, token: str) -> tuple[str, ...]:
    link = world.outside.store.link(token)
    assert link, f"a link was sent that leads nowhere: {token}"
    return link.alerts


def _is_explained(notification: Notification) -> bool:
    if notification.status is NotificationStatus.SENT:
        return notification.sent_at is not None and bool(notification.receipt)
    return bool(notification.reason)
