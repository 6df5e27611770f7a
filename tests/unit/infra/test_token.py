"""`token`: what is printed once, what is kept, and what is refused."""

from argparse import ArgumentParser, Namespace

import pytest

from chalicelib.domain.people.tool import Scope, name_in
from infra.commands import token
from infra.errors import OperatorError
from infra.flags import token as flags
from infra.stage import Stage
from tests.fakes import FakeStore


@pytest.fixture
def records(monkeypatch: pytest.MonkeyPatch) -> FakeStore:
    store = FakeStore()
    monkeypatch.setattr(token, "store", lambda _: store)
    return store


def asked(*words: str) -> Namespace:
    parser = ArgumentParser()
    flags.add_flags(parser)
    return parser.parse_args(words)


def run(*words: str) -> int:
    return token.run(Stage("prod"), asked(*words))


def test_the_scopes_that_can_be_typed_are_those_there_are() -> None:
    assert set(flags.SCOPES) == set(Scope)


def test_a_new_token_is_printed_once_and_only_its_hash_is_kept(
    records: FakeStore, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("new", "zapier", "--scope", "read", "--scope", "act", "--rate", "9") == 0
    told = capsys.readouterr().out.splitlines()[0]
    [tool] = records.tools()

    assert (name_in(told), tool.scopes, tool.rate) == ("zapier", (Scope.READ, Scope.ACT), 9)
    assert tool.has(told)
    assert told.rpartition("_")[2] not in repr(tool)
    run("list")
    assert capsys.readouterr().out.startswith("zapier: read, act; 9 a minute; since ")


def test_a_token_is_taken_back_once(records: FakeStore, capsys: pytest.CaptureFixture[str]) -> None:
    run("new", "zapier", "--scope", "read")
    run("revoke", "zapier")
    run("list")

    assert capsys.readouterr().out.endswith("the token zapier opens nothing any more\nno tool has a token\n")
    with pytest.raises(OperatorError, match="no token zapier"):
        run("revoke", "zapier")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("new",), "name of its tool"),
        (("new", "Zap_ier", "--scope", "read"), "name of its tool"),
        (("new", "zapier"), "needs --scope"),
        (("new", "zapier", "--scope", "read", "--rate", "0"), "--rate"),
        (("new", "known", "--scope", "read"), "there is a token known"),
        (("revoke",), "name of its tool"),
    ],
)
def test_what_cannot_be_made_is_refused_in_words(records: FakeStore, words: tuple[str, ...], said: str) -> None:
    run("new", "known", "--scope", "read")
    with pytest.raises(OperatorError, match=said):
        run(*words)

    assert [tool.name for tool in records.tools()] == ["known"]
