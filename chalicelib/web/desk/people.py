"""The directory in words: departments with who is on call, and people with how they can be reached."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from chalicelib.domain.people.address import Address, Proof, address_id, address_of
from chalicelib.domain.people.cover import covers
from chalicelib.domain.people.directory import missing_reason
from chalicelib.domain.people.hours import is_open, next_opening
from chalicelib.domain.people.rota import on_call_next, on_call_now
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Channel, Person, Target, TargetKind
from chalicelib.domain.rules.tiers import Department, Tier
from chalicelib.domain.said import phrase
from chalicelib.web.desk.cover import Picture, picture, week_of
from chalicelib.web.desk.opening import opening
from chalicelib.web.links.timeline import Voice

MOST_PEOPLE = 200
"""People on one page; a search finds the others."""

REACHED = {Channel.SMS: phrase("SMS: {proof}"), Channel.EMAIL: phrase("email: {proof}")}

PROOFS = {
    Proof.CONFIRMED: phrase("confirmed {time}"),
    Proof.OPENED: phrase("a link sent there was opened {time}"),
    Proof.ANSWERED: phrase("an answer came {time}"),
}


class DepartmentShown(Struct, frozen=True, kw_only=True):
    """A department: `tiers` say who is told in which order, with who is on call until when."""

    id: str
    name: str
    hours: str
    is_open: bool
    tiers: tuple[str, ...]
    picture: Picture


class PersonShown(Struct, frozen=True, kw_only=True):
    """Somebody. `phone` is empty where it is not to be shown; `back` says when who is off is back."""

    id: str
    name: str
    is_there: bool
    back: str
    hours: str
    phone: str
    reached: tuple[str, ...]


def departments_shown(policies: Policies, voice: Voice) -> tuple[DepartmentShown, ...]:
    """Every department, with its cover of the week that begins today."""
    found = covers(policies, *week_of(voice.at, voice.zone))
    colours = {person: number for number, person in enumerate(policies.people)}
    return tuple(
        DepartmentShown(
            id=department.id,
            name=department.name,
            hours=opening(department.hours, voice.tongue),
            is_open=is_open(department.hours, voice.at),
            tiers=tuple(_tier(tier, voice) for tier in _tiers(department, policies)),
            picture=picture(found[department.id], colours, voice),
        )
        for department in policies.departments.values()
    )


def people_shown(
    policies: Policies, voice: Voice, addresses: Mapping[str, Address], *, q: str = "", reader: str, by_link: bool
) -> tuple[PersonShown, ...]:
    """People whose names hold `q`; to somebody who came by a link, only numbers of whom an alert may be handed to."""
    return tuple(
        PersonShown(
            id=person.id,
            name=person.name,
            is_there=is_open(person.hours, voice.at),
            back=_back(person, voice),
            hours=opening(person.hours, voice.tongue),
            phone=_phone(person, policies, voice, reader=reader, by_link=by_link),
            reached=() if by_link else tuple(_reached(person, addresses, voice)),
        )
        for person in _named(policies, q)
    )


def addresses_of(policies: Policies, q: str = "") -> list[str]:
    """The ids of every phone and mailbox of the people that a page shows."""
    found = (address_of(person, channel) for person in _named(policies, q) for channel in Channel)
    return [address_id(address) for address in found if address]


def _named(policies: Policies, q: str) -> list[Person]:
    return [each for each in policies.people.values() if q.casefold() in each.name.casefold()][:MOST_PEOPLE]


def _tiers(department: Department, policies: Policies) -> tuple[Tier, ...]:
    return policies.escalation[department.escalation].tiers


def _tier(tier: Tier, voice: Voice) -> str:
    return "; ".join(_target(target, voice) for target in tier.notify)


def _target(target: Target, voice: Voice) -> str:
    """Somebody by name, or whoever has the shift now, until when, and who is next."""
    rota = voice.policies.rotas.get(target.id) if target.kind is TargetKind.ROTA else None
    if rota is None:
        return _with_absence(target.id, voice)
    on_call, after = _with_absence(on_call_now(rota, voice.at), voice), on_call_next(rota, voice.at)
    if after is None:
        return voice.tongue.say("{name} is on call", name=on_call)
    following, when = voice.name(after[0]), voice.time(after[1])
    return voice.tongue.say("{name} is on call until {time}, then {next}", name=on_call, time=when, next=following)


def _with_absence(id: str | None, voice: Voice) -> str:
    """Somebody by name, with why a message would not reach them now."""
    person = voice.policies.people.get(id or "")
    if person is None:
        return voice.name(id)
    cannot = "" if person.phone or person.email else voice.tongue.say("no phone and no email")
    absent = cannot or _back(person, voice)
    return f"{person.name} ({absent})" if absent else person.name


def _back(person: Person, voice: Voice) -> str:
    if is_open(person.hours, voice.at):
        return ""
    when = next_opening(person.hours, voice.at)
    return voice.tongue.say("back {time}", time=voice.time(when)) if when else voice.tongue.say("off")


def _phone(person: Person, policies: Policies, voice: Voice, *, reader: str, by_link: bool) -> str:
    """The number, unless its owner hides it, or an alert could not be handed to them."""
    is_hidden = person.hide_phone and person.id != reader
    may_be_given = not missing_reason(Target(kind=TargetKind.PERSON, id=person.id), policies, voice.at)
    return "" if is_hidden or (by_link and not may_be_given) else person.phone or ""


def _reached(person: Person, addresses: Mapping[str, Address], voice: Voice) -> Iterator[str]:
    """Each way to reach somebody, with how and since when it is known to work."""
    for channel in Channel:
        address = address_of(person, channel)
        if address:
            known = addresses.get(address_id(address))
            yield voice.tongue.say(REACHED[channel], proof=_proof(known, voice))


def _proof(known: Address | None, voice: Voice) -> str:
    if known is not None and known.is_stopped:
        return voice.tongue.say("asked for no more messages")
    if known is None or known.proof is None or known.proven_at is None:
        return voice.tongue.say("not proven yet")
    return voice.tongue.say(PROOFS[known.proof], time=voice.time(known.proven_at))
