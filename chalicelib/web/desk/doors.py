"""Who is signed in, and what they may do: every page of the desk asks here first."""

import hmac
from collections.abc import Mapping

from chalice.app import Request, Response

from chalicelib.adapters.sessions import Session, cookie_in
from chalicelib.bootstrap import deps
from chalicelib.domain.errors import EarshotError, ForbiddenError, SignedOutError
from chalicelib.domain.rules.person import Person, Role
from chalicelib.domain.said import said
from chalicelib.web.links.forms import form_fields, words_typed
from chalicelib.web.shelf.answers import body_of


def signed_in(request: Request) -> tuple[Person, Session]:
    """Whose session the request carries; raise SignedOutError where it carries none that still holds."""
    session = deps().sessions.read(cookie_in(request.headers.get("cookie", "")), deps().clock())
    person = deps().respond.policies().people.get(session.person) if session else None
    since = deps().store.sessions_since() if session else None
    if session is None or person is None or (since is not None and session.since < since):
        raise SignedOutError(said("you are not signed in: open a link that we sent you, and go to the desk from there"))
    return person, session


Acting = tuple[Person, Session, dict[str, list[str]]]


def acting(request: Request, role: Role) -> Acting:
    """Whoever posted a form of their own and may act, with what it holds; an error keeps what they typed."""
    fields = form_fields(body_of(request))
    try:
        person, session = signed_in(request)
        require_own_form(session, fields)
        require(person, role)
    except EarshotError as error:
        error.kept = words_typed(fields)
        raise
    return person, session, fields


def go(place: str, *, cookie: str = "") -> Response:
    """Go there; reloading posts nothing."""
    headers: dict[str, str | list[str]] = {"Location": place, "Cache-Control": "no-store"}
    if cookie:
        headers["Set-Cookie"] = cookie
    return Response("", headers=headers, status_code=303)


def require(person: Person, role: Role) -> None:
    """Raise ForbiddenError unless the person may do what `role` may."""
    order = list(Role)
    if order.index(person.role) < order.index(role):
        raise ForbiddenError(said("your role is {role}: this needs a {needed}", role=person.role, needed=role))


def require_own_form(session: Session, fields: Mapping[str, list[str]]) -> None:
    """Raise ForbiddenError for a form that this session's pages did not make."""
    given = fields.get("csrf", [""])[0]
    if not hmac.compare_digest(given.encode(), session.csrf.encode()):
        raise ForbiddenError(said("this form is not yours, or is from before you signed in: open the page again"))


def is_secure(request: Request) -> bool:
    """Whether the browser speaks to us by https."""
    return bool(request.headers.get("x-forwarded-proto", "") == "https")
