"""The loopback ports of a local run."""

import socket
from dataclasses import dataclass, fields

from infra.errors import OperatorError

DEFAULT = 8080


@dataclass(frozen=True)
class Ports:
    """Where each part of a run listens, on 127.0.0.1."""

    page: int
    emulator: int
    x: int
    feeds: int
    mastodon: int
    bluesky: int


COUNT = len(fields(Ports))


def ports_from(first: int) -> Ports:
    """As many neighbours as there are, `first` for the page; raise OperatorError naming the first that is taken."""
    for port in range(first, first + COUNT):
        _require_free(port, first)
    return Ports(*range(first, first + COUNT))


def free_ports() -> Ports:
    """Ports that nobody has now."""
    sockets = [socket.socket() for _ in range(COUNT)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return Ports(*(one.getsockname()[1] for one in sockets))
    finally:
        for one in sockets:
            one.close()


def _require_free(port: int, first: int) -> None:
    with socket.socket() as probe:
        # As the servers do: a port whose last connections are still closing is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise OperatorError(
                f"port {port} is taken: is Earshot running already? Choose others with --port N "
                f"(it takes N to N+{COUNT - 1}; now {first} to {first + COUNT - 1})"
            ) from error
