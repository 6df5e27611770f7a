"""The heartbeat tells a watchman that all is well, and never becomes a fault of its own."""

import http.server
import threading
from collections.abc import Iterator

import pytest

from chalicelib.adapters.heartbeat import UrlHeartbeat


class Watchman(http.server.BaseHTTPRequestHandler):
    """Answers 500 to everybody, and keeps who asked."""

    asked: list[str] = []  # noqa: RUF012  # one list a test

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_error(500)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def address() -> Iterator[str]:
    Watchman.asked = []
    server = http.server.HTTPServer(("127.0.0.1", 0), Watchman)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/beat"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_beat_is_heard_and_a_watchman_in_trouble_is_nobodys_fault(address: str) -> None:
    UrlHeartbeat(address).beat()

    assert Watchman.asked == ["/beat"]


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/beat", "no address at all", "", None])
def test_a_watchman_who_cannot_be_reached_raises_nothing(address: str | None) -> None:
    UrlHeartbeat(address).beat()
