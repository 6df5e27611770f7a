"""One alert as a card of the page: everything that the template prints, already in words."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from chalicelib.domain.alert.alert import Alert, Timer
from chalicelib.domain.rules.brand import Guideline
from chalicelib.domain.told.readable import one_line, paragraphs, shorten
from chalicelib.domain.told.telling import NETWORKS, department_name, safe_url, who
from chalicelib.pipeline.respond import Shown, View
from chalicelib.web.links.timeline import Voice, sentence

MORNING = time(9)
MOST_ENTRIES = 50
CHILD_QUOTE = 140


class Choice(Struct, frozen=True, kw_only=True):
    """One option of a list: what is posted, and what people read."""

    value: str
    label: str


class Entry(Struct, frozen=True, kw_only=True):
    """One line of the timeline."""

    at: str
    words: str


class Card(Struct, frozen=True, kw_only=True):
    """An alert in the words of the person who looks. `is_mine` is whether the reader has it now.

    `timeline` begins with the newest entry; `earlier` counts those that it leaves out. `children` are posts that a
    crisis stands for.
    """

    alert: Alert
    state: str
    is_mine: bool
    author: str
    where: str
    posted: str
    text: str
    note: str
    url: str
    department: str
    reason: str
    departments: tuple[Choice, ...]
    people: tuple[Choice, ...]
    snoozes: tuple[Choice, ...]
    guideline: Guideline
    timeline: tuple[Entry, ...]
    earlier: int
    children: tuple[Entry, ...]


def card(shown: Shown, view: View) -> Card:
    """What the page shows of one alert, for the link's person at the view's instant."""
    alert, excerpt, policies = shown.alert, shown.alert.excerpt, view.policies
    voice = Voice(policies=policies, zone=view.person.hours.zone, at=view.at)
    newest = shown.timeline[: -MOST_ENTRIES - 1 : -1]
    return Card(
        alert=alert,
        state=_state(alert, view, voice),
        is_mine=alert.is_acknowledged and alert.owner == view.person.id,
        author=who(alert),
        where=NETWORKS[excerpt.network],
        posted=voice.time(excerpt.posted_at),
        text=paragraphs(excerpt.text),
        note=_note(alert, voice),
        url=safe_url(excerpt.url),
        department=department_name(alert, policies),
        reason=one_line(alert.reason),
        departments=_departments(alert, view),
        people=tuple(Choice(value=id, label=p.name) for id, p in policies.people.items() if id != view.person.id),
        snoozes=_snoozes(view, voice),
        guideline=policies.guidelines.get(alert.department, Guideline()),
        timeline=tuple(Entry(at=voice.time(e.at), words=sentence(e, voice)) for e in newest),
        earlier=len(shown.timeline) - len(newest),
        children=tuple(_child(child, voice) for child in shown.children),
    )


def _child(alert: Alert, voice: Voice) -> Entry:
    words = f"{who(alert, brief=True)}: {shorten(one_line(alert.excerpt.text), CHILD_QUOTE)}"
    return Entry(at=voice.time(alert.excerpt.posted_at), words=words)


def _state(alert: Alert, view: View, voice: Voice) -> str:
    """Who has it and until when, in a sentence or two."""

    def ends(words: str, *timers: Timer) -> str:
        running = [alert.timers[timer] for timer in timers if timer in alert.timers]
        return words.format(voice.time(running[0])) if running else ""

    if alert.is_resolved:
        return "This is resolved. Nothing is left to do."
    if alert.is_acknowledged:
        owner = "You have this" if alert.owner == view.person.id else f"{voice.name(alert.owner)} has this"
        return f"{owner}{ends(' until {}', Timer.SNOOZE, Timer.LOAN)}."
    if alert.handover:
        return f"{voice.name(alert.handover.sender)} handed this over. {ends('Accept it by {}.', Timer.ACCEPT)}"
    if alert.inhibited_by:
        return "Nobody has this. A crisis stands for it: nobody is called about it until the crisis ends."
    next_step = ends("The next in line is told at {}.", Timer.TIER) or ends("People are told at {}.", Timer.OPENING)
    return f"Nobody has this yet. {next_step or ends('People are told if nobody answers by {}.', Timer.REPLY)}".rstrip()


def _note(alert: Alert, voice: Voice) -> str:
    """What the sender of a pending transfer wrote with it."""
    if alert.handover is None or not alert.handover.note:
        return ""
    return f"{voice.name(alert.handover.sender)}: {one_line(alert.handover.note)}"


def _departments(alert: Alert, view: View) -> tuple[Choice, ...]:
    """Where it can go: not where it is, and not where it came back from."""
    gone = {alert.department, *alert.declined}
    return tuple(Choice(value=id, label=d.name) for id, d in view.policies.departments.items() if id not in gone)


def _snoozes(view: View, voice: Voice) -> tuple[Choice, ...]:
    tomorrow = _next_morning(view.at, view.person.hours.zone)
    ends = (
        ("1 hour", view.at + timedelta(hours=1)),
        ("4 hours", view.at + timedelta(hours=4)),
        ("Next morning", tomorrow),
    )
    return tuple(Choice(value=end.isoformat(), label=f"{label} ({voice.time(end)})") for label, end in ends)


def _next_morning(at: datetime, zone: str) -> datetime:
    there = at.astimezone(ZoneInfo(zone))
    return datetime.combine(there.date() + timedelta(days=1), MORNING, ZoneInfo(zone)).astimezone(at.tzinfo)
