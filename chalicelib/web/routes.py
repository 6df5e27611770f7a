"""Every address that Earshot answers at: unwrap the request, ask one stage, answer."""

from datetime import UTC

from chalice.app import Blueprint, Response
from msgspec import to_builtins

from chalicelib.adapters.signatures import WINDOW, verify
from chalicelib.adapters.sources.inbound import LARGEST, parse_mentions
from chalicelib.bootstrap import deps
from chalicelib.domain.errors import EarshotError, TooLargeError, UnauthorizedError
from chalicelib.web.answers import as_json, as_page, page, see_other
from chalicelib.web.bodies import form_act, plain_id, signed_act, signed_silence
from chalicelib.web.state import state

FORM = "application/x-www-form-urlencoded"
SECRET = "webhook-secret"  # noqa: S105  # its name
SOURCE = "webhook"

routes = Blueprint(__name__)


@routes.route("/health", methods=["GET"])
@as_json
def health() -> Response:
    """Whether requests are answered and policies can be read."""
    return Response({"status": "ok", "policies": deps().respond.policies().version})


@routes.route("/a/{token}", methods=["GET", "HEAD"])
@as_page
def show_link(token: str) -> Response:
    """The page behind a personal link. Mail scanners open it too, so it changes nothing."""
    return page(deps().respond.view(plain_id(token)))


@routes.route("/a/{token}", methods=["POST"], content_types=[FORM])
@as_page
def act_by_link(token: str) -> Response:
    """Do what the form asks and show the page again; what cannot be done is said on it."""
    problems = _problems(plain_id(token))
    if problems:
        return page(deps().respond.view(token), problem=problems[0])
    return see_other(token)


@routes.route("/webhook/mentions", methods=["POST"])
@as_json
def receive_mentions() -> Response:
    """Queue what another tool heard. Sending a mention twice is harmless: it is stored once."""
    body = _signed_body()[0]
    mentions = parse_mentions(body, source=SOURCE, at=deps().clock())
    deps().mentions.put(mentions)
    return Response({"accepted": len(mentions)}, status_code=202)


@routes.route("/webhook/alerts/{alert_id}/{action}", methods=["POST"])
@as_json
def act_by_webhook(alert_id: str, action: str) -> Response:
    """Do what a signed message asks, once, and answer with the alert's new state."""
    body, message = _signed_body()
    alert, (by, act) = plain_id(alert_id), signed_act(body, action)
    if not deps().store.first_seen(f"webhook/{message}", at=deps().clock(), keep=2 * WINDOW):
        raise UnauthorizedError("this message was received before: sign it again to send it again")
    return Response(state(deps().respond.act(alert, by, act)))


@routes.route("/alerts/{alert_id}/why", methods=["GET"])
@as_json
def why(alert_id: str) -> Response:
    """Everything behind an alert, for a signed request; `?person=ID` adds why that person was not told."""
    _signed_body()
    query = routes.current_request.query_params
    person = query.get("person") if query else None
    return Response(to_builtins(deps().explain.why(plain_id(alert_id), person=person)))


def _problems(token: str) -> list[EarshotError]:
    """Do what the posted form asks, alert by alert, and return what could not be done."""
    problems: list[EarshotError] = []
    try:
        alerts, act = form_act(_body())
    except EarshotError as error:
        return [error]
    for alert in alerts:
        try:
            deps().respond.act_by_link(token, alert, act)
        except EarshotError as error:
            problems.append(error)
    return problems


@routes.route("/silences", methods=["GET"])
@as_json
def list_silences() -> Response:
    """What is silenced now, by whom, why and until when, for a signed request."""
    _signed_body()
    return Response({"silences": to_builtins(tuple(deps().silencing.running()))})


@routes.route("/webhook/silences", methods=["POST"])
@as_json
def silence() -> Response:
    """Silence an author or a theme; asking again replaces what was asked before."""
    asked = signed_silence(_signed_body()[0])
    made = deps().silencing.silence(
        asked.kind, asked.subject, by=asked.by, reason=asked.reason, until=asked.until.astimezone(UTC)
    )
    return Response(to_builtins(made), status_code=201)


@routes.route("/webhook/silences/{silence_id}/end", methods=["POST"])
@as_json
def end_silence(silence_id: str) -> Response:
    """End a silence now."""
    _signed_body()
    return Response(to_builtins(deps().silencing.end(plain_id(silence_id))))


def _signed_body() -> tuple[bytes, str]:
    """The body, once its signature shows who sent it, and the key under which this message is known."""
    body = _body()
    message = verify(body, routes.current_request.headers, secrets=deps().secrets.get(SECRET, ""), at=deps().clock())
    return body, message


def _body() -> bytes:
    """The raw body, unless it is larger than anything that is read."""
    raw = routes.current_request.raw_body
    body = raw if isinstance(raw, bytes) else raw.encode()
    if len(body) > LARGEST:
        raise TooLargeError(f"a body may be {LARGEST} bytes long, this one is {len(body)}")
    return body
