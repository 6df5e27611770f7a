"""The addresses of the directory."""

from chalice.app import Blueprint, Response

from chalicelib.bootstrap import deps
from chalicelib.web.desk.doors import signed_in
from chalicelib.web.desk.wanted import LONGEST
from chalicelib.web.shelf.answers import as_page, query
from chalicelib.web.shelf.bodies import plain_id

people = Blueprint(__name__)


@people.route("/people", methods=["GET", "HEAD"])
@as_page
def directory() -> Response:
    """Departments, people, who is on call, and the week's cover."""
    from chalicelib.web.desk.people import addresses_of
    from chalicelib.web.desk.people_pages import people_page

    person, session = signed_in(people.current_request)
    policies, q = deps().respond.policies(), _searched()
    addresses = deps().store.addresses(addresses_of(policies, q))
    return people_page(person, session, policies, addresses, deps().clock(), q=q)


@people.route("/a/{token}/people", methods=["GET", "HEAD"])
@as_page
def phonebook(token: str) -> Response:
    """The same for whoever has a personal link, with fewer numbers."""
    from chalicelib.web.desk.people_pages import phonebook_page

    person = deps().respond.person_of(plain_id(token))
    return phonebook_page(person, deps().respond.policies(), deps().clock(), token=token, q=_searched())


def _searched() -> str:
    return query(people.current_request).get("q", "").strip()[:LONGEST]
