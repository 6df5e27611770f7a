"""A real HTTP server on 127.0.0.1 that answers what a test tells it to, late or broken where it says so."""

import gzip
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

NEVER = 60.0
"""Seconds that no test waits: whoever reads the answer has given up long before, on a busy machine too."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """One answer. `late` holds it back (seconds), `drip` waits between its bytes, `cut` sends only its first bytes.

    An answer that is not `measured` ends where the connection does.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    late: float = 0.0
    drip: float = 0.0
    cut: int | None = None
    measured: bool = True

    @property
    def payload(self) -> bytes:
        """What is sent of the body."""
        return self.body if self.cut is None else self.body[: self.cut]


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    path: str
    params: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Loopback:
    """A running server and everything that it was asked."""

    host: str
    asked: list[Asked]

    @property
    def url(self) -> str:
        """The server's root."""
        return f"http://{self.host}"


def as_json(document: Any, *, more: Mapping[str, str] | None = None, **changes: Any) -> Said:
    """A JSON answer; `more` are further headers."""
    headers = {"Content-Type": "application/json", **(more or {})}
    return Said(body=json.dumps(document).encode(), headers=headers, **changes)


def zipped(body: bytes) -> Said:
    """A gzip answer."""
    return Said(body=gzip.compress(body), headers={"Content-Encoding": "gzip"})


@contextmanager
def answering(answer: Callable[[Asked], Said]) -> Iterator[Loopback]:
    """Serve `answer` until the block ends."""
    asked: list[Asked] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked.append(Asked(parts.path, dict(parse_qsl(parts.query)), dict(self.headers), body))
            _send(self, answer(asked[-1]))

        do_POST = do_GET  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            """Tests say what went wrong themselves."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield Loopback(f"127.0.0.1:{server.server_port}", asked)
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def saying(*answers: Said) -> Iterator[Loopback]:
    """Serve these answers in turn; the last one is repeated."""
    left = list(answers)
    with answering(lambda _: left.pop(0) if len(left) > 1 else left[0]) as server:
        yield server


def _send(handler: BaseHTTPRequestHandler, said: Said) -> None:
    time.sleep(said.late)
    try:
        handler.send_response(said.status)
        length = {"Content-Length": str(len(said.body))} if said.measured else {}
        for name, value in {**length, **said.headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        for piece in [said.payload] if not said.drip else (bytes([byte]) for byte in said.payload):
            handler.wfile.write(piece)
            time.sleep(said.drip)
    except OSError:
        return  # the reader hung up, as some tests want it to
