"""The addresses behind personal links: GET shows, POST acts."""

from chalice.app import Blueprint, Response

from chalicelib.bootstrap import deps
from chalicelib.domain.errors import EarshotError
from chalicelib.web.links.forms import form_act
from chalicelib.web.shelf.answers import as_page, body_of
from chalicelib.web.shelf.bodies import plain_id

FORM = "application/x-www-form-urlencoded"

links = Blueprint(__name__)


@links.route("/a/{token}", methods=["GET", "HEAD"])
@as_page
def show_link(token: str) -> Response:
    """The page behind a personal link. Mail scanners open it too, so it changes nothing."""
    from chalicelib.web.links.pages import link_page  # templates load in the API's function alone

    return link_page(deps().respond.view(plain_id(token)))


@links.route("/a/{token}", methods=["POST"], content_types=[FORM])
@as_page
def act_by_link(token: str) -> Response:
    """Do what the form asks and show the page again; what cannot be done is said on it."""
    problems = _problems(plain_id(token))
    if problems:
        from chalicelib.web.links.pages import link_page

        return link_page(deps().respond.view(token), problem=problems[0])
    return Response(
        "", headers={"Location": token, "Cache-Control": "no-store"}, status_code=303
    )  # reloading posts nothing


def _problems(token: str) -> list[EarshotError]:
    """Do what the posted form asks, alert by alert, and return what could not be done."""
    problems: list[EarshotError] = []
    try:
        alerts, act = form_act(body_of(links.current_request))
    except EarshotError as error:
        return [error]
    for alert in alerts:
        try:
            deps().respond.act_by_link(token, alert, act)
        except EarshotError as error:
            problems.append(error)
    return problems
