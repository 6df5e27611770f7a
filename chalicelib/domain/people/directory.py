"""Whom a tier's target reaches at an instant, or why it reaches nobody."""

from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib.domain.people.hours import is_open, next_opening
from chalicelib.domain.people.rota import on_call_now
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Channel, Person, Target, TargetKind

CONTACTS = {Channel.SMS: "phone", Channel.EMAIL: "email"}


def reachable_people(target: Target, policies: Policies, at: datetime) -> tuple[Person, ...]:
    """Whom a notification to `target` would reach at `at`; nobody where `missing_reason` gives a reason.

    People are reached in their own hours only, urgent or not: urgency breaks through a department's hours.
    """
    person = policies.people.get(_person_id(target, policies, at) or "")
    return () if person is None or missing_reason(target, policies, at) else (person,)


def missing_reason(target: Target, policies: Policies, at: datetime) -> str:
    """Why `target` reaches nobody at `at`, in words for the timeline; empty when it reaches somebody."""
    if target.kind is TargetKind.ROTA and target.id not in policies.rotas:
        return f"there is no rota '{target.id}' any more"
    person_id = _person_id(target, policies, at)
    if person_id is None:
        return f"nobody is on call in rota '{target.id}'"
    person = policies.people.get(person_id)
    if person is None:
        return f"{person_id} is not among the people any more"
    if not any(has_contact(person, channel) for channel in target.channels):
        return f"{person_id} has " + " and ".join(f"no {CONTACTS[channel]}" for channel in target.channels)
    return "" if is_open(person.hours, at) else _off_duty(person, at)


def has_contact(person: Person, channel: Channel) -> bool:
    """Whether `person` can be told by `channel` at all."""
    return bool(person.phone if channel is Channel.SMS else person.email)


def _person_id(target: Target, policies: Policies, at: datetime) -> str | None:
    if target.kind is TargetKind.PERSON:
        return target.id
    rota = policies.rotas.get(target.id)
    return on_call_now(rota, at) if rota else None


def _off_duty(person: Person, at: datetime) -> str:
    opening = next_opening(person.hours, at)
    if opening is None:
        return f"{person.id} has no working hours in the coming year"
    return f"{person.id} is off until {opening.astimezone(ZoneInfo(person.hours.zone)):%A %H:%M}"
