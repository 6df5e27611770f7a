"""One's shifts as a calendar, behind an address of one's own that can be taken back."""

import hashlib
import hmac

from chalice.app import Blueprint, Response

from chalicelib.bootstrap import deps
from chalicelib.domain.errors import NotFoundError
from chalicelib.domain.people.rota import Shift
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.said import said
from chalicelib.domain.told.ical import Entry, calendar
from chalicelib.told_in import tongue
from chalicelib.web.links.shifts import rota_name
from chalicelib.web.shelf.answers import as_page
from chalicelib.web.shelf.bodies import plain_id

calendars = Blueprint(__name__)


@calendars.route("/calendar/{person}/{token}", methods=["GET", "HEAD"])
@as_page
def shifts_of(person: str, token: str) -> Response:
    """Every coming shift of this person; nothing tells a wrong address from one that was taken back."""
    policies = deps().shifts.policies()
    known = deps().store.calendar(person) if person in policies.people else ""
    if not known or not hmac.compare_digest(known.encode(), plain_id(token).encode()):
        raise NotFoundError(said("there is nothing at this address"))
    mine = [shift for shift in deps().shifts.coming(policies) if shift.person == person]
    say = tongue(policies.language_of(policies.people[person])).say
    name = say("{brand}: shifts of {name}", brand=policies.brand.name, name=policies.people[person].name)
    body = calendar(name, [_entry(shift, policies, name) for shift in mine], at=deps().clock())
    headers: dict[str, str | list[str]] = {
        "Content-Type": "text/calendar; charset=utf-8",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex, nofollow",
    }
    return Response(body, headers=headers)


def _entry(shift: Shift, policies: Policies, name: str) -> Entry:
    """Known by its rota, person and end, which stay the same while it runs."""
    uid = hashlib.sha256(f"{shift.rota}\n{shift.person}\n{shift.end.isoformat()}".encode()).hexdigest()[:32]
    return Entry(uid=uid, start=shift.start, end=shift.end, summary=f"{name} ({rota_name(shift.rota, policies)})")
