"""The read API: what is open, and one alert, for tools."""

from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.bootstrap import deps
from chalicelib.domain.alert.alert import AlertStatus
from chalicelib.domain.errors import NotFoundError, UnprocessableError
from chalicelib.domain.told.state import state
from chalicelib.pipeline.board import PAGE, PLACES, Wanted
from chalicelib.web.shelf.answers import as_json, query
from chalicelib.web.shelf.bodies import plain_id
from chalicelib.web.webhooks.asked import looked
from chalicelib.web.webhooks.signed import taken_once

OPEN = "open"
STATUSES = (OPEN, *(each for each in AlertStatus if each is not AlertStatus.RESOLVED), *PLACES)
"""What may be asked for: a status, or a place on the board. `open` is all that is not resolved."""

FILTERS = ("department", "urgency")
MOST_PASSED = 100_000

reading = Blueprint(__name__)


@reading.route("/alerts", methods=["GET"])
@as_json
def list_alerts() -> Response:
    """What is open, urgent first, then the one whose next step is nearest: forty at a time, from `after` on."""
    message = looked(reading.current_request, path="/alerts")
    wanted = _wanted(query(reading.current_request))
    with taken_once(message):
        page = deps().board.page(wanted, reader="")
    shown = [state(seen.alert) for seen in page.seen]
    after = wanted.after + PAGE
    return Response({"alerts": shown, "matching": page.matching, "after": after if after < page.matching else None})


@reading.route("/alerts/{alert_id}", methods=["GET"])
@as_json
def show_alert(alert_id: str) -> Response:
    """One alert as it is now, resolved ones too."""
    message = looked(reading.current_request, path=f"/alerts/{alert_id}")
    with taken_once(message):
        found = deps().store.alert(plain_id(alert_id))
    if found is None:
        raise NotFoundError(f"there is no alert {alert_id}")
    return Response(state(found))


def _wanted(given: dict[str, Any]) -> Wanted:
    status, after = given.pop("status", OPEN), given.pop("after", "0")
    if status not in STATUSES:
        raise UnprocessableError(f"status: must be one of {', '.join(STATUSES)}")
    if not (after.isascii() and after.isdigit() and int(after) <= MOST_PASSED):
        raise UnprocessableError("after: must be a number of alerts to pass over")
    unknown = sorted(set(given) - set(FILTERS))
    if unknown:
        raise UnprocessableError(f"{unknown[0]}: there is no such filter")
    return Wanted(status="" if status == OPEN else status, after=int(after), **given)
