"""The addresses of the desk: signing in and out, my alerts, the board, and one alert."""

from collections.abc import Mapping
from functools import partial
from importlib.resources import files
from typing import Any

from chalice.app import Blueprint, Request, Response

from chalicelib.adapters.sessions import LASTS, Session, set_cookie
from chalicelib.bootstrap import deps
from chalicelib.domain.errors import BadRequestError, EarshotError, NotFoundError
from chalicelib.domain.rules.person import Person, Role
from chalicelib.domain.said import said
from chalicelib.web.desk.bulk import bulk_of, left_of
from chalicelib.web.desk.doors import acting, go, is_secure, require, signed_in
from chalicelib.web.desk.wanted import as_query, wanted
from chalicelib.web.links.done import SIGN_IN
from chalicelib.web.links.forms import Typed, form_fields, typed, words_typed
from chalicelib.web.links.routes import FORM, carried_out, done
from chalicelib.web.shelf.answers import as_page, body_of, query
from chalicelib.web.shelf.bodies import named, plain_id

STATIC = dict.fromkeys(("htmx-4.0.1.min.js", "hx-csp-4.0.1.min.js", "desk-2.js"), "text/javascript")
ALL, CORRECT = "all", "correct"

desk = Blueprint(__name__)


@desk.route("/enter", methods=["GET", "HEAD"])
@as_page
def ask_to_enter() -> Response:
    """The page that signs in: a press, so that no mail scanner does. It shows who would be signed in."""
    from chalicelib.web.desk.pages import enter_page

    return enter_page(deps().respond.person_of(_link(desk.current_request)), deps().respond.policies())


@desk.route("/enter", methods=["POST"], content_types=[FORM])
@as_page
def enter() -> Response:
    """Begin a session for the person of a personal link."""
    person = deps().respond.enter_by_link(_link(desk.current_request))
    value = deps().sessions.begin(person.id, deps().clock())
    deps().telemetry.signed(what="in", by=person.id)
    return go("me", cookie=set_cookie(value, lasts=LASTS, secure=is_secure(desk.current_request)))


@desk.route("/sign-in", methods=["GET", "HEAD"])
@as_page
def ask_for_a_link() -> Response:
    """Where whoever has no link asks for one."""
    from chalicelib.web.desk.pages import sign_in_page

    return sign_in_page(deps().respond.policies())


@desk.route("/sign-in", methods=["POST"], content_types=[FORM])
@as_page
def send_a_link() -> Response:
    """Send one to whom it belongs; whoever asks, and for whomever, is answered the same."""
    from chalicelib.web.links.pages import renewed_page

    fields = form_fields(body_of(desk.current_request))
    deps().renewing.ask(fields.get("contact", [""])[0])
    return renewed_page(deps().respond.policies(), did=SIGN_IN)


@desk.route("/leave", methods=["POST"], content_types=[FORM])
@as_page
def leave() -> Response:
    """End this browser's session; an operator may end everybody's."""
    person, _, fields = acting(desk.current_request, Role.VIEWER)
    if fields.get("who") == [ALL]:
        require(person, Role.OPERATOR)
        deps().store.end_sessions(deps().clock())
    deps().telemetry.signed(what="everybody out" if fields.get("who") == [ALL] else "out", by=person.id)
    gone = set_cookie("", lasts=LASTS * 0, secure=is_secure(desk.current_request))
    return go("desk", cookie=gone)


@desk.route("/me", methods=["GET", "HEAD"])
@as_page
def my_alerts() -> Response:
    """Everything that is mine."""
    person, session = signed_in(desk.current_request)
    asked = query(desk.current_request)
    show = partial(_mine, person, session, first=named(asked.get("first")))
    return show(did=named(asked.get("did")), at=named(asked.get("at")))


@desk.route("/me", methods=["POST"], content_types=[FORM])
@as_page
def act_on_mine() -> Response:
    """Do what the form asks, and show the page again at the same place."""
    person, session, fields = acting(desk.current_request, Role.RESPONDER)
    problems = carried_out(fields, lambda alert, act: deps().respond.act(alert, person.id, act))
    return _mine(person, session, problem=problems[0], typed=typed(fields)) if problems else done("me", fields)


@desk.route("/desk", methods=["GET", "HEAD"])
@as_page
def board() -> Response:
    """What is open."""
    person, session = signed_in(desk.current_request)
    return _board(person, session)


