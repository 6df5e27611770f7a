"""Who tells us something without a signature over our secret: a sender that shows its own source's token."""

import base64
import binascii
import hmac
from collections.abc import Iterator

from chalice.app import Request

from chalicelib.adapters.signatures import PREFIX, verify
from chalicelib.bootstrap import deps
from chalicelib.domain.errors import UnauthorizedError
from chalicelib.domain.rules.brand import SourcePolicy
from chalicelib.web.shelf.answers import body_of, query
from chalicelib.web.webhooks.signed import signed

HEADER = "earshot-token"
SHORTEST = 20
"""Characters of a token, so that none can be guessed."""

SIGNATURES = ("webhook-signature", "svix-signature")


def told_in_its_name(request: Request, policy: SourcePolicy | None, *, path: str) -> bytes:
    """The body of what somebody told in the name of a source, once a signature or its token shows that they may.

    A token counts for its own source only. One that begins with `whsec_` is no token but the source's own secret: what
    it signs is taken for that source.
    """
    is_signed = any(name.lower() in SIGNATURES for name in request.headers)
    own = _tokens(policy) if policy else []
    if is_signed and any(token.startswith(PREFIX) for token in own):
        return _signed_by_its_own(request, own, path=path)
    if is_signed or policy is None or not policy.token:
        return signed(request, path=path).body
    require_token(request, policy)
    return body_of(request)


def require_token(request: Request, policy: SourcePolicy | None) -> None:
    """Raise UnauthorizedError unless the request shows this source's token: in a header, its address or a log-in."""
    wanted = [token for token in (_tokens(policy) if policy else []) if not token.startswith(PREFIX)]
    if policy is None or not wanted:
        raise UnauthorizedError("this source has no token: sign the message, or name a token for it in brand.yaml")
    if any(len(token) < SHORTEST for token in wanted):
        raise UnauthorizedError(f"the token of {policy.name} is shorter than {SHORTEST} characters: it opens nothing")
    shown = [token.encode("utf-8", "surrogatepass") for token in _shown(request)]
    if not any(hmac.compare_digest(each, token.encode()) for each in shown for token in wanted):
        raise UnauthorizedError(f"the token of {policy.name} is missing or wrong")


def _tokens(policy: SourcePolicy) -> list[str]:
    """Those that the source's secret holds: two while one replaces the other."""
    return deps().secrets.get(policy.token, "").split() if policy.token else []


def _signed_by_its_own(request: Request, own: list[str], *, path: str) -> bytes:
    secrets = " ".join(token for token in own if token.startswith(PREFIX))
    try:
        body = body_of(request)
        verify(body, request.headers, secrets=secrets, at=deps().clock())
    except UnauthorizedError:
        return signed(request, path=path).body
    return body


def _shown(request: Request) -> Iterator[str]:
    """Every token that a request shows."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    yield headers.get(HEADER, "")
    yield query(request).get("token", "")
    yield query(request).get("hub.verify_token", "")
    kind, _, value = headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        yield value.strip()
    if kind.lower() == "basic":
        yield _password(value)


def _password(encoded: str) -> str:
    """The password of a log-in, whatever the name; empty where it cannot be read."""
    try:
        return base64.b64decode(encoded, validate=True).decode().partition(":")[2]
    except (binascii.Error, ValueError):
        return ""
