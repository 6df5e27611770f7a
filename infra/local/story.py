"""What happens, told in sentences: one for each event of a timeline, one for each mention, one for each message."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import asdict

from chalicelib.domain import event as happened
from chalicelib.domain.classification import Classification
from chalicelib.domain.notification import Notification
from chalicelib.domain.outcome import Heard

SENTENCES: dict[type[Struct], str] = {
    happened.Watched: "watched: nobody is told unless it is still unanswered at {until}",
    happened.Triggered: "triggered: {reason}",
    happened.MentionJoined: "another mention joined, {count} now",
    happened.UrgencyRaised: "raised to {urgency}",
    happened.Held: "held until {until}: {reason}",
    happened.Escalated: "tier {tier} told: {told}",
    happened.TierSkipped: "tier {tier} passed at once: {reason}",
    happened.Exhausted: "nobody acknowledged: the duty manager is told ({told})",
    happened.Acknowledged: "acknowledged by {owner}, until {until}",
    happened.Reminded: "{owner} reminded: the acknowledgement ends at {until}",
    happened.LoanEnded: "{owner}'s acknowledgement ended without an answer",
    happened.Transferred: "handed by {by} from {from_department} to {to_department}, to be accepted by {until}",
    happened.TransferAccepted: "accepted by {by}",
    happened.TransferDeclined: "{by} of {department} says it is not theirs: {note}",
    happened.TransferBounced: "came back from {department}: {reason}",
    happened.Snoozed: "snoozed by {by} until {until}: {reason}",
    happened.SnoozeEnded: "the snooze is over",
    happened.Noted: "{by} notes: {text}",
    happened.Answered: "answered in public by @{handle} after {after_s} s",
    happened.Credited: "the credit goes to {person}",
    happened.Resolved: "resolved by {by}: {reason}",
    happened.Reopened: "reopened by {by}: {reason}",
    happened.CrisisOpened: "crisis: {group} was heard {rate} times within an hour, at most {limit} is normal",
    happened.CrisisEnded: "{by} ended the crisis; the alerts behind it: {children}",
    happened.Inhibited: "calls nobody: the crisis {crisis} stands for it",
    happened.Released: "the crisis {crisis} stands for it no more",
    happened.CameBack: "came back: its reach grew from {before} to {reach}",
}


def sentence(event: happened.Event) -> str:
    """An entry of a timeline in words."""
    return SENTENCES[type(event)].format_map({name: _spoken(value) for name, value in asdict(event).items()})


def reading(classification: Classification | None) -> str:
    """What was read from a mention's text, with the confidences; empty where rules came first."""
    if classification is None:
        return ""
    labels = (classification.intent, classification.sentiment, classification.language)
    return " · ".join(f"{label.value} {label.confidence:.0%}" for label in labels)


def heard_line(heard: Heard) -> str:
    """A mention and what became of it."""
    mention = heard.mention
    said = " ".join((mention.title or mention.text).split())
    read = reading(heard.classification)
    return f"@{mention.author.handle} on {mention.network}: “{said[:90]}”" + (f" [{read}]" if read else "")


def notification_line(notification: Notification) -> str:
    """A message and what became of it."""
    contact = notification.contact
    because = f": {notification.reason}" if notification.reason else ""
    return f"{contact.channel} to {contact.person} {notification.status}{because}"


def wall_clock(at: datetime) -> str:
    """The time of day here."""
    return f"{at.astimezone():%H:%M:%S}"


def _spoken(value: object) -> str:
    if isinstance(value, datetime):
        return wall_clock(value)
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "nobody"
    return str(value)
