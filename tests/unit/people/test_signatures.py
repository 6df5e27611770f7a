"""Standard Webhooks signatures: the published vector, the reference library, and everything that is no signature."""

import base64
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook

from chalicelib.adapters.signatures import sign, verify
from chalicelib.domain.errors import SettingsError, UnauthorizedError
from tests.builders import NOON

SECRET = "whsec_ZmljdGlvbmFsLXNlY3JldC1vZi1XYXlmYXJlLTAxMjM="
OTHER = "whsec_YW5vdGhlci1maWN0aW9uYWwtc2VjcmV0LTQ1Njc="
BODY = b'{"by":"ana"}'
VECTORS = Path(__file__).parents[4] / "shared" / "samples" / "webhook_signature_vectors.json"


def signed(**changes: str) -> dict[str, str]:
    return sign(BODY, message_id="msg_1", at=NOON, secret=SECRET) | changes


def test_a_signed_message_is_known_by_its_id_and_timestamp() -> None:
    assert verify(BODY, signed(), secrets=SECRET, at=NOON) == f"msg_1.{int(NOON.timestamp())}"


def test_the_published_vector_is_verified() -> None:
    if not VECTORS.exists():
        pytest.skip(f"the published vectors are not here: {VECTORS.name}")
    vector = json.loads(VECTORS.read_text())["standard_webhooks_v1"]
    headers = {name: vector[name] for name in ("webhook-id", "webhook-timestamp")}
    signature = {vector["header"]: vector["signature"]}
    at = datetime.fromtimestamp(int(vector["webhook-timestamp"]), UTC)

    assert verify(vector["body"].encode(), headers | signature, secrets=vector["secret"], at=at)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.from_regex(r"\A[a-z_0-9]{1,40}\Z"), st.binary(min_size=1))
def test_we_and_the_reference_library_sign_alike(body: str, message_id: str, key: bytes) -> None:
    secret = "whsec_" + base64.b64encode(key).decode()
    theirs = Webhook(secret).sign(message_id, NOON, body)
    ours = sign(body.encode(), message_id=message_id, at=NOON, secret=secret)

    assert ours["webhook-signature"] == theirs
    assert verify(body.encode(), ours, secrets=secret, at=NOON)


def test_header_names_are_read_in_any_case() -> None:
    shouted = {name.upper(): value for name, value in signed().items()}
    assert verify(BODY, shouted, secrets=SECRET, at=NOON)


def test_one_right_signature_among_several_is_enough() -> None:
    right = signed()["webhook-signature"]
    assert verify(BODY, signed(**{"webhook-signature": f"v1a,xxxx v1,AAAA {right}"}), secrets=SECRET, at=NOON)


def test_any_configured_secret_is_enough_and_a_removed_one_is_not() -> None:
    assert verify(BODY, signed(), secrets=f"{OTHER} {SECRET}", at=NOON)
    with pytest.raises(UnauthorizedError, match="does not match"):
        verify(BODY, signed(), secrets=OTHER, at=NOON)


@pytest.mark.parametrize("secrets", ["", "  "])
def test_no_configured_secret_accepts_nothing(secrets: str) -> None:
    with pytest.raises(UnauthorizedError, match="no webhook secret is configured"):
        verify(BODY, signed(), secrets=secrets, at=NOON)


@pytest.mark.parametrize("secrets", ["whsec_", "whsec_a", "whsec_é"])
def test_a_secret_that_is_none_is_the_operators_fault_and_says_so(secrets: str) -> None:
    with pytest.raises(SettingsError, match="webhook secret"):
        verify(BODY, signed(), secrets=secrets, at=NOON)


@pytest.mark.parametrize(("seconds", "is_believed"), [(-300, True), (300, True), (-301, False), (301, False)])
def test_the_window_is_300_seconds_on_both_sides(seconds: int, is_believed: bool) -> None:
    at = NOON + timedelta(seconds=seconds)
    if is_believed:
        assert verify(BODY, signed(), secrets=SECRET, at=at)
    else:
        with pytest.raises(UnauthorizedError, match="300 seconds"):
            verify(BODY, signed(), secrets=SECRET, at=at)


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_each_header_is_needed(name: str) -> None:
    headers = signed()
    del headers[name]
    with pytest.raises(UnauthorizedError, match="are needed"):
        verify(BODY, headers, secrets=SECRET, at=NOON)


@pytest.mark.parametrize("timestamp", ["now", "-5", "1e9", "١٢٣", "9" * 40, "1614265330.5", " 1", "\ud800"])
def test_a_timestamp_that_is_none_is_refused(timestamp: str) -> None:
    with pytest.raises(UnauthorizedError, match="not a number of seconds"):
        verify(BODY, signed(**{"webhook-timestamp": timestamp}), secrets=SECRET, at=NOON)


def test_an_endless_message_id_is_refused() -> None:
    with pytest.raises(UnauthorizedError, match="longer than 256"):
        verify(BODY, signed(**{"webhook-id": "x" * 257}), secrets=SECRET, at=NOON)


@given(st.text(), st.text(), st.binary())
def test_no_garbage_is_believed_and_none_breaks_anything(message_id: str, signature: str, body: bytes) -> None:
    garbage = signed(**{"webhook-id": message_id, "webhook-signature": signature})
    with pytest.raises(UnauthorizedError):
        verify(body, garbage, secrets=SECRET, at=NOON)
