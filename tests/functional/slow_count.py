"""The slow way to figures: every mention and every change that ever was, counted one by one."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.event import (
    Acknowledged,
    Answered,
    AnyEvent,
    Credited,
    CrisisOpened,
    Exhausted,
    Resolved,
    TierSkipped,
    TransferBounced,
    TransferDeclined,
    Transferred,
    Triggered,
)
from chalicelib.domain.alert.notification import NotificationKind
from chalicelib.domain.figures.histogram import BOUNDS
from chalicelib.ports import Store

Counted = dict[tuple[str, str], Counter[tuple[str, ...]]]
"""By period and department: how many of each thing, named by its field and, where it has one, its key."""


class SlowCount:
    """Counts under `period`, which names the day or the month of an instant."""

    def __init__(self, period: Callable[[datetime], str]) -> None:
        self._period = period
        self.counted: Counted = {}

    def count(self, at: datetime, department: str, *thing: str, times: int = 1) -> None:
        if times:
            self.counted.setdefault((self._period(at), department), Counter())[thing] += times

    def mentions(self, store: Store, start: datetime, end: datetime) -> None:
        for heard in store.heard_between(start, end):
            decision, read = heard.decision, heard.classification
            department = decision.department or "" if decision else ""
            self.count(heard.heard_at, department, "outcomes", heard.mention.source, heard.outcome.value)
            if decision and decision.theme:
                self.count(heard.heard_at, department, "themes", decision.theme)
            if decision and decision.urgency.value == "urgent":
                self.count(heard.heard_at, department, "urgent")
            if read:
                self.count(heard.heard_at, department, "sentiments", heard.mention.source, read.sentiment.value.value)
                self.count(heard.heard_at, department, "intents", heard.mention.source, read.intent.value.value)
            if heard.heard_at - heard.mention.posted_at > timedelta(hours=1):
                self.count(heard.heard_at, department, "unheard", "late")

    def changes(self, changes: list[Change]) -> None:
        """Walk all changes in the order in which they were made, knowing of each alert only what came before."""
        department: dict[str, str] = {}
        called: dict[str, datetime | None] = {}
        for change in changes:
            alert = change.alert.id
            if alert not in department:
                first = next((each.from_department for each in change.events if isinstance(each, Transferred)), None)
                department[alert] = first or change.alert.department
                self.count(change.events[0].at, department[alert], "opened")
            for event in change.events:
                self._event(event, department[alert], change, called)
                if isinstance(event, Transferred):
                    department[alert] = event.to_department
                if isinstance(event, TransferBounced):
                    department[alert] = event.department
            assert department[alert] == change.alert.department

    def messages(self, store: Store, changes: list[Change]) -> None:
        """The first message after each time that people were called, before they were called again."""
        for alert in sorted({change.alert.id for change in changes}):
            starts = [event.at for event in store.timeline(alert) if isinstance(event, Triggered)]
            for number, start in enumerate(starts):
                sent = sorted(
                    (one.sent_at, one.department)
                    for one in store.notifications(alert)
                    if one.sent_at and one.kind in (NotificationKind.CALL, NotificationKind.LAST_CALL)
                    if one.sent_at >= start and (number + 1 == len(starts) or one.sent_at < starts[number + 1])
                )
                if sent:
                    self._wait(sent[0][0], sent[0][1], "notified", (sent[0][0] - start).total_seconds())

    def _event(self, event: AnyEvent, department: str, change: Change, called: dict[str, datetime | None]) -> None:
        simple: dict[type, tuple[str, ...]] = {
            Triggered: ("called",),
            Exhausted: ("exhausted",),
            CrisisOpened: ("crises",),
            TransferDeclined: ("misrouted",),
            TierSkipped: ("unheard", "tier-skipped"),
            Resolved: ("ended",),
        }
        if type(event) in simple:
            self.count(event.at, department, *simple[type(event)])
        if isinstance(event, Triggered):
            called[event.alert_id] = event.at
        if isinstance(event, Acknowledged) and (since := called.get(event.alert_id)):
            called[event.alert_id] = None
            self._wait(event.at, department, "acknowledged", (event.at - since).total_seconds())
        if isinstance(event, Resolved) and any(isinstance(each, Answered) for each in change.events):
            self.count(event.at, department, "answered")
        if isinstance(event, Answered) and event.counted:
            self._wait(event.at, department, "replied", event.after_s)
        if isinstance(event, Credited):
            self.count(event.at, department, "credits", event.person)

    def _wait(self, at: datetime, department: str, kind: str, seconds: float) -> None:
        self.count(at, department, kind, str(bisect_left(BOUNDS, seconds)))


def plain(figures: Any) -> Counter[tuple[str, ...]]:
    """Figures as `SlowCount` names things."""
    found: Counter[tuple[str, ...]] = Counter()
    for name in ("urgent", "opened", "called", "ended", "answered", "misrouted", "exhausted", "crises"):
        found[(name,)] = getattr(figures, name)
    for name in ("themes", "credits", "unheard"):
        found.update({(name, key): times for key, times in getattr(figures, name).items()})
    for name in ("notified", "acknowledged", "replied"):
        found.update({(name, str(bucket)): times for bucket, times in getattr(figures, name).counts.items()})
    for source, of in figures.sources.items():
        for name in ("outcomes", "sentiments", "intents"):
            found.update({(name, source, key): times for key, times in getattr(of, name).items()})
    return +found


def day_of(at: datetime) -> str:
    return date(at.year, at.month, at.day).isoformat()


def month_of(at: datetime) -> str:
    return f"{at:%Y-%m}"
