"""What a day's people got: messages by channel and hour, nights, how fast urgent was, and which promises broke."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.event import Escalated, TierSkipped
from chalicelib.domain.alert.notification import Notification, NotificationKind
from chalicelib.domain.rules.person import Channel

if TYPE_CHECKING:
    from bench.day import Day, Got

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SOON = timedelta(seconds=30)
SMS_A_DAY = 10
ROUTINE_AN_HOUR = 8
LONGEST_TURN = timedelta(hours=1)
"""How long a busy address may keep routine waiting."""

MEDIAN, P95 = 90, 150
"""Seconds from post to phone that urgent may take, where a source is read every minute."""


def report(day: "Day") -> int:
    """Print it; the number of promises that were broken."""
    by_person: dict[str, list[Got]] = defaultdict(list)
    for got in day.got:
        by_person[got.message.person].append(got)
    for person in sorted(by_person):
        _print_person(day, person, by_person[person])
    _print_urgent(day)
    broken = [*_broken(day), *_loud(day, by_person)]
    for words, count in Counter(broken).items():
        print(f"  broken {count} times: {words}")
    return len(broken)


def _print_person(day: "Day", person: str, got: "Sequence[Got]") -> None:
    for channel in Channel:
        own = [each for each in got if each.message.channel is channel]
        routine = [each for each in own if not _is_urgent(day, each)]
        if own:
            print(
                f"  {person:6} {channel:5}: {len(own)} in all; most in a minute {_most(own, MINUTE)}, in an hour"
                f" {_most(own, HOUR)}; routine {len(routine)}, most in a day {_most(routine, 24 * HOUR)}, at night"
                f" {sum(_is_night(day, person, each) for each in routine)}"
            )


def _print_urgent(day: "Day") -> None:
    """How many urgent alerts there were, how many rang a phone, and how long after the post."""
    urgent = [alert for alert in _alerts(day) if alert.is_urgent and alert.crisis is None]
    told = _to_phone(day)
    print(f"  urgent alerts {len(urgent)}, rung {len(told)}; crises {sum(a.crisis is not None for a in _alerts(day))}")
    if told:
        print(f"  post to phone: {_in_words(told)} (goals: median {MEDIAN} s, p95 {P95} s)")


def row(day: "Day") -> str:
    """The cells of one day: of whoever got most, by channel; routine in an hour and at night; how fast urgent was."""
    people = {got.message.person for got in day.got}
    own = {person: [got for got in day.got if got.message.person == person] for person in people}
    cells = []
    for channel in Channel:
        counts = [[got for got in each if got.message.channel is channel] for each in own.values()]
        cells.append(f"{max(map(len, counts), default=0)}, {max((_most(each, HOUR) for each in counts), default=0)}")
    routine = {person: [got for got in each if not _is_urgent(day, got)] for person, each in own.items()}
    cells.append(str(max((_most(each, HOUR) for each in routine.values()), default=0)))
    sms = ((person, got) for person, each in routine.items() for got in each if got.message.channel is Channel.SMS)
    cells.append(str(sum(_is_night(day, person, got) for person, got in sms)))
    told = _to_phone(day)
    return " | ".join((*cells, _in_words(told) if told else "none"))


def _to_phone(day: "Day") -> list[float]:
    """Seconds from the instant at which the source shows an urgent post to its first SMS, the fastest first."""
    first: dict[str, datetime] = {}
    for got in day.got:
        for alert in got.alerts if got.message.channel is Channel.SMS else ():
            first.setdefault(alert, got.at)
    urgent = (alert for alert in _alerts(day) if alert.is_urgent and alert.crisis is None)
    return sorted((first[alert.id] - alert.since).total_seconds() for alert in urgent if alert.id in first)


def _in_words(told: Sequence[float]) -> str:
    return f"median {_at(told, 0.5):.0f} s, p95 {_at(told, 0.95):.0f} s, worst {told[-1]:.0f} s"


def _broken(day: "Day") -> Iterable[str]:
    """Promises 3 and 8 and the auditor's, alert by alert."""
    store = day.outside.store
    for alert in _alerts(day):
        owed, timeline = store.notifications(alert.id), store.timeline(alert.id)
        skipped = {(event.cycle, event.tier) for event in timeline if isinstance(event, TierSkipped)}
        for event in timeline:
            if isinstance(event, Escalated) and (event.cycle, event.tier) not in skipped:
                calls = [each for each in owed if _is_call_of(each, event)]
                yield from _late(calls, is_urgent=alert.is_urgent)
    told = _to_phone(day)
    if told and (_at(told, 0.5) > MEDIAN or _at(told, 0.95) > P95):
        yield "from post to phone took longer than its goals"
    yield from ("the heart stopped: something was late by five minutes" for late in day.telemetry.lateness if any(late))


def _late(calls: Sequence[Notification], *, is_urgent: bool) -> Iterable[str]:
    sent = [each.sent_at for each in calls if each.sent_at]
    if not sent:
        return
    first, owed = min(sent), min(each.owed_at for each in calls)
    if is_urgent and first - owed > SOON:
        yield "an urgent call left later than 30 s after it was owed"
    if not is_urgent and first - owed > LONGEST_TURN:
        yield "a routine tier's first message left later than an hour after it was owed"


def _loud(day: "Day", by_person: "dict[str, list[Got]]") -> Iterable[str]:
    """Whom a day told too often."""
    for person, got in by_person.items():
        routine = [each for each in got if not _is_urgent(day, each)]
        sms = [each for each in routine if each.message.channel is Channel.SMS]
        if _most(routine, MINUTE) > 2:
            yield f"{person} got more than 2 routine messages in a minute"
        if _most(routine, HOUR) > ROUTINE_AN_HOUR:
            yield f"{person} got more than {ROUTINE_AN_HOUR} routine messages in an hour"
        if _most(sms, 24 * HOUR) > SMS_A_DAY:
            yield f"{person} got more than {SMS_A_DAY} routine SMS in a day"
        if any(_is_night(day, person, each) for each in sms):
            yield f"{person} got a routine SMS at night"


def _alerts(day: "Day") -> list[Alert]:
    """Every alert that a post became part of, and every crisis."""
    heard = day.outside.store.heard_between(day.start, day.clock.at)
    known = {found.alert_id for found in heard if found.alert_id} | {
        alert.id for alert in day.outside.store.unresolved()
    }
    return list(day.outside.store.alerts(sorted(known)).values())


def _is_call_of(each: Notification, event: Escalated) -> bool:
    return each.kind is NotificationKind.CALL and (each.cycle, each.tier) == (event.cycle, event.tier)


def _is_urgent(day: "Day", got: "Got") -> bool:
    found = (day.outside.store.alert(alert) for alert in got.alerts)
    return any(alert is not None and alert.is_urgent for alert in found)


def _is_night(day: "Day", person: str, got: "Got") -> bool:
    """Between ten in the evening and seven in the morning of the person's own clock."""
    hour = got.at.astimezone(ZoneInfo(day.policies.people[person].hours.zone)).hour
    return hour >= 22 or hour < 7


def _most(got: "Sequence[Got]", per: timedelta) -> int:
    """The most messages in any stretch of `per`."""
    instants = [each.at for each in got]
    return max((sum(start <= when < start + per for when in instants) for start in instants), default=0)


def _at(values: Sequence[float], share: float) -> float:
    return values[min(len(values) - 1, int(share * len(values)))]
