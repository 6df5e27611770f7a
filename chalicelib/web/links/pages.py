"""The page behind a personal link."""

from chalice.app import Response

from chalicelib.domain.errors import EarshotError
from chalicelib.pipeline.respond import View
from chalicelib.told_in import tongue
from chalicelib.web.links.card import card, receivers
from chalicelib.web.shelf.pages import headers, render


def link_page(view: View, *, problem: EarshotError | None = None) -> Response:
    """The page of a personal link, with what could not be done on top of it."""
    language, people = view.policies.language_of(view.person), receivers(view)
    cards = [card(shown, view, people) for shown in view.shown]
    free = [each for each in cards if each.alert.is_untaken and not each.is_sent]
    body = render("link.html", language, view=view, cards=cards, free=free, problem=_told(problem, language))
    return Response(body, headers=headers(), status_code=problem.http_status if problem else 200)


def _told(problem: EarshotError | None, language: str) -> str:
    return tongue(language).again(str(problem)) if problem else ""
