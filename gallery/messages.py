"""Every SMS and email, and every answer to an SMS: each kind of news, and texts of each sort."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.notification import Contact, Notification, NotificationKind
from chalicelib.domain.rules.person import Channel
from chalicelib.domain.told.letter import sign_in_email, sign_in_sms
from chalicelib.domain.told.message import Due, email, sms
from chalicelib.domain.told.sms_answer import Answer, Said, answered
from chalicelib.told_in import tongue
from gallery import town

ALERTS: Mapping[str, Callable[[], Alert]] = {
    "a short post": town.alert,
    "a long post": lambda: town.alert(town.LONG),
    "emoji and a link": lambda: town.alert(town.EMOJI),
    "from right to left": lambda: town.alert(town.RIGHT_TO_LEFT),
    "urgent, by somebody whom many follow": town.urgent,
    "handed over": town.handed_over,
    "handed over without a note": lambda: town.handed_over(note=""),
    "handed over with a ticket": lambda: replace(town.handed_over(), ticket="4711"),
    "the customer wrote again": lambda: town.alert(tier=0),
    "a crisis": town.crisis,
}
"""What a call may be about."""


def news() -> Iterator[tuple[str, list[Due]]]:
    """Each message that may be owed, by its name."""
    for name, alert in ALERTS.items():
        yield f"call: {name}", [(alert(), owed(alert()))]
    for kind in NotificationKind:
        if kind is not NotificationKind.CALL:
            yield kind, [(town.alert(), owed(town.alert(), kind))]
    several = [town.alert(), town.urgent(), town.handed_over()]
    yield "a bundle", [(alert, owed(alert)) for alert in several]
    many = [town.alert(id=f"b{number}", opened_at=town.NOW - number * timedelta(minutes=1)) for number in range(22)]
    yield "more than a bundle shows", [(alert, owed(alert)) for alert in many]


def owed(alert: Alert, kind: NotificationKind = NotificationKind.CALL) -> Notification:
    """What the first tier's reader is owed about `alert`."""
    contact = Contact(person=town.READER, channel=Channel.SMS)
    return Notification(
        id=f"{alert.id}/0.1/{contact.id}",
        alert_id=alert.id,
        department=alert.department,
        kind=kind,
        contact=contact,
        cycle=0,
        tier=alert.tier if kind is NotificationKind.CALL else 0,
        owed_at=town.NOW,
        due_at=town.NOW,
    )


def texts(language: str) -> Iterator[tuple[str, str]]:
    """Every SMS in `language`, and those that can be answered as they are then."""
    told, rules = tongue(language), town.rules(language)
    for name, due in news():
        yield name, sms(due, policies=rules, link=town.LINK, at=town.NOW, tongue=told)
    for name, due in (found for found in news() if found[0] in ("call: a short post", "a bundle")):
        numbers = {alert.id: number for number, (alert, _) in enumerate(due, start=1)}
        text = sms(due, policies=rules, link=town.LINK, at=town.NOW, numbers=numbers, tongue=told)
        yield f"{name}, can be answered", text
    yield "a link that was asked for", sign_in_sms(rules.brand.name, town.LINK, told)


def emails(language: str) -> Iterator[tuple[str, str]]:
    """Every email in `language`, its subject on the first line."""
    for name, due in news():
        told = email(due, policies=town.rules(language), link=town.LINK, at=town.NOW, tongue=tongue(language))
        yield name, f"{told.subject}\n\n{told.body}"
    asked = sign_in_email(town.rules(language).brand.name, town.LINK, tongue(language))
    yield "a link that was asked for", f"{asked.subject}\n\n{asked.body}"


def answers(language: str) -> Iterator[tuple[str, str]]:
    """Every answer to an SMS in `language`."""
    about = Said(
        alerts=("1 @kofi", "2 @kim"),
        number=1,
        problem="cannot pass alert a1 on: it is acknowledged",
        command="1 ack ana",
        time="Thu 26 Nov 12:00 CET",
    )
    for answer in Answer:
        yield answer, answered(answer, tongue(language), about)
