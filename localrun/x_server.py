"""A loopback stand-in for X that serves recordings to the real tweepy source."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from localrun.x_api import XApi
from localrun.x_pages import RefusedError
from localrun.x_recordings import Recordings, load

_UNAUTHORIZED = {"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"}
_NOWHERE = {"title": "Not Found", "type": "about:blank", "status": 404, "detail": "Not Found"}


@dataclass(frozen=True)
class XServer:
    """A running server; use it as a context manager, or close it."""

    http: ThreadingHTTPServer
    recordings: Recordings

    @property
    def url(self) -> str:
        """What X_API_URL must be."""
        return f"http://127.0.0.1:{self.http.server_port}"

    def close(self) -> None:
        """Stop serving and free the port."""
        self.http.shutdown()
        self.http.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def serve(directory: Path, *, shift_to: datetime, handle: str | None = None, port: int = 0) -> XServer:
    """Serve the recordings of DIR/*.json on 127.0.0.1 in a thread, as if it were `shift_to` when they were made.

    The newest post that concerns `handle` is put a few seconds before `shift_to`.
    """
    recordings = load(directory, shift_to=shift_to, handle=handle)
    handler = type("Handler", (_Handler,), {"api": XApi(recordings, shift_to)})
    http = ThreadingHTTPServer(("127.0.0.1", port), handler)
    Thread(target=http.serve_forever, args=(0.05,), name="x-replay", daemon=True).start()
    return XServer(http, recordings)


def _answer(api: XApi, uri: str, authorization: str) -> tuple[int, Any]:
    if not authorization.strip():
        return 401, _UNAUTHORIZED
    recorded = api.recordings.error(uri)
    if recorded:
        return recorded
    parts = urlsplit(uri)
    try:
        body = api.answer(parts.path, dict(parse_qsl(parts.query)))
    except RefusedError as error:
        return 400, _refusal(str(error))
    return (404, _NOWHERE) if body is None else (200, body)


def _refusal(message: str) -> Mapping[str, Any]:
    return {
        "errors": [{"parameters": {}, "message": message}],
        "title": "Invalid Request",
        "detail": "One or more parameters to your request was invalid.",
        "type": "https://api.twitter.com/2/problems/invalid-request",
    }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    api: XApi

    def do_GET(self) -> None:
        status, body = _answer(self.api, self.path, self.headers.get("Authorization", ""))
        payload = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: standard error belongs to the run's own log."""
