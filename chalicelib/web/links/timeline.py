"""The timeline in words: one sentence for each thing that happened to an alert."""

from datetime import datetime

from msgspec import Struct

from chalicelib.domain.alert import event as events
from chalicelib.domain.alert.event import AnyEvent
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.told.readable import local, one_line


class Voice(Struct, frozen=True, kw_only=True):
    """How things are named for one reader: people by name, instants on the reader's own clock."""

    policies: Policies
    zone: str
    at: datetime

    def name(self, id: str | None) -> str:
        """A person by name; a tool, or somebody who has left, by id."""
        person = self.policies.people.get(id or "")
        return person.name if person else one_line(id or "nobody")

    def department(self, id: str) -> str:
        department = self.policies.departments.get(id)
        return department.name if department else id

    def time(self, when: datetime) -> str:
        return local(when, self.zone, at=self.at)


def sentence(event: AnyEvent, voice: Voice) -> str:
    """What happened, in one line."""
    words = {name: _word(name, getattr(event, name), voice) for name in event.__struct_fields__}
    return one_line(SENTENCES[type(event)].format_map(words | _derived(event, voice))).removesuffix(":")


def _word(field: str, value: object, voice: Voice) -> str:
    """A field of an event as the reader calls it."""
    if isinstance(value, datetime):
        return voice.time(value)
    if isinstance(value, tuple):
        return ", ".join(map(voice.name, value)) or "nobody"
    if field in PEOPLE:
        return voice.name(str(value))
    return voice.department(str(value)) if field in DEPARTMENTS else str(value)


def _derived(event: AnyEvent, voice: Voice) -> dict[str, str]:
    """Words that no single field holds."""
    if isinstance(event, events.Transferred):
        to = voice.name(event.to_person) if event.to_person else voice.department(event.to_department)
        return {"receiver": to}
    if isinstance(event, events.Answered):
        who = voice.name(event.person) if event.person else f"@{event.handle}"
        return {"who": who, "minutes": str(max(event.after_s // 60, 1))}
    return {}


PEOPLE = frozenset({"by", "owner", "person"})
DEPARTMENTS = frozenset({"department", "from_department", "to_department"})

SENTENCES: dict[type, str] = {
    events.Watched: "Watched until {until}, in case nobody answers",
    events.Triggered: "Needs an answer: {reason}",
    events.MentionJoined: "Another post joined: {count} now",
    events.UrgencyRaised: "Became {urgency}",
    events.Held: "Waits until {until}: {reason}",
    events.Escalated: "Told {told} (tier {tier})",
    events.TierSkipped: "Passed tier {tier}: {reason}",
    events.Exhausted: "Nobody acknowledged; told {told}",
    events.Acknowledged: "{owner} acknowledged it, until {until}",
    events.Reminded: "Reminded {owner} that {until} is near",
    events.LoanEnded: "The time of {owner} ended without an answer",
    events.Transferred: "{by} handed it to {receiver}, to accept by {until}: {note}",
    events.TransferAccepted: "{by} accepted it",
    events.TransferDeclined: "{by} says that it is not for {department}: {note}",
    events.TransferBounced: "Came back to {department}: {reason}",
    events.Snoozed: "{by} snoozed it until {until}: {reason}",
    events.SnoozeEnded: "The snooze ended",
    events.Noted: "{by} wrote: {text}",
    events.Answered: "{who} answered in public after {minutes} min",
    events.Credited: "{person} earned the credit for the first answer",
    events.Resolved: "{by} resolved it: {reason}",
    events.Reopened: "{by} reopened it: {reason}",
    events.CrisisOpened: "Crisis: {group} was heard {rate} times within an hour, at most {limit} is normal",
    events.CrisisEnded: "{by} ended the crisis; the alerts behind it: {children}",
    events.Inhibited: "Calls nobody: the crisis {crisis} stands for it",
    events.Released: "The crisis {crisis} stands for it no more",
    events.CameBack: "Came back: its reach grew from {before} to {reach}",
}
