"""A line to a stranger's server: only to public addresses, cut when its time is over, and read only so far."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from urllib.parse import SplitResult, urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from chalicelib.adapters.sources.address import public_address, resolved
from chalicelib.domain.errors import SourceError, SourceUnavailableError

LARGEST = 10 * 1024 * 1024
"""Bytes read of an answer, counted after decompression."""

AGENT = "Earshot/0.1 (listens for mentions of a brand)"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a server said. The names of `headers` are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Line:
    """Asks one server. `network` names it in errors, `origin` is its scheme and host; `timeout` (seconds) bounds each
    answer as a whole, from connecting to its last byte.

    `allowed_hosts` (host:port) are asked although they are private: the operator's choice, never a policy's.
    """

    network: str
    origin: str
    allowed_hosts: frozenset[str] = frozenset()
    timeout: float = 10.0

    def ask(self, method: str, target: str, *, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
        """One question; `target` is path and query. A redirect is an answer like any other: nobody follows it."""
        parts = urlsplit(self.origin)
        own = {"Host": parts.netloc, "User-Agent": AGENT, "Accept": "application/json", "Accept-Encoding": "gzip"}
        connection = connection_to(parts, of=self.network, allowed_hosts=self.allowed_hosts, seconds=self.timeout)
        try:
            with hung_up_after(self.timeout, connection):
                connection.request(method, target, body, headers={**own, **headers}, preload_content=False)
                answer = connection.getresponse()
                said = answer.read(LARGEST + 1, decode_content=True)
        except (OSError, HTTPException, HTTPError, ValueError) as error:
            raise SourceUnavailableError(f"{self.network}: no whole answer came ({type(error).__name__})") from error
        if len(said) > LARGEST:
            raise SourceUnavailableError(f"{self.network}: the answer is larger than {LARGEST} bytes")
        return Answer(
            status=answer.status,
            headers={name.lower(): value for name, value in answer.headers.items()},
            body=said,
        )


def origin_of(address: str, *, of: str, allowed_hosts: frozenset[str] = frozenset()) -> str:
    """The scheme and host of a server that a policy names, as `social.example` or `https://social.example`.

    Raise SourceError for what is none, and for http, which would carry the token in the open, but to `allowed_hosts`.
    """
    parts = urlsplit(address if "://" in address else f"https://{address}")
    try:
        is_server = parts.scheme in ("http", "https") and bool(parts.hostname) and port_of(parts) > 0
    except ValueError:
        is_server = False
    if not is_server or parts.username is not None or parts.path.strip("/") or parts.query:
        raise SourceError(f"{of}: what stands there for its server is not the address of one, such as social.example")
    if parts.scheme != "https" and f"{parts.hostname}:{port_of(parts)}" not in allowed_hosts:
        raise SourceError(f"{of}: {parts.hostname} is asked by https only: a token would travel in the open")
    return f"{parts.scheme}://{parts.netloc}"


def connection_to(parts: SplitResult, *, of: str, allowed_hosts: frozenset[str], seconds: float) -> HTTPConnection:
    """A connection to the address that the host has now, if that is a public one."""
    host, port = str(parts.hostname), port_of(parts)
    allowed = f"{host}:{port}" in allowed_hosts
    address = str(resolved(host, port, of=of)[0]) if allowed else public_address(host, port, of=of)
    if parts.scheme == "https":
        return HTTPSConnection(address, port, timeout=seconds, server_hostname=host)
    return HTTPConnection(address, port, timeout=seconds)


def port_of(parts: SplitResult) -> int:
    """The port that an address names or means."""
    return parts.port or (443 if parts.scheme == "https" else 80)


@contextmanager
def hung_up_after(seconds: float, connection: HTTPConnection) -> Iterator[None]:
    """Cut the line when the time is over: a socket's own time-out starts anew with every byte that drips in."""
    is_late = threading.Event()
    lines: list[socket.socket | None] = []

    def hang_up() -> None:
        is_late.set()
        for line in filter(None, (connection.sock, *lines)):
            with suppress(OSError):
                socket.socket.shutdown(line, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, hang_up)
    timer.daemon = True
    timer.start()
    try:
        connection.connect()
        lines.append(connection.sock)  # the connection lets go of it when the server says that it will close
        yield
        if is_late.is_set():
            raise TimeoutError
    finally:
        timer.cancel()
        connection.close()
