"""Whom a tier's target reaches at an instant, or why it reaches nobody."""

from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from chalicelib.domain.people.hours import is_open, next_opening
from chalicelib.domain.people.rota import on_call_now
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Channel, Person, Target, TargetKind
from chalicelib.domain.said import said

CONTACTS = {Channel.SMS: "phone", Channel.EMAIL: "email"}


def reachable_people(target: Target, policies: Policies, at: datetime) -> tuple[Person, ...]:
    """Whom a notification to `target` would reach at `at`; nobody where `missing_reason` gives a reason.

    People are reached in their own hours only, urgent or not: urgency breaks through a department's hours.
    """
    person = policies.person(_person_id(target, policies, at))
    return () if person is None or missing_reason(target, policies, at) else (person,)


def missing_reason(target: Target, policies: Policies, at: datetime) -> str:
    """Why `target` reaches nobody at `at`, in words for the timeline; empty when it reaches somebody."""
    if target.kind is TargetKind.ROTA and policies.rota(target.id) is None:
        return said("there is no rota '{rota}' any more", rota=target.id)
    person_id = _person_id(target, policies, at)
    if person_id is None:
        return said("nobody is on call in rota '{rota}'", rota=target.id)
    person = policies.person(person_id)
    if person is None:
        return said("{person} is not among the people any more", person=person_id)
    if not any(has_contact(person, channel) for channel in target.channels):
        return _without_contact(person_id, target.channels)
    return "" if is_open(person.hours, at) else _off_duty(person, at)


def has_contact(person: Person, channel: Channel) -> bool:
    """Whether `person` can be told by `channel` at all."""
    return bool(person.phone if channel is Channel.SMS else person.email)


def _person_id(target: Target, policies: Policies, at: datetime) -> str | None:
    """Whom the target means: of a rota, who stands in, or whose turn it is while who stands in is off duty."""
    if target.kind is TargetKind.PERSON:
        return target.id
    rota = policies.rota(target.id)
    if rota is None:
        return None
    standing_in, turn = on_call_now(rota, at), on_call_now(replace(rota, overrides=()), at)
    return (
        turn if turn and _is_at_work(turn, policies, at) and not _is_at_work(standing_in, policies, at) else standing_in
    )


def _is_at_work(person_id: str | None, policies: Policies, at: datetime) -> bool:
    person = policies.person(person_id)
    return person is not None and is_open(person.hours, at)


def _without_contact(person: str, channels: tuple[Channel, ...]) -> str:
    if channels == (Channel.SMS,):
        return said("{person} has no phone", person=person)
    if channels == (Channel.EMAIL,):
        return said("{person} has no email", person=person)
    if channels == (Channel.EMAIL, Channel.SMS):
        return said("{person} has no email and no phone", person=person)
    return said("{person} has no phone and no email", person=person)


def _off_duty(person: Person, at: datetime) -> str:
    opening = next_opening(person.hours, at)
    if opening is None:
        return said("{person} has no working hours in the coming year", person=person.id)
    there = opening.astimezone(ZoneInfo(person.hours.zone))
    return said(
        "{person} is off until {weekday} {time}", person=person.id, weekday=f"{there:%A}", time=f"{there:%H:%M}"
    )
