"""Feed files served over loopback HTTP, so that the real feed source reads them as it reads any feed."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from infra.errors import OperatorError

INSTANT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@contextmanager
def served(files: list[Path], port: int, *, newest: datetime | None = None) -> Iterator[list[str]]:
    """Serve `files` on 127.0.0.1:`port` and yield their addresses.

    With `newest`, every instant in them is moved by one distance, so that the latest becomes `newest`: a
    shipped feed tells of today.
    """
    bodies = {f"/{number}/{path.name}": _body(path, newest) for number, path in enumerate(files)}
    server = _server(bodies, port)
    threading.Thread(target=server.serve_forever, daemon=True, name="feeds").start()
    try:
        yield [f"http://127.0.0.1:{port}{path}" for path in bodies]
    finally:
        server.shutdown()
        server.server_close()


def _body(path: Path, newest: datetime | None) -> bytes:
    try:
        body = path.read_bytes()
    except OSError as error:
        raise OperatorError(f"--feed {path} cannot be read: {error.strerror}") from error
    return body if newest is None else _moved(body, newest)


def _moved(body: bytes, newest: datetime) -> bytes:
    instants = [_instant(found) for found in INSTANT.findall(body)]
    distance = newest - max(instants, default=newest)
    return INSTANT.sub(lambda found: _text(_instant(found.group()) + distance), body)


def _instant(text: bytes) -> datetime:
    return datetime.fromisoformat(text.decode().replace("Z", "+00:00"))


def _text(instant: datetime) -> bytes:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()


def _server(bodies: dict[str, bytes], port: int) -> ThreadingHTTPServer:
    class Feeds(BaseHTTPRequestHandler):
        """Answers for the files and for nothing else."""

        def do_GET(self) -> None:
            body = bodies.get(self.path)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Type", "application/xml")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the terminal belongs to the story."""

    return ThreadingHTTPServer(("127.0.0.1", port), Feeds)
