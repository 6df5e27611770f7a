"""Who is who: the people behind a tier's targets, and whose posts are the brand's own."""

from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib.domain.hours import is_open, next_opening
from chalicelib.domain.mention import Mention, Network
from chalicelib.domain.person import Channel, Person, Target, TargetKind
from chalicelib.domain.policies import Policies
from chalicelib.domain.rota import on_call_now

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


def person_by_handle(policies: Policies, network: Network, handle: str) -> Person | None:
    """The registered person who posts as `handle` on `network`."""
    return next((p for p in policies.people.values() if _same(p.handles.get(network), handle)), None)


def is_own(mention: Mention, policies: Policies) -> bool:
    """Whether the brand itself wrote it."""
    return any(_same(own, mention.author.handle) for own in policies.brand.handles.get(mention.network, ()))


def is_staff(mention: Mention, policies: Policies) -> bool:
    """Whether a registered person wrote it."""
    return person_by_handle(policies, mention.network, mention.author.handle) is not None


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


def _same(registered: str | None, handle: str) -> bool:
    return registered is not None and _plain(registered) == _plain(handle) != ""


def _plain(handle: str) -> str:
    return handle.strip().removeprefix("@").casefold()
