"""What it takes to read a stranger's address safely."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.adapters.sources.feed.fetch import Fetcher, Page
from chalicelib.adapters.sources.line import LARGEST
from chalicelib.domain.errors import SourceError, SourceUnavailableError
from tests.builders import NOON
from tests.unit.sources.loopback import NEVER, Loopback, Said, saying, zipped


def fetched(
    server: Loopback, path: str = "/feed", *, etag: str = "", modified: str = "", timeout: float = 30.0
) -> Page:
    """What comes from a server that the operator allows."""
    fetcher = Fetcher(allowed_hosts=frozenset({server.host}), timeout=timeout)
    return fetcher.fetch(server.url + path, etag=etag, modified=modified, at=NOON)


def test_an_answer_comes_with_what_the_server_said_of_its_age() -> None:
    headers = {"ETag": '"v1"', "Last-Modified": "Mon, 04 May 2026 11:00:00 GMT"}
    with saying(Said(body=b"<rss/>", headers=headers)) as server:
        page = fetched(server, "/feed?q=wayfare%20air&x=ü")

    assert page == Page(body=b"<rss/>", etag='"v1"', modified="Mon, 04 May 2026 11:00:00 GMT")
    assert server.asked[0].params == {"q": "wayfare air", "x": "ü"}
    assert server.asked[0].headers["Host"] == server.host


def test_an_unchanged_feed_is_not_sent_again() -> None:
    with saying(Said(status=304)) as server:
        page = fetched(server, etag='"v1"', modified="Mon, 04 May 2026 11:00:00 GMT")

    assert page.body is None
    assert server.asked[0].headers["If-None-Match"] == '"v1"'
    assert server.asked[0].headers["If-Modified-Since"] == "Mon, 04 May 2026 11:00:00 GMT"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://host/feed",
        "gopher://host",
        "/etc/passwd",
        "http://",
        "http://[",
        "http://h:99999/",
        "data:text/xml,<rss/>",
    ],
)
def test_only_web_addresses_are_read(url: str) -> None:
    with pytest.raises(SourceError, match="feed:"):
        Fetcher().fetch(url, etag="", modified="", at=NOON)


def test_a_private_address_is_refused_before_anything_is_sent() -> None:
    with saying(Said(body=b"secret")) as server:
        with pytest.raises(SourceError, match="not a public address"):
            Fetcher().fetch(server.url, etag="", modified="", at=NOON)
        assert server.asked == []


def test_an_allowed_host_is_allowed_at_its_port_only() -> None:
    with saying(Said(body=b"secret")) as server, saying(Said(body=b"feed")) as allowed:
        fetcher = Fetcher(allowed_hosts=frozenset({allowed.host}))
        assert fetcher.fetch(allowed.url, etag="", modified="", at=NOON).body == b"feed"
        with pytest.raises(SourceError, match="not a public address"):
            fetcher.fetch(server.url, etag="", modified="", at=NOON)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_a_private_address_is_refused(status: int) -> None:
    with saying(Said(body=b"secret")) as inside:
        moved = Said(status=status, headers={"Location": inside.url})
        with saying(moved) as server, pytest.raises(SourceError, match="not a public address"):
            fetched(server)
        assert inside.asked == []


def test_a_redirect_to_a_file_is_refused() -> None:
    moved = Said(status=302, headers={"Location": "file:///etc/passwd"})
    with saying(moved) as server, pytest.raises(SourceError, match="only http and https"):
        fetched(server)


def test_a_redirect_to_nonsense_is_refused() -> None:
    moved = Said(status=302, headers={"Location": "http://["})
    with saying(moved) as server, pytest.raises(SourceError, match="malformed"):
        fetched(server)


def test_a_redirect_within_the_allowed_is_followed() -> None:
    with saying(Said(status=301, headers={"Location": "/moved"}), Said(body=b"feed")) as server:
        assert fetched(server).body == b"feed"

    assert [asked.path for asked in server.asked] == ["/feed", "/moved"]


def test_a_redirect_without_end_is_given_up() -> None:
    moved = Said(status=302, headers={"Location": "/feed"})
    with saying(moved) as server, pytest.raises(SourceError, match="more than 5 redirects"):
        fetched(server)

    assert len(server.asked) == 6


def test_a_redirect_to_nowhere_is_a_failure() -> None:
    with saying(Said(status=302)) as server, pytest.raises(SourceError, match="a redirect leads nowhere"):
        fetched(server)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_what_only_a_person_can_mend_is_not_tried_again(status: int) -> None:
    with saying(Said(status=status)) as server, pytest.raises(SourceError, match=str(status)) as raised:
        fetched(server)

    assert not raised.value.retryable


@pytest.mark.parametrize(
    ("value", "retry_at"),
    [
        ("120", NOON + timedelta(minutes=2)),
        ("Mon, 04 May 2026 13:00:00 GMT", datetime(2026, 5, 4, 13, tzinfo=UTC)),
        ("99999999999", NOON + timedelta(days=1)),
        ("soon", None),
        ("²", None),
        ("9" * 40, NOON + timedelta(days=1)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", NOON + timedelta(days=1)),
        ("", None),
    ],
)
def test_a_busy_server_says_when_to_come_back(value: str, retry_at: datetime | None) -> None:
    busy = Said(status=503, headers={"Retry-After": value})
    with saying(busy) as server, pytest.raises(SourceUnavailableError) as raised:
        fetched(server)

    assert raised.value.retry_at == retry_at


def test_a_gzip_answer_is_unpacked() -> None:
    with saying(zipped(b"<rss/>")) as server:
        assert fetched(server).body == b"<rss/>"


TOO_MUCH = [Said(body=b"x" * (LARGEST + 1)), zipped(b"x" * (LARGEST * 20))]


@pytest.mark.parametrize("said", TOO_MUCH, ids=["plain", "bomb"])
def test_more_than_ten_megabytes_are_not_read_packed_or_not(said: Said) -> None:
    with saying(said) as server, pytest.raises(SourceUnavailableError, match="larger than"):
        fetched(server, timeout=10)


def test_ten_megabytes_are_read() -> None:
    with saying(zipped(b"x" * LARGEST)) as server:
        assert fetched(server, timeout=10).body == b"x" * LARGEST


@pytest.mark.parametrize(
    "said",
    [
        Said(late=NEVER),
        Said(body=b"x" * 100, drip=0.05),
        Said(body=b"x" * 100, drip=0.05, measured=False),
        Said(body=b"x" * 100, cut=50),
        Said(body=b"not gzip", headers={"Content-Encoding": "gzip"}),
        Said(body=b"", headers={"X-Long": "x" * 70_000}),
    ],
    ids=["late", "dripping", "dripping without end", "cut off", "not gzip", "endless header"],
)
def test_an_answer_that_does_not_come_whole_and_in_time_is_given_up(said: Said) -> None:
    with saying(said) as server, pytest.raises(SourceUnavailableError, match="no whole answer came"):
        fetched(server, timeout=0.4)


def test_redirects_do_not_buy_time() -> None:
    slow = Said(status=302, headers={"Location": "/feed"}, late=0.15)
    with saying(slow) as server, pytest.raises(SourceUnavailableError):
        fetched(server, timeout=0.4)

    assert len(server.asked) < 5
