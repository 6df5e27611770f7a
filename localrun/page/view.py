"""What the page shows, computed: phones with their messages, alerts with their next step, mentions with their why."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape

from chalicelib.domain.alert.alert import Alert, AlertStatus, Timer
from chalicelib.domain.rules.person import Channel
from localrun.outbox import Received
from localrun.watch import Followed, Snapshot

LATEST = 40
NEED = (AlertStatus.TRIGGERED, AlertStatus.WATCHING, AlertStatus.ACKNOWLEDGED, AlertStatus.RESOLVED)
NEXT_STEPS = {
    Timer.REPLY: "told if unanswered",
    Timer.OPENING: "goes out at opening",
    Timer.TIER: "next tier told",
    Timer.REMINDER: "owner reminded",
    Timer.LOAN: "goes back to triggered",
    Timer.ACCEPT: "bounces if not accepted",
    Timer.SNOOZE: "snooze ends",
    Timer.CUSTOMER: "waiting for the customer",
    Timer.QUESTION: "asked how it ended",
    Timer.LAST_CALL: "called again",
}


@dataclass(frozen=True)
class Message:
    """One SMS or email on somebody's phone; `at` is None while its notification is not yet marked as sent."""

    received: Received
    at: datetime | None
    alerts: tuple[str, ...]

    @property
    def is_sms(self) -> bool:
        return self.received.channel is Channel.SMS


@dataclass(frozen=True)
class Handset:
    """Somebody's phone: messages newest first."""

    name: str
    address: str
    messages: tuple[Message, ...]


def by_need(alerts: tuple[Followed, ...]) -> list[Followed]:
    """What is triggered first, urgent before routine; then what is watched, held, done; each newest first."""
    return sorted(alerts, key=lambda seen: (NEED.index(seen.alert.status), not seen.alert.is_urgent))


def handsets(snapshot: Snapshot) -> list[Handset]:
    """One phone a person who was told anything, the one that rang last first."""
    names = _names(snapshot)
    sent = snapshot.notifications
    by_person: dict[str, list[Message]] = {}
    for received in snapshot.received:
        notifications = sent.get(received.receipt, ())
        at = min((found.sent_at for found in notifications if found.sent_at), default=None)
        message = Message(received, at, tuple(dict.fromkeys(found.alert_id for found in notifications)))
        by_person.setdefault(names.get(received.to, received.to), []).append(message)
    phones = [_handset(name, messages, snapshot.at) for name, messages in by_person.items()]
    return sorted(phones, key=lambda phone: phone.messages[0].at or snapshot.at, reverse=True)


def outcomes(snapshot: Snapshot) -> list[tuple[str, int]]:
    """How many mentions had each outcome, the most frequent first."""
    return Counter(str(heard.outcome) for heard in snapshot.heard).most_common()


def next_step(alert: Alert, at: datetime) -> str:
    """What happens next if nobody does anything, and in how long."""
    if not alert.timers:
        return ""
    due, timer = min((due, timer) for timer, due in alert.timers.items())
    return f"{NEXT_STEPS[timer]} {_distance((due - at).total_seconds())}"


def linked(text: str, public_url: str) -> Markup:
    """The text with Earshot's own links clickable; everything else stays text, whoever wrote it."""
    pieces = re.split(rf"({re.escape(public_url)}/[A-Za-z0-9/_\-.]+)", text)
    return Markup("").join(
        Markup('<a href="{0}" target="_blank" rel="noopener">{0}</a>').format(piece) if index % 2 else escape(piece)
        for index, piece in enumerate(pieces)
    )


def _handset(name: str, messages: list[Message], now: datetime) -> Handset:
    newest_first = sorted(messages, key=lambda message: message.at or now, reverse=True)
    addresses = dict.fromkeys(message.received.to for message in messages)
    return Handset(name, " · ".join(sorted(addresses, reverse=True)), tuple(newest_first))


def _names(snapshot: Snapshot) -> dict[str, str]:
    """Address -> the name of whoever reads it."""
    people = snapshot.policies.people.values()
    phones = {person.phone: person.name for person in people if person.phone}
    return phones | {person.email: person.name for person in people if person.email}


def _distance(seconds: float) -> str:
    if seconds <= 0:
        return "now"
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"in {hours} h {minutes:02} min" if hours else f"in {minutes} min {rest:02} s" if minutes else f"in {rest} s"
