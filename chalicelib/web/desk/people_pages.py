"""The pages of the directory: for whoever signed in, and for whoever has a personal link."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalice.app import Response

from chalicelib.adapters.sessions import Session
from chalicelib.domain.errors import EarshotError
from chalicelib.domain.people.address import Address
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Person, Role
from chalicelib.told_in import tongue
from chalicelib.web.desk.cover import week_of, weekdays
from chalicelib.web.desk.pages import desk_page, voice_of
from chalicelib.web.desk.people import departments_shown, people_shown
from chalicelib.web.desk.shift_acts import SHIFTS_DONE
from chalicelib.web.links.shifts import ShiftsShown
from chalicelib.web.shelf.pages import headers, render, say_in


def people_page(
    person: Person,
    session: Session,
    policies: Policies,
    addresses: Mapping[str, Address],
    at: datetime,
    *,
    shifts: ShiftsShown,
    q: str = "",
    did: str = "",
    problem: EarshotError | None = None,
) -> Response:
    """The directory with how everybody can be reached, and the reader's own shifts on top."""
    language = policies.language_of(person)
    return desk_page(
        "people.html",
        person,
        session,
        policies,
        root="",
        **_shown(person, policies, addresses, at, q=q, by_link=False),
        shifts_shown=shifts,
        may_act=person.role is not Role.VIEWER,
        did=say_in(language, SHIFTS_DONE[did]) if did in SHIFTS_DONE else "",
        problem=tongue(language).again(str(problem)) if problem else "",
        status=problem.http_status if problem else 200,
    )


def phonebook_page(person: Person, policies: Policies, at: datetime, *, token: str, q: str = "") -> Response:
    """The directory behind a personal link: names, shifts, and numbers of those to whom an alert may be handed."""
    shown = _shown(person, policies, {}, at, q=q, by_link=True)
    brand, language = policies.brand.name, policies.language_of(person)
    return Response(
        render("phonebook.html", language, person=person, brand=brand, token=token, **shown), headers=headers()
    )


def _shown(
    person: Person, policies: Policies, addresses: Mapping[str, Address], at: datetime, *, q: str, by_link: bool
) -> dict[str, Any]:
    voice = voice_of(person, policies, at)
    return {
        "departments": departments_shown(policies, voice),
        "people": people_shown(policies, voice, addresses, q=q, reader=person.id, by_link=by_link),
        "days": weekdays(week_of(at, voice.zone)[0], voice),
        "q": q,
        "now": voice.time(at),
    }
