"""The timeline in words: one sentence for each thing that happened to an alert, and for each try to tell somebody."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from chalicelib.domain.alert import event as events
from chalicelib.domain.alert.awaiting_event import (
    CustomerAwaited,
    OwnerAsked,
    ReplyBegun,
    ReplySeen,
    SolvedInPrivate,
    TicketNoted,
)
from chalicelib.domain.alert.corrected import Corrected
from chalicelib.domain.alert.event import AnyEvent
from chalicelib.domain.alert.notification import Notification, NotificationStatus, Try, tries_of
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Channel
from chalicelib.domain.said import phrase
from chalicelib.domain.told.reached import reached
from chalicelib.domain.told.readable import local, one_line
from chalicelib.domain.told.tongue import ENGLISH, Tongue
from chalicelib.web.links.readings import reading_words


class Voice(Struct, frozen=True, kw_only=True):
    """How things are named for one reader: people by name, instants on the reader's own clock, in one tongue."""

    policies: Policies
    zone: str
    at: datetime
    tongue: Tongue = ENGLISH

    def name(self, id: str | None) -> str:
        """A person by name; a tool, or somebody who has left, by id."""
        person = self.policies.person(id)
        if person:
            return person.name
        return one_line(self.tongue.again(id)) if id else self.tongue.say("nobody")

    def department(self, id: str) -> str:
        department = self.policies.departments.get(id)
        return department.name if department else id

    def time(self, when: datetime) -> str:
        return local(when, self.zone, at=self.at, tongue=self.tongue)


def sentence(event: AnyEvent, voice: Voice, owed: Sequence[Notification] = ()) -> str:
    """What happened, in one line. Of what the alert `owed`, only what went out counts as told."""
    words = {name: _word(name, getattr(event, name), voice) for name in event.__struct_fields__}
    form, who = SENTENCES[type(event)], reached(event, owed)
    if getattr(event, "tier", None) == 0:
        form = FIRST.get(type(event), form)
    if who:
        words |= {"told": _word("told", who, voice)}
    elif who is not None:
        form = UNTOLD[type(event)]
    told = voice.tongue.say(form, **(words | _derived(event, voice)))
    return one_line(told).removesuffix(":")


def tries(owed: Notification, voice: Voice) -> list[tuple[datetime, str]]:
    """When and with what success one contact was tried: each try of one notification, oldest first."""
    return [(each.at, _tried(owed, each, voice)) for each in tries_of(owed)]


def delivery(owed: Notification, voice: Voice) -> str:
    """What one notification is now."""
    return _tried(owed, tries_of(owed)[-1], voice)


def _tried(owed: Notification, one: Try, voice: Voice) -> str:
    message = voice.tongue.say(CHANNELS[owed.contact.channel], name=voice.name(owed.contact.person))
    when = one.until or one.at
    reason = one_line(voice.tongue.again(one.reason))
    words = voice.tongue.say(DELIVERIES[one.status], message=message, time=voice.time(when), reason=reason)
    is_later = one.at - owed.owed_at >= LATER and one.status is not NotificationStatus.OWED
    since = voice.tongue.say(" (owed since {time})", time=voice.time(owed.owed_at)) if is_later else ""
    return f"{words.removesuffix(': ')}{since}"


def _word(field: str, value: object, voice: Voice) -> str:
    """A field of an event as the reader calls it."""
    if isinstance(value, datetime):
        return voice.time(value)
    if isinstance(value, tuple):
        return ", ".join(map(voice.name, value)) or voice.name(None)
    if field in PEOPLE:
        return voice.name(str(value))
    if field in DEPARTMENTS:
        return voice.department(str(value))
    return voice.tongue.again(str(value)) if field in KEPT else str(value)


