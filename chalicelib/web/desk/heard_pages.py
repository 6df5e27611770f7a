"""The page of everything that was heard."""

from collections.abc import Mapping
from datetime import datetime

from chalice.app import Response
from msgspec.structs import replace

from chalicelib.adapters.sessions import Session
from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.errors import EarshotError
from chalicelib.domain.judged.outcome import Heard
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Person, Role
from chalicelib.domain.said import phrase
from chalicelib.pipeline.board import HeardPage
from chalicelib.pipeline.correcting import is_overlooked
from chalicelib.web.desk.pages import desk_page, voice_of
from chalicelib.web.desk.row import HeardRow, heard_row
from chalicelib.web.desk.wanted import as_address
from chalicelib.web.links.timeline import Voice

CALLED = phrase("People are called about it.")


def heard_page(
    page: HeardPage,
    alerts: Mapping[str, Alert],
    person: Person,
    session: Session,
    policies: Policies,
    at: datetime,
    *,
    q: str = "",
    before: str = "",
    problem: EarshotError | None = None,
    did: bool = False,
) -> Response:
    """Everything that was heard, the newest first; `alerts` are those that the mentions have, by mention."""
    voice = voice_of(person, policies, at)
    return desk_page(
        "heard.html",
        person,
        session,
        policies,
        root="../",
        rows=[_row(heard, alerts.get(heard.mention.key), voice) for heard in page.heards],
        callable={heard.mention.key for heard in page.heards if is_overlooked(heard, alerts.get(heard.mention.key))},
        departments=policies.departments.values(),
        chosen=policies.fallback_department,
        may_act=person.role is not Role.VIEWER,
        q=q,
        here_query=as_address(q=q, before=before),
        older=as_address(before=page.older.isoformat(), q=q) if page.older else "",
        since=voice.time(page.older) if page.older else "",
        did=voice.tongue.say(CALLED) if did else "",
        problem=voice.tongue.again(str(problem)) if problem else "",
        status=problem.http_status if problem else 200,
    )


def _row(heard: Heard, alert: Alert | None, voice: Voice) -> HeardRow:
    row = heard_row(heard, voice)
    return replace(row, alert=alert.id) if alert and not row.alert else row
