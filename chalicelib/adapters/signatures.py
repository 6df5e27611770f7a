"""Standard Webhooks signatures (standardwebhooks.com): who sent a message, and that it was sent just now.

The `standardwebhooks` package reads the wall clock and takes only text; this takes an instant and the raw bytes.
The tests hold the two to the same signatures.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from chalicelib.domain.errors import SettingsError, UnauthorizedError
from chalicelib.domain.said import said

WINDOW = timedelta(seconds=300)
"""How far a message's timestamp may lie from our clock, in both directions."""

PREFIX = "whsec_"
PATH = "webhook-path"
SHORTEST_KEY = 24
"""Bytes, of 24 to 64 that the standard asks for."""

LONGEST_ID = 256


def verify(body: bytes, headers: Mapping[str, str], *, secrets: str, at: datetime) -> str:
    """The key under which this one signed message is known: its id and timestamp.

    `secrets` are separated by spaces, so that a secret can be replaced without an hour in which none works.
    Svix's senders call the three headers `svix-*`; they mean the same. Raise UnauthorizedError for a missing,
    malformed, old or wrong signature, and where there is no secret.
    """
    keys = [_key(secret) for secret in secrets.split()]
    if not keys:
        raise UnauthorizedError("no webhook secret is configured: nothing is accepted")
    sent = {name.lower(): value for name, value in headers.items()}
    named = "svix" if "svix-signature" in sent and "webhook-signature" not in sent else "webhook"
    message_id, timestamp, signatures = (sent.get(f"{named}-{name}", "") for name in ("id", "timestamp", "signature"))
    if not (message_id and timestamp and signatures):
        raise UnauthorizedError("webhook-id, webhook-timestamp and webhook-signature are needed")
    if len(message_id) > LONGEST_ID:
        raise UnauthorizedError(f"webhook-id is longer than {LONGEST_ID} characters")
    _require_fresh(timestamp, at)
    expected = [_signature(key, message_id, timestamp, body) for key in keys]
    if not any(_is_one_of(signature, expected) for signature in signatures.split()):
        raise UnauthorizedError("webhook-signature does not match this body")
    return f"{message_id}.{timestamp}"


def sign(body: bytes, *, message_id: str, at: datetime, secret: str, path: str = "") -> dict[str, str]:
    """The headers that a sender adds to `body`. `path` is what an empty one is for, and is signed in its place."""
    timestamp = str(int(at.timestamp()))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": _signature(_key(secret), message_id, timestamp, body or path.encode()).decode(),
    } | ({PATH: path} if path else {})


def signed_words(body: bytes, headers: Mapping[str, str], *, path: str) -> tuple[bytes, bool]:
    """What a signature is over, and whether an empty body names what it is for.

    A message without a body is signed over the path that its `webhook-path` names, and that is the path at which it
    came; raise UnauthorizedError where it is another one. Without that header the signature is over nothing.
    """
    named = next((value for name, value in headers.items() if name.lower() == PATH), "")
    if body or not named:
        return body, bool(body)
    if named != path:
        raise UnauthorizedError(said("webhook-path: this message was signed for {path}", path=named[:LONGEST_ID]))
    return named.encode(), True


def is_strong(secret: str) -> bool:
    """Whether a secret's key is as long as Standard Webhooks asks for."""
    try:
        return len(_key(secret)) >= SHORTEST_KEY
    except SettingsError:
        return False


def _require_fresh(timestamp: str, at: datetime) -> None:
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 10):
        raise UnauthorizedError("webhook-timestamp is not a number of seconds since 1970")
    if abs(at - datetime.fromtimestamp(int(timestamp), UTC)) > WINDOW:
        raise UnauthorizedError(f"webhook-timestamp is more than {WINDOW.seconds} seconds away from now")


def _signature(key: bytes, message_id: str, timestamp: str, body: bytes) -> bytes:
    signed = f"{message_id}.{timestamp}.".encode("utf-8", "surrogateescape") + body
    return b"v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256))


def _is_one_of(signature: str, expected: list[bytes]) -> bool:
    given = signature.encode("utf-8", "surrogatepass")
    return any(hmac.compare_digest(given, wanted) for wanted in expected)


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX) + "==", validate=False)
    except (binascii.Error, ValueError) as error:
        raise SettingsError("a webhook secret is not base64: it begins with whsec_") from error
    if not key:
        raise SettingsError("a webhook secret is empty")
    return key
