"""The addresses behind personal links: GET shows, POST acts."""

from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode

from chalice.app import Blueprint, Response

from chalicelib.bootstrap import deps
from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.asked import Act
from chalicelib.domain.errors import EarshotError
from chalicelib.web.links.forms import NEW_LINK, form_act, form_fields, typed
from chalicelib.web.shelf.answers import as_page, body_of, query
from chalicelib.web.shelf.bodies import named, plain_id

FORM = "application/x-www-form-urlencoded"

links = Blueprint(__name__)


@links.route("/a/{token}", methods=["GET", "HEAD"])
@as_page
def show_link(token: str) -> Response:
    """The page behind a personal link. Mail scanners open it too, so it changes nothing."""
    from chalicelib.web.links.pages import link_page  # templates load in the API's function alone

    asked = query(links.current_request)
    view = deps().respond.view(plain_id(token), first=named(asked.get("first")))
    show = partial(link_page, desk=_door(token), people_page=f"{token}/people")
    return show(view, did=named(asked.get("did")), at=named(asked.get("at")))


@links.route("/a/{token}", methods=["POST"], content_types=[FORM])
@as_page
def act_by_link(token: str) -> Response:
    """Do what the form asks and show the page again at the same place; what cannot be done is said on it."""
    from chalicelib.web.links.pages import link_page, renewed_page

    fields, unreadable = _fields()
    if fields.get("action") == [NEW_LINK]:
        deps().renewing.renew(plain_id(token))
        return renewed_page(deps().respond.policies())
    act = partial(deps().respond.act_by_link, plain_id(token))
    problems = unreadable or carried_out(fields, act)
    if problems:
        view = deps().respond.view(token)
        show = partial(link_page, desk=_door(token), people_page=f"{token}/people")
        return show(view, problem=problems[0], typed=typed(fields))
    return done(token, fields)


def done(page: str, fields: dict[str, list[str]]) -> Response:
    """Back to the place of the alert on `page`, which says what was done; reloading posts nothing."""
    alerts, action = fields.get("alert", [""]), fields.get("action", [""])[0]
    one = {"at": alerts[0]} if len(alerts) == 1 else {}
    place = f"{page}?{urlencode({'did': action, **one})}" + (f"#alert-{alerts[0]}" if one else "")
    return Response("", headers={"Location": place, "Cache-Control": "no-store"}, status_code=303)


def _door(token: str) -> str:
    """The address of signing in by this link, as its page addresses it."""
    return f"../enter?link={token}"


def _fields() -> tuple[dict[str, list[str]], list[EarshotError]]:
    """What was posted, or why it cannot be read."""
    try:
        return form_fields(body_of(links.current_request)), []
    except EarshotError as error:
        return {}, [error]


def carried_out(fields: dict[str, list[str]], do: Callable[[str, Act], Alert]) -> list[EarshotError]:
    """Do what a posted form asks, alert by alert, and return what could not be done."""
    problems: list[EarshotError] = []
    try:
        alerts, act = form_act(fields)
    except EarshotError as error:
        return [error]
    for alert in alerts:
        try:
            do(alert, act)
        except EarshotError as error:
            problems.append(error)
    return problems
