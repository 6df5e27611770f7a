"""The shifts of whoever looks, read as they are now."""

from chalicelib.bootstrap import deps
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Person
from chalicelib.web.desk.pages import voice_of
from chalicelib.web.links.shifts import ShiftsShown, shifts_shown


def shown_to(person: Person, policies: Policies) -> ShiftsShown:
    """What the page shows of shifts; `policies` are those in force."""
    coming = deps().shifts.coming(policies)
    token, voice = deps().store.calendar(person.id), voice_of(person, policies, deps().clock())
    address = f"{deps().public_url()}/calendar/{person.id}/{token}" if token else ""
    return shifts_shown(person, coming, deps().store.standing(), voice, calendar=address)
