"""The addresses of everything that was heard, corrected where somebody was needed, and of what is not heard."""

from chalice.app import Blueprint, Response

from chalicelib.adapters.sessions import Session
from chalicelib.bootstrap import deps
from chalicelib.domain.errors import EarshotError
from chalicelib.domain.rules.person import Person, Role
from chalicelib.web.desk.doors import acting, go, signed_in
from chalicelib.web.desk.row import place_of
from chalicelib.web.desk.wanted import LONGEST, as_address, instant
from chalicelib.web.links.routes import FORM
from chalicelib.web.shelf.answers import as_page, query

CALLED = "called"

heard_pages = Blueprint(__name__)


@heard_pages.route("/desk/heard", methods=["GET", "HEAD"])
@as_page
def heard() -> Response:
    """Every mention with what became of it and why, a day at a time."""
    person, session = signed_in(heard_pages.current_request)
    return _heard(person, session)


@heard_pages.route("/desk/band", methods=["GET", "HEAD"])
@as_page
def band() -> Response:
    """What we do not hear, cannot tell anybody, or are late with: the board shows it on top."""
    from chalicelib.web.desk.band import band_page

    person, session = signed_in(heard_pages.current_request)
    return band_page(deps().blind_spots.found(), person, session, deps().respond.policies(), deps().clock())


@heard_pages.route("/desk/heard", methods=["POST"], content_types=[FORM])
@as_page
def call() -> Response:
    """Call people about a mention that was ignored or watched."""
    person, session, fields = acting(heard_pages.current_request, Role.RESPONDER)
    key, department = (fields.get(name, [""])[0] for name in ("mention", "department"))
    try:
        deps().correcting.call(key, department=department, by=person.id)
    except EarshotError as error:
        return _heard(person, session, problem=error)
    q, before = _asked()
    return go(f"heard?{as_address(q=q, before=before, did=CALLED)}#{place_of(key)}")


def _heard(person: Person, session: Session, *, problem: EarshotError | None = None) -> Response:
    from chalicelib.web.desk.heard_pages import heard_page

    q, before = _asked()
    page = deps().board.heard(instant(before), q=q)
    ids = {heard.mention.key: deps().correcting.alert_of(heard) for heard in page.heards}
    found = deps().store.alerts(list(dict.fromkeys(ids.values())))
    alerts = {key: found[id] for key, id in ids.items() if id in found}
    did = not problem and query(heard_pages.current_request).get("did") == CALLED
    policies, at = deps().respond.policies(), deps().clock()
    return heard_page(page, alerts, person, session, policies, at, q=q, before=before, problem=problem, did=did)


def _asked() -> tuple[str, str]:
    """What is searched, and before when."""
    asked = query(heard_pages.current_request)
    return asked.get("q", "").strip()[:LONGEST], asked.get("before", "")[:LONGEST]
