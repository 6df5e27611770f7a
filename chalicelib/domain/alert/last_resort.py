"""The last resort: when every tier was told, one person after another is called until somebody has it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert, Timer
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.event import Exhausted
from chalicelib.domain.alert.notification import Notification, NotificationKind, NotificationStatus
from chalicelib.domain.alert.owing import tell
from chalicelib.domain.people.directory import reachable_people
from chalicelib.domain.people.hours import next_opening
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Person, Target, TargetKind

LOOK = timedelta(minutes=1)
"""How soon after a last call it is looked whether it was sent."""

OFTEN, SELDOM = timedelta(minutes=30), timedelta(hours=2)
OFTEN_CALLS = 4
"""A last call is repeated every half an hour; after so many, every two hours."""

DAYS_AHEAD = 14
"""How often opening hours and the day of whoever is called are held against each other."""

MORNING, EVENING = time(7), time(22)
"""Between them, on the clock of whoever is called, a routine alert may be repeated; an urgent one always."""


def last_call(alert: Alert, *, policies: Policies, at: datetime, refused: frozenset[str] = frozenset()) -> Change:
    """Call the next best person: the duty manager, then the tiers from the last to the first, then other departments'.

    `refused` are the contacts that could not be told in this run. Where nobody is left, it is tried from the front
    again, and the timeline says that nobody was told.
    """
    owed = next(
        (owed for person in _candidates(alert, policies, at) if (owed := _owed(alert, person, refused, at))), ()
    )
    told = tuple(dict.fromkeys(notification.contact.person for notification in owed))
    timers = {timer: when for timer, when in alert.timers.items() if timer not in (Timer.TIER, Timer.OPENING)}
    return Change(
        alert=replace(
            alert,
            last_calls=alert.last_calls + 1,
            called=told,
            told=tuple(dict.fromkeys((*alert.told, *told))),
            timers={**timers, Timer.LAST_CALL: at + LOOK},
        ),
        events=(Exhausted(alert_id=alert.id, at=at, cycle=alert.cycle, told=told),),
        owed=owed,
    )


def look_after(alert: Alert, owed: Sequence[Notification], *, policies: Policies, at: datetime) -> Change:
    """What follows a last call, given all that the alert ever owed: a repeat, the next best person, or patience."""
    calls, newest = _calls(alert, owed), _newest(alert, owed)
    opening = at if alert.is_urgent else next_opening(alert.hours, at) or at
    if opening > at:
        return _wait(alert, until=opening)
    if any(each.is_unsent for each in newest):
        return _wait(alert, until=at + LOOK)
    sent = [each for each in newest if each.status is NotificationStatus.SENT]
    again = max((_again(alert, each, policies) for each in sent), default=at)
    if again > at:
        return _wait(alert, until=again)
    refused = {each.contact.id for each in calls if each.status is NotificationStatus.REFUSED}
    reached = {each.contact.id for each in calls if each.status is NotificationStatus.SENT}
    change = last_call(alert, policies=policies, at=at, refused=frozenset(refused - reached))
    if change.owed:
        return change
    nobody_is_left = last_call(alert, policies=policies, at=at)
    return replace(nobody_is_left, alert=replace(nobody_is_left.alert, timers=_timers(alert, at + OFTEN)))


def reached_nobody(alert: Alert, owed: Sequence[Notification]) -> bool:
    """Whether everybody whom the newest last call was owed to was refused."""
    return all(each.status is NotificationStatus.REFUSED for each in _newest(alert, owed))


def _calls(alert: Alert, owed: Sequence[Notification]) -> list[Notification]:
    return [each for each in owed if each.kind is NotificationKind.LAST_CALL and each.cycle == alert.cycle]


def _newest(alert: Alert, owed: Sequence[Notification]) -> list[Notification]:
    calls = _calls(alert, owed)
    latest = max((call.owed_at for call in calls), default=None)
    return [call for call in calls if call.owed_at == latest]


def postpone(alert: Alert, *, at: datetime) -> Change:
    """Call nobody for now: something else stands for the alert."""
    return _wait(alert, until=at + OFTEN)


def _again(alert: Alert, sent: Notification, policies: Policies) -> datetime:
    """When a last call that was sent is repeated."""
    person = policies.person(sent.contact.person)
    when = (sent.sent_at or sent.owed_at) + (OFTEN if alert.last_calls <= OFTEN_CALLS else SELDOM)
    return _allowed(alert, when, person.hours.zone if person else alert.hours.zone)


def _allowed(alert: Alert, when: datetime, zone: str) -> datetime:
    """The first instant from `when` on that may wake somebody: any for an urgent alert.

    A routine one keeps to its department's hours, and to the day on the clock of whoever is called.
    """
    for _ in range(DAYS_AHEAD):
        if alert.is_urgent:
            break
        opening = _morning(next_opening(alert.hours, when) or when, zone)
        if opening == when:
            break
        when = opening
    return when


def _morning(when: datetime, zone: str) -> datetime:
    there = when.astimezone(ZoneInfo(zone))
    if MORNING <= there.time() < EVENING:
        return when
    day = there.date() if there.time() < MORNING else there.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, ZoneInfo(zone)).astimezone(when.tzinfo)


def _wait(alert: Alert, *, until: datetime) -> Change:
    return Change(alert=replace(alert, timers=_timers(alert, until)))


def _timers(alert: Alert, until: datetime) -> dict[Timer, datetime]:
    return {**alert.timers, Timer.LAST_CALL: until}


def _candidates(alert: Alert, policies: Policies, at: datetime) -> Iterator[Person]:
    """Everybody who can be told now, the best first."""
    others = (policy for name, policy in policies.escalation.items() if name != alert.policy.id)
    tiers = [*reversed(alert.policy.tiers), *(tier for policy in others for tier in reversed(policy.tiers))]
    manager = Target(kind=TargetKind.PERSON, id=policies.duty_manager)
    for target in dict.fromkeys((manager, *(target for tier in tiers for target in tier.notify))):
        yield from reachable_people(replace(target, channels=manager.channels), policies, at)


def _owed(alert: Alert, person: Person, refused: frozenset[str], at: datetime) -> tuple[Notification, ...]:
    called = tell(alert, person, kind=NotificationKind.LAST_CALL, at=at)
    return tuple(each for each in called if each.contact.id not in refused)
