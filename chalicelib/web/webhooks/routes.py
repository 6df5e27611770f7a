"""The addresses of tools: signed webhooks, the signed API, and whether all is well."""

from chalice.app import Blueprint, Response
from msgspec import to_builtins

from chalicelib.adapters.sources.inbound import read_body, told_by
from chalicelib.bootstrap import deps
from chalicelib.domain.alert.asked import in_utc
from chalicelib.domain.errors import UnprocessableError
from chalicelib.web.shelf.answers import as_json, query
from chalicelib.web.shelf.bodies import plain_id
from chalicelib.web.webhooks.bodies import json_object, signed_act, signed_silence
from chalicelib.web.webhooks.challenges import AS_TEXT, challenge_in, plain_challenge
from chalicelib.web.webhooks.signed import Signed, require_bound, signed, taken_once, warn_unbound
from chalicelib.web.webhooks.state import state
from chalicelib.web.webhooks.tokens import require_token, told_in_its_name

SOURCE = "webhook"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"

tools = Blueprint(__name__)


@tools.route("/health", methods=["GET"])
@as_json
def health() -> Response:
    """Whether requests are answered and policies can be read."""
    return Response({"status": "ok", "policies": deps().respond.policies().version})


@tools.route("/webhook/mentions", methods=["POST"], content_types=[JSON, FORM])
@as_json
def receive_mentions() -> Response:
    """Queue what another tool heard. Sending a mention twice is harmless: it is stored once.

    `?source=NAME` says which webhook source of brand.yaml it is; ids count within it, and its `max_age` and `map` hold.
    """
    request = tools.current_request
    named = query(request).get("source")
    policy = deps().respond.policies().brand.sender(named)
    body = told_in_its_name(request, policy, path="/webhook/mentions")
    if named is not None and policy is None:
        raise UnprocessableError(f"source: brand.yaml has no source of kind webhook that is called {named!r}")
    document = read_body(body, is_form=FORM in request.headers.get("content-type", "").lower())
    if (challenge := challenge_in(document)) is not None:
        return Response({"challenge": challenge})
    sender, rules = (policy.name, policy.map) if policy else ("", {})
    told = told_by(document, source=sender or SOURCE, at=deps().clock(), sender=sender, rules=rules)
    deps().mentions.put(told.mentions)
    if told.faults:
        return Response({"accepted": len(told.mentions), "error": "\n".join(told.faults)}, status_code=207)
    return Response({"accepted": len(told.mentions)}, status_code=202)


@tools.route("/webhook/mentions", methods=["GET"])
@as_json
def answer_challenge() -> Response:
    """Give back the challenge by which a WebSub hub or another tool tries the address, where it shows the token."""
    request, asked = tools.current_request, query(tools.current_request)
    require_token(request, deps().respond.policies().brand.sender(asked.get("source")))
    challenge = asked.get("hub.challenge") or asked.get("challenge") or ""
    return Response(plain_challenge(challenge), headers=AS_TEXT)


@tools.route("/webhook/alerts/{alert_id}/{action}", methods=["POST"])
@as_json
def act_by_webhook(alert_id: str, action: str) -> Response:
    """Do what a signed message asks, once, and answer with the alert's new state."""
    message = signed(tools.current_request, path=f"/webhook/alerts/{alert_id}/{action}")
    given = json_object(message.body)
    require_bound(given, {"alert": alert_id, "action": action}, route="act")
    alert, (by, act) = plain_id(alert_id), signed_act(given, action)
    with taken_once(message):
        return Response(state(deps().respond.act(alert, by, act)))


@tools.route("/alerts/{alert_id}/why", methods=["GET"])
@as_json
def why(alert_id: str) -> Response:
    """Everything behind an alert, for a signed request; `?person=ID` adds why that person was not told."""
    message = _signed_look(f"/alerts/{alert_id}/why", route="why")
    person = query(tools.current_request).get("person")
    with taken_once(message):
        return Response(to_builtins(deps().explain.why(plain_id(alert_id), person=person)))


@tools.route("/silences", methods=["GET"])
@as_json
def list_silences() -> Response:
    """What is silenced now, by whom, why, until when, and how much of it was urgent, for a signed request."""
    message, silencing = _signed_look("/silences", route="silences"), deps().silencing
    with taken_once(message):
        shown = [to_builtins(each) | {"urgent_since": silencing.urgent_since(each)} for each in silencing.running()]
    return Response({"silences": shown})


@tools.route("/webhook/silences", methods=["POST"])
@as_json
def silence() -> Response:
    """Silence an author or a theme; asking again replaces what was asked before."""
    message = signed(tools.current_request, path="/webhook/silences")
    asked = signed_silence(message.body)
    with taken_once(message):
        made = deps().silencing.silence(
            asked.kind,
            asked.subject,
            by=asked.by,
            reason=asked.reason,
            until=in_utc(asked.until),
            even_urgent=asked.even_urgent,
        )
    return Response(to_builtins(made), status_code=201)


@tools.route("/webhook/silences/{silence_id}/end", methods=["POST"])
@as_json
def end_silence(silence_id: str) -> Response:
    """End a silence now."""
    message = signed(tools.current_request, path=f"/webhook/silences/{silence_id}/end")
    given = json_object(message.body) if message.body else {}
    if message.body or not message.is_bound:
        require_bound(given, {"silence": silence_id, "action": "end"}, route="end-silence")
    with taken_once(message):
        return Response(to_builtins(deps().silencing.end(plain_id(silence_id))))


def _signed_look(path: str, *, route: str) -> Signed:
    """A signed question, which has no body: its signature is over the path that its `webhook-path` names."""
    message = signed(tools.current_request, path=path)
    if not message.is_bound:
        warn_unbound(route)
    return message
