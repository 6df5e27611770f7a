"""Connecting to a stranger's address: only a public one, however it is written, and only for so long."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import SplitResult, quote, urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection

from chalicelib.adapters.sources.feed.address import public_address, resolved
from chalicelib.domain.errors import SourceError

_SAFE = "/%:=&?~+!$,;'@()*[]"


def checked(url: str) -> SplitResult:
    """The parts of an http or https address; raise SourceError for any other."""
    try:
        parts = urlsplit(url)
        is_readable = parts.scheme in ("http", "https") and bool(parts.hostname) and port_of(parts) > 0
    except ValueError as error:
        raise SourceError("feed: the address is malformed") from error
    if not is_readable:
        raise SourceError(f"feed: only http and https addresses are read, not {parts.scheme or 'a bare name'}")
    return parts


def connection_to(parts: SplitResult, allowed_hosts: frozenset[str], seconds: float) -> HTTPConnection:
    """A connection to where the name leads now, not yet made. `allowed_hosts` (host:port) may be private."""
    host, port = str(parts.hostname), port_of(parts)
    allowed = f"{host}:{port}" in allowed_hosts
    address = str(resolved(host, port)[0]) if allowed else public_address(host, port)
    if parts.scheme == "https":
        return HTTPSConnection(address, port, timeout=seconds, server_hostname=host)
    return HTTPConnection(address, port, timeout=seconds)


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


def target(parts: SplitResult) -> str:
    """What is asked of the host: path and query, as a request line takes them."""
    return quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")


def port_of(parts: SplitResult) -> int:
    """The port that is named, or its scheme's own."""
    return parts.port or (443 if parts.scheme == "https" else 80)


def netloc(parts: SplitResult) -> str:
    """Host and port as the header Host has them."""
    name = str(parts.hostname).encode("idna").decode("ascii")
    host = f"[{name}]" if ":" in name else name
    return f"{host}:{parts.port}" if parts.port else host
