"""A line to a server that a policy names: only to public addresses, only by https, and never for too long."""

import pytest

from chalicelib.adapters.sources.line import LARGEST, Line, origin_of
from chalicelib.domain.errors import SourceError, SourceUnavailableError
from tests.unit.sources.loopback import NEVER, Loopback, Said, saying, zipped


def ask(server: Loopback, *, timeout: float = 30.0) -> bytes:
    line = Line(network="toots", origin=server.url, allowed_hosts=frozenset({server.host}), timeout=timeout)
    return line.ask("GET", "/", headers={}).body


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "[::1]", "localhost"])
def test_a_private_address_is_never_asked(host: str) -> None:
    with pytest.raises(SourceError, match=r"toots: .* which is not a public address"):
        Line(network="toots", origin=f"https://{host}").ask("GET", "/", headers={})


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("social.example", "https://social.example"),
        ("https://social.example", "https://social.example"),
        ("https://social.example/", "https://social.example"),
        ("social.example:8443", "https://social.example:8443"),
    ],
)
def test_a_server_is_named_as_people_name_it(address: str, origin: str) -> None:
    assert origin_of(address, of="toots") == origin


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://",
        "ftp://social.example",
        "https://a:b@social.example",
        "social.example/@wayfare",
        "https://x:99999",
    ],
)
def test_what_is_no_server_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(SourceError) as raised:
        origin_of(address, of="toots")

    assert "is not the address of one" in str(raised.value)
    assert "a:b" not in str(raised.value)


def test_a_token_never_travels_in_the_open() -> None:
    with pytest.raises(SourceError, match="by https only"):
        origin_of("http://social.example", of="toots")
    assert origin_of("http://127.0.0.1:81", of="x", allowed_hosts=frozenset({"127.0.0.1:81"})) == "http://127.0.0.1:81"


def test_an_answer_is_read_unpacked() -> None:
    with saying(zipped(b"hello")) as server:
        assert ask(server) == b"hello"


def test_what_is_too_large_is_given_up() -> None:
    with saying(Said(body=b"x" * (LARGEST + 1))) as server, pytest.raises(SourceUnavailableError, match="larger than"):
        ask(server)


@pytest.mark.parametrize("said", [Said(late=NEVER), Said(body=b"x" * 100, drip=0.1)], ids=["late", "dripping"])
def test_an_answer_has_to_be_whole_in_time(said: Said) -> None:
    with saying(said) as server, pytest.raises(SourceUnavailableError, match="no whole answer came"):
        ask(server, timeout=0.5)
