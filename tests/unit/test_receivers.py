"""Outgoing webhooks over a real connection: what the receiver gets, and what counts as taken."""

import json

import pytest
import standardwebhooks
from standardwebhooks.webhooks import Webhook

from chalicelib.adapters.receivers import HttpReceivers
from chalicelib.adapters.secrets import MissingSecretError
from chalicelib.domain.alert.notice import Notice
from chalicelib.domain.errors import RefusedError, UnavailableError
from chalicelib.domain.rules.receiver import NoticeKind, Receiver
from infra.records import now
from tests.unit.sources.loopback import NEVER, Loopback, Said, saying

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # of the standard's own examples
OTHER = "whsec_b3RoZXJvdGhlcm90aGVyb3RoZXJvdGhlcg=="
NOTICE = Notice(id="msg_1", receiver="helpdesk", kind=NoticeKind.OPENED, body='{"type": "alert.opened", "t": "\u00fc"}')


def send(
    server: Loopback,
    *,
    path: str = "/hook",
    hosts: frozenset[str] | None = None,
    secret: str = SECRET,
    patience: float = 30.0,
) -> None:
    allowed = frozenset({server.host}) if hosts is None else hosts
    receivers = HttpReceivers({"outgoing-helpdesk": secret}, allowed, patience)
    receivers.send(Receiver(name="helpdesk", url=server.url + path), NOTICE, at=now())


def test_the_standards_own_library_believes_what_is_sent() -> None:
    with saying(Said(status=204)) as server:
        send(server, path="/hook?team=care")

    [asked] = server.asked
    assert (asked.path, asked.params) == ("/hook", {"team": "care"})
    assert Webhook(SECRET).verify(asked.body.decode(), dict(asked.headers)) == json.loads(NOTICE.body)
    with pytest.raises(standardwebhooks.webhooks.WebhookVerificationError):
        Webhook(OTHER).verify(asked.body.decode(), dict(asked.headers))


def test_while_one_secret_replaces_another_the_first_signs() -> None:
    with saying(Said()) as server:
        send(server, secret=f"{OTHER} {SECRET}")

    assert Webhook(OTHER).verify(server.asked[0].body.decode(), dict(server.asked[0].headers))


@pytest.mark.parametrize("status", [199 + 1, 202, 299])
def test_every_success_is_one(status: int) -> None:
    with saying(Said(status=status)) as server:
        send(server)


@pytest.mark.parametrize("status", [304, 400, 401, 404, 429, 500, 503])
def test_any_other_answer_is_tried_again(status: int) -> None:
    with saying(Said(status=status)) as server, pytest.raises(UnavailableError, match=f"helpdesk: answered {status}"):
        send(server)


def test_a_redirect_is_not_followed() -> None:
    with saying(Said()) as elsewhere:
        with saying(Said(status=307, headers={"Location": elsewhere.url})) as server, pytest.raises(UnavailableError):
            send(server, hosts=frozenset({server.host, elsewhere.host}))

        assert elsewhere.asked == []


def test_a_receiver_that_is_gone_is_not_tried_again() -> None:
    with saying(Said(status=410)) as server, pytest.raises(RefusedError, match="wants no more"):
        send(server)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_private_address_gets_nothing(scheme: str) -> None:
    with saying(Said()) as server:
        receivers = HttpReceivers({"outgoing-helpdesk": SECRET})
        with pytest.raises(UnavailableError, match=r"not a public address|by https only"):
            receivers.send(Receiver(name="helpdesk", url=f"{scheme}://{server.host}/"), NOTICE, at=now())

        assert server.asked == []


def test_a_receiver_that_hangs_is_left_in_time() -> None:
    with saying(Said(late=NEVER)) as server, pytest.raises(UnavailableError, match="no whole answer"):
        send(server, patience=0.2)


def test_without_a_secret_nothing_leaves() -> None:
    class Missing(dict[str, str]):
        def __missing__(self, key: str) -> str:
            raise MissingSecretError(f"the secret {key} is missing")

    with saying(Said()) as server:
        receivers = HttpReceivers(Missing(), frozenset({server.host}))
        with pytest.raises(MissingSecretError, match="outgoing-helpdesk"):
            receivers.send(Receiver(name="helpdesk", url=server.url), NOTICE, at=now())

        assert server.asked == []
