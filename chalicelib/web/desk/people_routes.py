"""The addresses of the directory and of shifts."""

from chalice.app import Blueprint, Response

from chalicelib.adapters.sessions import Session
from chalicelib.bootstrap import deps
from chalicelib.domain.errors import EarshotError
from chalicelib.domain.rules.person import Person, Role
from chalicelib.web.desk.doors import acting, go, signed_in
from chalicelib.web.desk.shift_acts import act_on_shifts
from chalicelib.web.desk.wanted import LONGEST
from chalicelib.web.links.routes import FORM
from chalicelib.web.shelf.answers import as_page, query
from chalicelib.web.shelf.bodies import named, plain_id

people = Blueprint(__name__)


@people.route("/people", methods=["GET", "HEAD"])
@as_page
def directory() -> Response:
    """Departments, people, who is on call, the week's cover, and one's own shifts."""
    person, session = signed_in(people.current_request)
    return _directory(person, session)


@people.route("/people", methods=["POST"], content_types=[FORM])
@as_page
def change_shifts() -> Response:
    """Give or take a shift, or say that one is away."""
    person, session, fields = acting(people.current_request, Role.RESPONDER)
    try:
        done = act_on_shifts(person, fields)
    except EarshotError as error:
        return _directory(person, session, problem=error)
    return go(f"people?did={done}#shifts")


@people.route("/a/{token}/people", methods=["GET", "HEAD"])
@as_page
def phonebook(token: str) -> Response:
    """The same for whoever has a personal link, with fewer numbers."""
    from chalicelib.web.desk.people_pages import phonebook_page

    person = deps().respond.person_of(plain_id(token))
    return phonebook_page(person, deps().shifts.policies(), deps().clock(), token=token, q=_searched())


def _directory(person: Person, session: Session, *, problem: EarshotError | None = None) -> Response:
    from chalicelib.web.desk.people import addresses_of
    from chalicelib.web.desk.people_pages import people_page
    from chalicelib.web.desk.shift_pages import shown_to

    policies, q = deps().shifts.policies(), _searched()
    addresses = deps().store.addresses(addresses_of(policies, q))
    did = "" if problem else named(query(people.current_request).get("did"))
    shifts = shown_to(person, policies)
    return people_page(
        person, session, policies, addresses, deps().clock(), q=q, shifts=shifts, did=did, problem=problem
    )


def _searched() -> str:
    return query(people.current_request).get("q", "").strip()[:LONGEST]