@desk.route("/desk", methods=["POST"], content_types=[FORM])
@as_page
def act_on_board() -> Response:
    """Do one thing to the alerts that were ticked, or to all of the filter, a hundred at most."""
    person, session, fields = acting(desk.current_request, Role.RESPONDER)
    chosen = wanted(query(desk.current_request))
    bulk = bulk_of(fields, partial(deps().board.ids, chosen, reader=person.id))
    if not bulk.alerts:
        return _board(person, session, problem=BadRequestError(said("tick what it is about first")))
    problems = carried_out(bulk.fields, lambda alert, act: deps().respond.act(alert, person.id, act))
    if problems:
        return _board(person, session, problem=problems[0], done=max(0, len(bulk.alerts) - len(problems)))
    left = {"left": str(bulk.left)} if bulk.left else {}
    return go(f"desk?{as_query(chosen, did=bulk.action, **left)}#alert-{bulk.alerts[0]}")


@desk.route("/desk/alerts/{alert_id}", methods=["GET", "HEAD"])
@as_page
def show_alert(alert_id: str) -> Response:
    """Everything about one alert, for whoever signed in."""
    person, session = signed_in(desk.current_request)
    return _alert(plain_id(alert_id), person, session, did=named(query(desk.current_request).get("did")))


@desk.route("/desk/alerts/{alert_id}", methods=["POST"], content_types=[FORM])
@as_page
def act_on_alert(alert_id: str) -> Response:
    """Do what the form of this alert's page asks, and show the page again."""
    person, session, fields = acting(desk.current_request, Role.RESPONDER)
    fields["alert"] = [plain_id(alert_id)]
    if fields.get("action") == [CORRECT]:
        problems = corrected(alert_id, fields, person)
    else:
        problems = carried_out(fields, lambda alert, act: deps().respond.act(alert, person.id, act))
    if problems:
        return _alert(alert_id, person, session, problem=problems[0], typed=typed(fields))
    return done(alert_id, fields)


@desk.route("/desk/static/{name}", methods=["GET", "HEAD"])
@as_page
def static(name: str) -> Response:
    """A script of the desk; its name changes with its content, so browsers keep it."""
    if name not in STATIC:
        raise NotFoundError(said("there is nothing at this address"))
    body = files("chalicelib.web.desk").joinpath("static", name).read_text(encoding="utf-8")
    headers: dict[str, str | list[str]] = {
        "Content-Type": STATIC[name],
        "Cache-Control": "public, max-age=31536000, immutable",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(body, headers=headers)


def _mine(person: Person, session: Session, *, first: str = "", **shown: Any) -> Response:
    from chalicelib.web.desk.shift_pages import shown_to
    from chalicelib.web.links.pages import link_page

    view = deps().respond.mine(person.id, until=session.until, first=first)
    shifts = shown_to(person, deps().shifts.policies()) if person.role is not Role.VIEWER else None
    show = partial(link_page, view, csrf=session.csrf, desk="desk", people_page="people", shifts=shifts)
    return show(**shown)


def _board(person: Person, session: Session, *, problem: EarshotError | None = None, done: int = 0) -> Response:
    from chalicelib.web.desk.pages import board_page

    asked = query(desk.current_request)
    chosen = wanted(asked)
    page = deps().board.page(chosen, reader=person.id)
    show = partial(board_page, page, chosen, person, session, deps().respond.policies(), deps().clock())
    return show(problem=problem, done=done, did="" if problem else named(asked.get("did")), left=left_of(asked))


def _alert(
    alert_id: str,
    person: Person,
    session: Session,
    *,
    did: str = "",
    problem: EarshotError | None = None,
    typed: Typed = Typed(),  # noqa: B008  # a frozen value
) -> Response:
    from chalicelib.web.desk.pages import alert_page

    try:
        detail, policies = deps().respond.detail(alert_id), deps().respond.policies()
    except EarshotError as error:
        error.kept = words_typed({name: [words] for name, words in typed.fields.items()})
        raise
    return alert_page(detail, person, session, policies, deps().clock(), did=did, problem=problem, typed=typed)


def corrected(alert_id: str, fields: Mapping[str, list[str]], person: Person) -> list[EarshotError]:
    """Keep what the form says that was read wrongly, and return what could not be done."""
    try:
        deps().correcting.correct(alert_id, fields.get("label", [""])[0], by=person.id)
    except EarshotError as error:
        return [error]
    return []


def _link(request: Request) -> str:
    return plain_id(query(request).get("link", ""))
