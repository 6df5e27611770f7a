"""Folding: each mention and each thing that happened to an alert, as the figures that it adds to whose day."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

from chalicelib.domain.alert.event import (
    Acknowledged,
    Answered,
    AnyEvent,
    Credited,
    CrisisOpened,
    Exhausted,
    Resolved,
    TierSkipped,
    TransferDeclined,
    Triggered,
)
from chalicelib.domain.alert.notification import NotificationKind
from chalicelib.domain.figures.figures import Figures, SourceFigures, Standout, together
from chalicelib.domain.figures.histogram import Histogram, wait_of
from chalicelib.domain.figures.history import History
from chalicelib.domain.figures.period import Span
from chalicelib.domain.heard.classification import Classification, Intent, Sentiment
from chalicelib.domain.heard.mention import reach
from chalicelib.domain.judged.outcome import Heard
from chalicelib.domain.rules.routes import Urgency

NOBODY = ""
"""Stands for the department of what was given to none."""

AT_ONCE = 500
"""Parts that are held before they are added up: a day may have a hundred thousand."""

LATE = timedelta(hours=1)
"""A post that was heard longer after it was written was heard late."""

CALLS = frozenset({NotificationKind.CALL, NotificationKind.LAST_CALL})

Part = tuple[str, Figures]
"""A department, and what is added to its figures."""


def summed(parts: Iterable[Part]) -> dict[str, Figures]:
    """The figures of each department that something was added to."""
    held: dict[str, list[Figures]] = {}
    for department, figures in parts:
        waiting = held.setdefault(department, [])
        waiting.append(figures)
        if len(waiting) == AT_ONCE:
            waiting[:] = [together(waiting)]
    return {department: together(waiting) for department, waiting in held.items()}


def of_mention(heard: Heard) -> Part:
    """What a mention adds to the day on which it was heard."""
    decision, read = heard.decision, heard.classification
    labels = _labels(read) if read else SourceFigures()
    source = SourceFigures(outcomes={heard.outcome.value: 1}, sentiments=labels.sentiments, intents=labels.intents)
    post = (Standout(reach(heard.mention), heard.mention.key),)
    figures = Figures(
        sources={heard.mention.source: source},
        themes={decision.theme: 1} if decision and decision.theme else {},
        urgent=int(decision is not None and decision.urgency is Urgency.URGENT),
        unheard=_unheard(heard),
        praise=post if read and read.intent.value is Intent.PRAISE else (),
        blame=post if read and read.sentiment.value is Sentiment.NEGATIVE else (),
    )
    return (decision.department if decision else None) or NOBODY, figures


def of_history(history: History, span: Span) -> Iterator[Part]:
    """What happened to an alert within `span`."""
    answered = {event.at for event in history.events if isinstance(event, Answered)}
    for number, (event, department) in enumerate(zip(history.events, history.departments, strict=True)):
        if event.at in span:
            yield department, Figures(opened=int(number == 0))
            yield department, _figures(event)
            if isinstance(event, Resolved):
                yield department, Figures(ended=1, answered=int(event.at in answered))
    yield from _taken(history, span)
    yield from _told(history, span)


def _unheard(heard: Heard) -> dict[str, int]:
    """What nobody could read, and what was heard too late to help; an archive is no blind spot."""
    read, is_archive = heard.classification, heard.mention.first_reading is not None
    is_late = heard.heard_at - heard.mention.posted_at > LATE and not is_archive
    is_unreadable = read is not None and read.sentiment.value is Sentiment.UNKNOWN
    return {kind: 1 for kind, is_so in (("late", is_late), ("unreadable", is_unreadable)) if is_so}


def _labels(read: Classification) -> SourceFigures:
    return SourceFigures(sentiments={read.sentiment.value.value: 1}, intents={read.intent.value.value: 1})


def _taken(history: History, span: Span) -> Iterator[Part]:
    """How long it took until somebody had it."""
    departments = {
        event.at: department
        for event, department in zip(history.events, history.departments, strict=True)
        if isinstance(event, Acknowledged)
    }
    for at, wait in history.waits(list(departments)):
        if at in span:
            yield departments[at], Figures(acknowledged=wait_of(wait))


def _told(history: History, span: Span) -> Iterator[Part]:
    """How long it took until the first message left."""
    departments = {
        sent.sent_at: sent.department
        for sent in reversed(history.notifications)
        if sent.sent_at is not None and sent.kind in CALLS
    }
    for at, wait in history.waits(list(departments)):
        if at in span:
            yield departments[at], Figures(notified=wait_of(wait))


def _figures(event: AnyEvent) -> Figures:
    figures = FIGURES.get(type(event))
    return figures(event) if figures else Figures()


def _replied(event: Answered) -> Histogram:
    return wait_of(timedelta(seconds=event.after_s)) if event.counted else Histogram()


FIGURES: dict[type, Callable[[Any], Figures]] = {
    Triggered: lambda _: Figures(called=1),
    Answered: lambda event: Figures(replied=_replied(event)),
    Credited: lambda event: Figures(credits={event.person: 1}),
    TransferDeclined: lambda _: Figures(misrouted=1),
    Exhausted: lambda _: Figures(exhausted=1),
    CrisisOpened: lambda _: Figures(crises=1),
    TierSkipped: lambda _: Figures(unheard={"tier-skipped": 1}),
}
"""What each kind of event adds; all others add nothing."""
