"""One alert as a card of the page: everything that the template prints, already in words."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from chalicelib.domain.alert.alert import Alert, Timer
from chalicelib.domain.alert.ticket import ticket_address
from chalicelib.domain.people.directory import missing_reason
from chalicelib.domain.people.hours import is_open, next_opening
from chalicelib.domain.rules.brand import Guideline
from chalicelib.domain.rules.person import Target, TargetKind
from chalicelib.domain.rules.tiers import Department
from chalicelib.domain.said import phrase
from chalicelib.domain.told.readable import one_line, paragraphs, shorten
from chalicelib.domain.told.telling import NETWORKS, department_name, safe_url, who
from chalicelib.pipeline.respond import Shown, View
from chalicelib.told_in import tongue
from chalicelib.web.links.silenced import silenced
from chalicelib.web.links.timeline import Voice, sentence, tries
from chalicelib.web.links.waited import waited

MORNING = time(9)
STILL_NIGHT = time(7)
"""Until then the next morning is that of the same day."""
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

    `is_sent` is whether the reader handed it over and nobody accepted it yet; `may_tell_ending` is whether it waits for
    what happens in private; `may_pass` and `may_decline` are whether "not me now" and "not ours" are theirs to say.
    `timeline` begins with the newest entry; `earlier` counts those that it leaves out. `children` are posts that a
    crisis stands for.
    """

    alert: Alert
    state: str
    is_mine: bool
    may_tell_ending: bool
    is_sent: bool
    may_pass: bool
    may_decline: bool
    author: str
    where: str
    posted: str
    text: str
    note: str
    silenced: str
    url: str
    ticket_url: str
    department: str
    reason: str
    departments: tuple[Choice, ...]
    people: tuple[Choice, ...]
    snoozes: tuple[Choice, ...]
    guideline: Guideline
    timeline: tuple[Entry, ...]
    earlier: int
    children: tuple[Entry, ...]


def receivers(view: View) -> tuple[Choice, ...]:
    """Who can be handed something now: everybody else who can be told."""
    people = view.policies.people
    return tuple(
        Choice(value=id, label=person.name)
        for id, person in people.items()
        if id != view.person.id and not missing_reason(Target(kind=TargetKind.PERSON, id=id), view.policies, view.at)
    )


def card(shown: Shown, view: View, people: tuple[Choice, ...]) -> Card:
    """What the page shows of one alert, for the link's person at the view's instant; `people` are the receivers."""
    alert, excerpt, policies = shown.alert, shown.alert.excerpt, view.policies
    language = policies.language_of(view.person)
    voice = Voice(policies=policies, zone=view.person.hours.zone, at=view.at, tongue=tongue(language))
    happened = _happened(shown, voice)
    newest = happened[: -MOST_ENTRIES - 1 : -1]
    return Card(
        alert=alert,
        state=_state(alert, view, voice),
        is_mine=alert.is_acknowledged and alert.owner == view.person.id,
        may_tell_ending=alert.is_waiting and alert.awaited is not None and alert.awaited.in_private,
        is_sent=is_sent(alert, view),
        may_pass=alert.is_triggered and _is_among(view, alert.called) and not is_sent(alert, view),
        may_decline=alert.is_untaken and _is_among(view, alert.told) and not is_sent(alert, view),
        author=who(alert, voice.tongue),
        where=voice.tongue.say(NETWORKS[excerpt.network]),
        posted=voice.time(excerpt.posted_at),
        text=paragraphs(excerpt.text),
        note=_note(alert, voice),
        silenced=silenced(shown, voice),
        url=safe_url(excerpt.url),
        ticket_url=ticket_address(alert.ticket, policies.brand.ticket_url),
        department=department_name(alert, policies),
        reason=one_line(voice.tongue.again(alert.reason)),
        departments=_departments(alert, view, voice),
        people=people,
        snoozes=_snoozes(view, voice),
        guideline=policies.guidelines.get(alert.department, Guideline()),
        timeline=tuple(Entry(at=voice.time(when), words=words) for when, words in newest),
        earlier=len(happened) - len(newest),
        children=tuple(_child(child, voice) for child in shown.children),
    )


def _happened(shown: Shown, voice: Voice) -> list[tuple[datetime, str]]:
    """What happened and how each contact was tried, oldest first; a try comes behind what decided on it."""
    happened = [(event.at, sentence(event, voice, shown.owed)) for event in shown.timeline]
    tried = [each for owed in shown.owed for each in tries(owed, voice)]
    return sorted((*happened, *tried), key=lambda each: each[0])


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
    if alert.handover and is_sent(alert, view):
        to = alert.handover.to
        receiver = voice.name(to) if alert.keeps_department else voice.department(to)
        given = say("You handed this to {receiver}.", receiver=receiver)
        return f"{given} {_ends(alert, voice, (Timer.ACCEPT, phrase('They have until {time} to accept it.')))}".rstrip()
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
    if alert.is_waiting:
        return waited(alert, voice, is_mine=is_mine)
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


def is_sent(alert: Alert, view: View) -> bool:
    return alert.handover is not None and alert.handover.sender == view.person.id


def _is_among(view: View, people: tuple[str, ...]) -> bool:
    """Whether the reader is one of them; of an alert that an older version stored nobody knows who they are."""
    return not people or view.person.id in people


def _departments(alert: Alert, view: View, voice: Voice) -> tuple[Choice, ...]:
    """Where it can go: not where it is, and not who gave it back; a closed one gets a routine alert when it opens."""
    gone = {alert.department, *alert.declined}
    return tuple(
        Choice(value=id, label=_open_from(department, alert, view, voice))
        for id, department in view.policies.departments.items()
        if id not in gone
    )


def _open_from(department: Department, alert: Alert, view: View, voice: Voice) -> str:
    opening = None if alert.is_urgent or is_open(department.hours, view.at) else next_opening(department.hours, view.at)
    if opening is None:
        return department.name
    return voice.tongue.say("{department} (from {time})", department=department.name, time=voice.time(opening))


def _snoozes(view: View, voice: Voice) -> tuple[Choice, ...]:
    morning = _next_morning(view.at, view.person.hours.zone)
    ends = (
        (phrase("1 hour ({time})"), view.at + timedelta(hours=1)),
        (phrase("4 hours ({time})"), view.at + timedelta(hours=4)),
        (phrase("Next morning ({time})"), morning),
    )
    say = voice.tongue.say
    return tuple(Choice(value=end.isoformat(), label=say(label, time=voice.time(end))) for label, end in ends)


def _next_morning(at: datetime, zone: str) -> datetime:
    """The coming morning: at three it is today's."""
    there = at.astimezone(ZoneInfo(zone))
    day = there.date() if there.time() < STILL_NIGHT else there.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, ZoneInfo(zone)).astimezone(at.tzinfo)
