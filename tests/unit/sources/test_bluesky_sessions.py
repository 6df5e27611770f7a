"""The session on Bluesky: kept before it is used, renewed by its own token, and logged in seldom."""

import json
from datetime import timedelta

import pytest

from chalicelib.adapters.sources.bluesky.sessions import KEPT_AS, MOST_LOG_INS
from chalicelib.domain.errors import SourceError, SourceUnavailableError, UnavailableError
from tests.builders import NOON
from tests.unit.sources.loopback import Loopback
from tests.unit.sources.skies import FakeVault, Server, bluesky_source, serving

LOG_IN = "createSession"
RENEW = "refreshSession"


def doors(loopback: Loopback) -> list[str]:
    """How the source let itself in."""
    methods = [asked.path.rpartition(".")[2] for asked in loopback.asked]
    return [method for method in methods if method in (LOG_IN, RENEW)]


def test_one_log_in_lasts_for_many_processes() -> None:
    vault = FakeVault()
    with serving(Server()) as loopback:
        for _ in range(3):
            bluesky_source(loopback, vault).fetch({}, at=NOON, budget=None)

        assert doors(loopback) == [LOG_IN]
    assert json.loads(vault[KEPT_AS])["access"] == "access-1"


def test_a_session_that_ended_is_renewed_by_its_own_token_and_kept() -> None:
    vault, server = FakeVault(), Server()
    with serving(server) as loopback:
        bluesky_source(loopback, vault).fetch({}, at=NOON, budget=None)
        server.good = "another"
        bluesky_source(loopback, vault).fetch({}, at=NOON + timedelta(hours=3), budget=None)

        assert doors(loopback) == [LOG_IN, RENEW]
        asked = next(asked for asked in loopback.asked if asked.path.endswith(RENEW))
        assert asked.headers["Authorization"] == "Bearer refresh-1"
    kept = json.loads(vault[KEPT_AS])
    assert (kept["access"], kept["refresh"]) == ("access-2", "refresh-2")


def test_new_tokens_are_never_used_before_they_are_kept() -> None:
    vault, server = FakeVault(), Server()
    with serving(server) as loopback:
        bluesky_source(loopback, vault).fetch({}, at=NOON, budget=None)
        server.good, vault.broken = "another", UnavailableError("SSM cannot answer now")
        with pytest.raises(UnavailableError):
            bluesky_source(loopback, vault).fetch({}, at=NOON, budget=None)

        assert not [asked for asked in loopback.asked if asked.headers.get("Authorization") == "Bearer access-2"]


def test_where_nothing_can_be_kept_nobody_logs_in() -> None:
    vault = FakeVault()
    vault.broken = UnavailableError("SSM cannot answer now")
    with serving(Server()) as loopback:
        with pytest.raises(UnavailableError):
            bluesky_source(loopback, vault).fetch({}, at=NOON, budget=None)

        assert loopback.asked == []


def test_where_both_tokens_ended_the_password_lets_in_again() -> None:
    vault, server = FakeVault(), Server()
    with serving(server) as loopback:
        bluesky_source(loopback, vault).fetch({}, at=NOON, budget=None)
        server.good = server.refresh = "another"
        bluesky_source(loopback, vault).fetch({}, at=NOON + timedelta(days=100), budget=None)

        assert doors(loopback) == [LOG_IN, RENEW, LOG_IN]
    assert len(json.loads(vault[KEPT_AS])["log_ins"]) == 1  # the first was months ago


def test_a_wrong_password_is_tried_a_few_times_a_day_and_no_more() -> None:
    vault = FakeVault()
    with serving(Server()) as loopback:
        for minute in range(MOST_LOG_INS):
            with pytest.raises(SourceError, match="the app password is wrong or was revoked"):
                bluesky_source(loopback, vault, password="wrong").fetch(
                    {}, at=NOON + timedelta(minutes=minute), budget=None
                )
        with pytest.raises(SourceUnavailableError, match="would lock the account out") as raised:
            bluesky_source(loopback, vault).fetch({}, at=NOON + timedelta(hours=1), budget=None)
        assert raised.value.retry_at == NOON + timedelta(days=1)
        assert doors(loopback) == [LOG_IN] * MOST_LOG_INS

        bluesky_source(loopback, vault).fetch({}, at=raised.value.retry_at, budget=None)


def test_a_session_renewed_by_another_process_is_taken_over() -> None:
    vault, server = FakeVault(), Server()
    with serving(server) as loopback:
        source = bluesky_source(loopback, vault)
        first = source.fetch({}, at=NOON, budget=None)
        server.good = "another"
        bluesky_source(loopback, vault).fetch({}, at=NOON, budget=None)
        source.fetch(first.cursor, at=NOON, budget=None)

        assert doors(loopback) == [LOG_IN, RENEW]


def test_a_session_that_the_server_never_takes_is_no_endless_renewal() -> None:
    vault, server = FakeVault(), Server()
    with serving(server) as loopback:
        source = bluesky_source(loopback, vault)
        source.fetch({}, at=NOON, budget=None)
        held = server._session

        def never_good(method: str, asked: object) -> object:
            said = held(method, asked)  # type: ignore[arg-type]
            server.good = "nobody has it"
            return said

        server._session = never_good  # type: ignore[method-assign,assignment]
        server.good = "nobody has it"
        with pytest.raises(SourceError, match="not even a session that it has just given"):
            source.fetch({}, at=NOON, budget=None)

        assert doors(loopback) == [LOG_IN, RENEW]


def test_another_account_logs_in_for_itself() -> None:
    vault = FakeVault()
    with serving(Server()) as loopback, serving(Server()) as other:
        bluesky_source(loopback, vault).fetch({}, at=NOON, budget=None)
        bluesky_source(other, vault).fetch({}, at=NOON, budget=None)

        assert doors(other) == [LOG_IN]


def test_what_was_kept_and_cannot_be_read_is_no_session() -> None:
    vault = FakeVault({KEPT_AS: "not JSON"})
    with serving(Server()) as loopback:
        bluesky_source(loopback, vault).fetch({}, at=NOON, budget=None)

        assert doors(loopback) == [LOG_IN]


@pytest.mark.parametrize(("password", "words"), [("", "no app password"), ("abcd\n", "holds a line break")])
def test_a_password_that_cannot_be_one_is_never_sent(password: str, words: str) -> None:
    with serving(Server()) as loopback:
        with pytest.raises(SourceError, match=words):
            bluesky_source(loopback, password=password).fetch({}, at=NOON, budget=None)

        assert loopback.asked == []