def _derived(event: AnyEvent, voice: Voice) -> dict[str, str]:
    """Words that no single field holds."""
    if isinstance(event, events.Transferred):
        to = voice.name(event.to_person) if event.to_person else voice.department(event.to_department)
        return {"receiver": to}
    if isinstance(event, events.Answered):
        who = voice.name(event.person) if event.person else f"@{event.handle}"
        return {"who": who, "minutes": str(max(event.after_s // 60, 1))}
    if isinstance(event, Corrected):
        names = {id: department.name for id, department in voice.policies.departments.items()}
        return reading_words(event, voice.tongue, names)
    return {}


LATER = timedelta(minutes=1)
"""A message that left so long after it was owed says since when it was."""

CHANNELS = {Channel.SMS: phrase("SMS to {name}"), Channel.EMAIL: phrase("email to {name}")}

DELIVERIES = {
    NotificationStatus.OWED: phrase("{message}: owed, not sent yet"),
    NotificationStatus.SENDING: phrase("{message}: being sent"),
    NotificationStatus.DEFERRED: phrase("{message}: put off until {time}: {reason}"),
    NotificationStatus.SENT: phrase("{message}: sent at {time}"),
    NotificationStatus.REFUSED: phrase("{message}: refused: {reason}"),
    NotificationStatus.SKIPPED: phrase("{message}: not needed any more: {reason}"),
}

UNTOLD: dict[type, str] = {
    events.Escalated: phrase("Calls {told} (tier {tier}): nothing went out yet"),
    events.Exhausted: phrase("Nobody acknowledged; calls {told}: nothing went out yet"),
    events.Reminded: phrase("Reminds {owner} that {until} is near: nothing went out yet"),
}
"""What is said of an event until something of it went out."""

PEOPLE = frozenset({"by", "owner", "person"})
KEPT = frozenset({"reason", "urgency", "children"})
DEPARTMENTS = frozenset({"department", "from_department", "to_department"})

FIRST: dict[type, str] = {
    events.Escalated: phrase("Told {told}, who answered before"),
    events.TierSkipped: phrase("Passed whoever answered before: {reason}"),
}
"""What is said of tier 0."""

SENTENCES: dict[type, str] = {
    events.Watched: phrase("Watched until {until}, in case nobody answers"),
    events.Triggered: phrase("Needs an answer: {reason}"),
    events.MentionJoined: phrase("Another post joined: {count} now"),
    events.UrgencyRaised: phrase("Became {urgency}"),
    events.Held: phrase("Waits until {until}: {reason}"),
    events.Escalated: phrase("Told {told} (tier {tier})"),
    events.TierSkipped: phrase("Passed tier {tier}: {reason}"),
    CustomerAwaited: phrase("Waiting for the customer until {until}; {owner} has it"),
    OwnerAsked: phrase("Asked {owner} how it ended in private"),
    SolvedInPrivate: phrase("{by} says that it was solved in private"),
    ReplySeen: phrase("@{handle} wrote in the thread, nobody can tell to whom; asked {asked}"),
    events.Exhausted: phrase("Nobody acknowledged; told {told}"),
    events.Acknowledged: phrase("{owner} acknowledged it, until {until}"),
    events.Reminded: phrase("Reminded {owner} that {until} is near"),
    events.LoanEnded: phrase("The time of {owner} ended without an answer"),
    events.Transferred: phrase("{by} handed it to {receiver}, to accept by {until}: {note}"),
    events.TransferAccepted: phrase("{by} accepted it"),
    events.TransferDeclined: phrase("{by} says that it is not for {department}: {note}"),
    events.TransferBounced: phrase("Came back to {department}: {reason}"),
    events.Snoozed: phrase("{by} snoozed it until {until}: {reason}"),
    events.SnoozeEnded: phrase("The snooze ended"),
    events.Noted: phrase("{by} wrote: {text}"),
    Corrected: phrase("{by} corrected {reading}: {label}, not {said}"),
    ReplyBegun: phrase("{by} began to answer"),
    TicketNoted: phrase("{by} noted the ticket {ticket}"),
    events.Answered: phrase("{who} answered in public after {minutes} min"),
    events.Credited: phrase("{person} earned the credit for the first answer"),
    events.Resolved: phrase("{by} resolved it: {reason}"),
    events.Reopened: phrase("{by} reopened it: {reason}"),
    events.CrisisOpened: phrase("Crisis: {rate} people spoke of {group} within an hour, at most {limit} is normal"),
    events.CrisisEnded: phrase("{by} ended the crisis; the alerts behind it: {children}"),
    events.Inhibited: phrase("Calls nobody: the crisis {crisis} stands for it"),
    events.Released: phrase("The crisis {crisis} stands for it no more"),
    events.CameBack: phrase("Came back: its reach grew from {before} to {reach}"),
}
