"""A server on 127.0.0.1 that answers with JSON, for networks that the local run plays itself."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Told = tuple[int, Any]
"""A status and what is said as JSON."""


@dataclass(frozen=True)
class Asked:
    """One request. `bearer` is the token that came with it, `body` the JSON of a POST."""

    path: str
    params: Mapping[str, str]
    bearer: str
    body: Any = None


@contextmanager
def playing(answer: Callable[[Asked], Told], port: int) -> Iterator[str]:
    """Answer on 127.0.0.1:`port` (0: any) until the block ends; yield the server's address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._tell(None)

        def do_POST(self) -> None:
            written = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self._tell(json.loads(written) if written else None)

        def _tell(self, body: Any) -> None:
            parts = urlsplit(self.path)
            bearer = self.headers.get("Authorization", "").removeprefix("Bearer ")
            status, said = answer(Asked(parts.path, dict(parse_qsl(parts.query)), bearer, body))
            payload = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the terminal belongs to the story."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    Thread(target=server.serve_forever, args=(0.05,), daemon=True, name="played").start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
