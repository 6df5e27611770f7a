"""My alerts: what a personal link opens, and what somebody signed in finds."""

from chalice.app import Response

from chalicelib.domain.alert.undoing import may_be_undone
from chalicelib.domain.errors import EarshotError
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.said import phrase
from chalicelib.pipeline.respond import View
from chalicelib.told_in import tongue
from chalicelib.web.links.card import card, is_sent, receivers
from chalicelib.web.links.done import DONE
from chalicelib.web.links.forms import NEW_LINK, Typed
from chalicelib.web.links.line import line
from chalicelib.web.links.shifts import ShiftsShown
from chalicelib.web.links.timeline import Voice
from chalicelib.web.shelf.pages import headers, render, say_in

NEW = phrase("A new link")


def link_page(
    view: View,
    *,
    problem: EarshotError | None = None,
    typed: Typed = Typed(),  # noqa: B008  # a frozen value
    did: str = "",
    at: str = "",
    csrf: str = "",
    desk: str = "",
    people_page: str = "",
    shifts: ShiftsShown | None = None,
) -> Response:
    """The page of one person, with what could not be done on top of it, and what was done at its place.

    `typed` is what could not be done, to be tried again; `did` is the act that was done to the alert `at`. `csrf` is
    what forms must give back, where a session acts; `desk` is the address of the desk, or of signing in to it.
    `people_page` is the address of the directory. `shifts` are the reader's, where they can be changed.
    """
    language = view.policies.language_of(view.person)
    voice = Voice(policies=view.policies, zone=view.person.hours.zone, at=view.at, tongue=tongue(language))
    people = receivers(view)
    everything = (*(shown.alert for shown in view.shown), *view.also)
    body = render(
        "link.html",
        language,
        view=view,
        cards=[card(shown, view, people) for shown in view.shown],
        lines={alert.id: line(alert, voice, reader=view.person.id) for alert in everything},
        free=[alert for alert in everything if alert.is_untaken and not is_sent(alert, view)],
        problem=tongue(language).again(str(problem)) if problem else "",
        did=say_in(language, DONE[did]) if did in DONE else "",
        done_at=at if did in DONE and any(alert.id == at for alert in everything) else "",
        undoable={alert.id for alert in everything if may_be_undone(alert, view.at)},
        typed=typed,
        csrf=csrf,
        desk=desk,
        people_page=people_page,
        shifts_shown=shifts,
        root="",
    )
    return Response(body, headers=headers(), status_code=problem.http_status if problem else 200)


def renewed_page(policies: Policies, *, did: str = NEW_LINK) -> Response:
    """The same answer to whoever asked for a new link, whether there was an old one or not."""
    language = policies.brand.language
    body = render("told.html", language, title=say_in(language, NEW), words=say_in(language, DONE[did]))
    return Response(body, headers=headers())
