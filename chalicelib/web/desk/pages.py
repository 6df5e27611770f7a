"""The pages of the desk."""

import secrets
from datetime import datetime

from chalice.app import Response
from msgspec.structs import replace

from chalicelib.adapters.sessions import Session
from chalicelib.domain.alert.undoing import may_be_undone
from chalicelib.domain.errors import EarshotError
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Person, Role
from chalicelib.pipeline.board import MOST_AT_ONCE, PAGE, BoardPage, Wanted
from chalicelib.pipeline.respond import Detail, View
from chalicelib.told_in import tongue
from chalicelib.web.desk.alert import thread
from chalicelib.web.desk.filters import filters
from chalicelib.web.desk.labels import answering, label_choices, latest
from chalicelib.web.desk.row import row
from chalicelib.web.desk.wanted import as_query
from chalicelib.web.links.card import card, receivers
from chalicelib.web.links.done import DONE
from chalicelib.web.links.forms import Typed, words_typed
from chalicelib.web.links.line import line
from chalicelib.web.links.timeline import Voice
from chalicelib.web.shelf.pages import headers, render, say_in


def board_page(
    page: BoardPage,
    wanted: Wanted,
    person: Person,
    session: Session,
    policies: Policies,
    at: datetime,
    *,
    problem: EarshotError | None = None,
    did: str = "",
    left: int = 0,
    done: int = 0,
) -> Response:
    """The board, with what could not be done on top of it, and what was done.

    `left` is how many of the filter it was not done to yet; `done` to how many it was, where it could not be to all.
    """
    voice = voice_of(person, policies, at)
    language, end = voice.tongue.language, wanted.after + PAGE
    return desk_page(
        "board.html",
        person,
        session,
        policies,
        root="",
        scripts="desk-2.js",
        departments=[(id, department.name) for id, department in policies.departments.items()],
        receivers=[(id, each.name) for id, each in sorted(policies.people.items()) if id != person.id],
        left=left,
        done=done,
        rows=[row(seen, voice, reader=person.id) for seen in page.seen],
        filters=filters(page, wanted, policies, voice.tongue),
        wanted=wanted,
        hidden={name: value for name, value in _texts(wanted).items() if name != "q"},
        page=page,
        most=min(page.matching, MOST_AT_ONCE),
        earlier=as_query(replace(wanted, after=max(0, wanted.after - PAGE))) if wanted.after else None,
        here_query=as_query(wanted),
        later=as_query(replace(wanted, after=end)) if end < page.matching else None,
        now=voice.time(at),
        may_act=person.role is not Role.VIEWER,
        did=say_in(language, DONE[did]) if did in DONE else "",
        problem=voice.tongue.again(str(problem)) if problem else "",
        status=problem.http_status if problem else 200,
    )


def alert_page(
    detail: Detail,
    person: Person,
    session: Session,
    policies: Policies,
    at: datetime,
    *,
    did: str = "",
    problem: EarshotError | None = None,
    typed: Typed = Typed(),  # noqa: B008  # a frozen value
) -> Response:
    """Everything about one alert, and everything that can be done to it."""
    voice, alert = voice_of(person, policies, at), detail.shown.alert
    view = View(person=person, shown=(detail.shown,), policies=policies, expires_at=session.until, at=at)
    shown = card(detail.shown, view, receivers(view))
    return desk_page(
        "alert.html",
        person,
        session,
        policies,
        root="../../",
        scripts="desk-2.js",
        card=shown,
        lines={alert.id: line(alert, voice, reader=person.id)},
        thread=thread(detail, shown.guideline, voice),
        labels=label_choices(detail, voice),
        answering=answering(detail, voice),
        latest=latest(detail, voice) if problem else "",
        typed=typed,
        kept=words_typed({name: [words] for name, words in typed.fields.items()}) if alert.is_resolved else (),
        may_act=person.role is not Role.VIEWER,
        undoable={alert.id} if may_be_undone(alert, at) else set(),
        did=say_in(voice.tongue.language, DONE[did]) if did in DONE else "",
        problem=voice.tongue.again(str(problem)) if problem else "",
        status=problem.http_status if problem else 200,
    )


def enter_page(person: Person, policies: Policies) -> Response:
    """The page that signs in."""
    body = render("enter.html", policies.language_of(person), person=person, brand=policies.brand.name)
    return Response(body, headers=headers())


def sign_in_page(policies: Policies) -> Response:
    """The page that asks who wants a link."""
    body = render("sign-in.html", policies.brand.language, brand=policies.brand.name)
    return Response(body, headers=headers())


def voice_of(person: Person, policies: Policies, at: datetime) -> Voice:
    """How things are told to this person."""
    return Voice(policies=policies, zone=person.hours.zone, at=at, tongue=tongue(policies.language_of(person)))


def desk_page(
    template: str,
    person: Person,
    session: Session,
    policies: Policies,
    *,
    root: str,
    status: int = 200,
    **values: object,
) -> Response:
    """A page with the frame that all of them have."""
    nonce = secrets.token_urlsafe(16)
    body = render(
        template,
        policies.language_of(person),
        person=person,
        brand=policies.brand.name,
        csrf=session.csrf,
        nonce=nonce,
        root=root,
        is_operator=person.role is Role.OPERATOR,
        **values,
    )
    return Response(body, headers=headers(nonce), status_code=status)


def _texts(wanted: Wanted) -> dict[str, str]:
    return {
        name: value for name in wanted.__struct_fields__ if isinstance(value := getattr(wanted, name), str) and value
    }
