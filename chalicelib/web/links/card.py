"""One alert as a card of the page: everything that the template prints, already in words."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from chalicelib.domain.alert.alert import Alert, Timer
from chalicelib.domain.rules.brand import Guideline
from chalicelib.domain.said import phrase
from chalicelib.domain.told.readable import one_line, paragraphs, shorten
from chalicelib.domain.told.telling import NETWORKS, department_name, safe_url, who
from chalicelib.pipeline.respond import Shown, View
from chalicelib.told_in import tongue
from chalicelib.web.links.timeline import Voice, sentence

MORNING = time(9)
MOST_ENTRIES = 50
CHILD_QUOTE = 140

NEXT_STEPS = (
    (Timer.TIER, phrase("The next in line is told at {time}.")),
    (Timer.OPENING, phrase("People are told at {time}.")),
    (Timer.REPLY, phrase("People are told if nobody answers by {time}.")),
)
"""What happens next while nobody has an alert."""


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
    language = policies.language_of(view.person)
    voice = Voice(policies=policies, zone=view.person.hours.zone, at=view.at, tongue=tongue(language))
    newest = shown.timeline[: -MOST_ENTRIES - 1 : -1]
    return Card(
        alert=alert,
        state=_state(alert, view, voice),
        is_mine=alert.is_acknowledged and alert.owner == view.person.id,
        author=who(alert, voice.tongue),
        where=voice.tongue.say(NETWORKS[excerpt.network]),
        posted=voice.time(excerpt.posted_at),
        text=paragraphs(excerpt.text),
        note=_note(alert, voice),
        url=safe_url(excerpt.url),
        department=department_name(alert, policies),
        reason=one_line(voice.tongue.again(alert.reason)),
        departments=_departments(alert, view),
        people=tuple(Choice(value=id, label=p.name) for id, p in policies.people.items() if id != view.person.id),
        snoozes=_snoozes(view, voice),
        guideline=policies.guidelines.get(alert.department, Guideline()),
        timeline=tuple(Entry(at=voice.time(e.at), words=sentence(e, voice)) for e in newest),
        earlier=len(shown.timeline) - len(newest),
        children=tuple(_child(child, voice) for child in shown.children),
    )


def _child(alert: Alert, voice: Voice) -> Entry:
    words = f"{who(alert, voice.tongue, brief=True)}: {shorten(one_line(alert.excerpt.text), CHILD_QUOTE)}"
    return Entry(at=voice.time(alert.excerpt.posted_at), words=words)


def _state(alert: Alert, view: View, voice: Voice) -> str:
    """Who has it and until when, in a sentence or two."""
    say = voice.tongue.say
    if alert.is_resolved:
        return say("This is resolved. Nothing is left to do.")
    if alert.is_acknowledged:
        return _had(alert, view, voice)
    if alert.handover:
        given = say("{sender} handed this over.", sender=voice.name(alert.handover.sender))
        return f"{given} {_ends(alert, voice, (Timer.ACCEPT, phrase('Accept it by {time}.')))}".rstrip()
    if alert.inhibited_by:
        return say("Nobody has this. A crisis stands for it: nobody is called about it until the crisis ends.")
    return f"{say('Nobody has this yet.')} {_ends(alert, voice, *NEXT_STEPS)}".rstrip()


def _had(alert: Alert, view: View, voice: Voice) -> str:
    is_mine = alert.owner == view.person.id
    owner = voice.name(alert.owner)
    until = alert.timers.get(Timer.SNOOZE) or alert.timers.get(Timer.LOAN)
    if until is None:
        return voice.tongue.say("You have this.") if is_mine else voice.tongue.say("{owner} has this.", owner=owner)
    form = phrase("You have this until {time}.") if is_mine else phrase("{owner} has this until {time}.")
    return voice.tongue.say(form, owner=owner, time=voice.time(until))


def _ends(alert: Alert, voice: Voice, *timers: tuple[Timer, str]) -> str:
    """The sentence of the first timer that runs, with when it ends; empty where none does."""
    running = ((words, alert.timers[timer]) for timer, words in timers if timer in alert.timers)
    return next((voice.tongue.say(words, time=voice.time(end)) for words, end in running), "")


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
        (phrase("1 hour ({time})"), view.at + timedelta(hours=1)),
        (phrase("4 hours ({time})"), view.at + timedelta(hours=4)),
        (phrase("Next morning ({time})"), tomorrow),
    )
    say = voice.tongue.say
    return tuple(Choice(value=end.isoformat(), label=say(label, time=voice.time(end))) for label, end in ends)


def _next_morning(at: datetime, zone: str) -> datetime:
    there = at.astimezone(ZoneInfo(zone))
    return datetime.combine(there.date() + timedelta(days=1), MORNING, ZoneInfo(zone)).astimezone(at.tzinfo)
