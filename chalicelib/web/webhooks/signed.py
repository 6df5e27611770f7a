"""A signed request: who sent it, what it was signed for, and that it is taken once."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

from chalice.app import Request
from msgspec import Struct

from chalicelib.adapters.signatures import WINDOW, signed_words, verify
from chalicelib.bootstrap import deps
from chalicelib.domain.errors import EarshotError, UnauthorizedError, UnavailableError
from chalicelib.domain.said import said
from chalicelib.web.shelf.answers import body_of

TAKES = timedelta(seconds=30)
"""How long one request holds its message: longer than the function may run."""

SECRET = "webhook-secret"  # noqa: S105  # its name


class Signed(Struct, frozen=True, kw_only=True):
    """A request whose signature is right. `key` is what it is known by; `is_bound` whether it names what it is for.

    What came with a token of its own has no signature, and no key.
    """

    body: bytes
    key: str
    is_bound: bool

    @property
    def is_by_token(self) -> bool:
        return not self.key


def signed(request: Request, *, path: str) -> Signed:
    """The request, once its signature shows who sent it; `path` is where it came, as a sender writes it."""
    body = body_of(request)
    words, is_bound = signed_words(body, request.headers, path=path)
    key = verify(words, request.headers, secrets=deps().secrets.get(SECRET, ""), at=deps().clock())
    return Signed(body=body, key=key, is_bound=is_bound)


def require_bound(message: Signed, given: dict[str, Any], names: Mapping[str, str], *, route: str) -> None:
    """Take from a signed body what it says that it is for, and hold it against where it came.

    Raise UnauthorizedError for a message that was signed for something else. One that names nothing is from a sender
    of before; it is taken for one more release, and counted.
    """
    for name, value in names.items():
        meant = given.pop(name, None)
        if meant is None and not message.is_by_token:
            warn_unbound(route)
        elif meant is not None and meant != value:
            raise UnauthorizedError(said("{field}: this message was signed for {meant}", field=name, meant=meant))


def warn_unbound(route: str) -> None:
    """Say that somebody signs as before, so that ops can tell who has to change before it is refused."""
    deps().telemetry.unbound(route=route)


@contextmanager
def taken_once(message: Signed) -> Iterator[None]:
    """Do what stands below once for this message; raise UnauthorizedError for a second copy of one that was done.

    Where it fails for a reason that passes, the same message may come again: nothing was done.
    """
    if message.is_by_token:
        yield
        return
    store, at = deps().store, deps().clock()
    done, begun = f"webhook/{message.key}", f"begun/{message.key}"
    if store.was_seen(done, at=at):
        raise UnauthorizedError("this message was received before: sign it again to send it again")
    if not store.first_seen(begun, at=at, keep=TAKES):
        raise UnavailableError("this message is being dealt with: try again")
    try:
        yield
    except EarshotError as error:
        if error.retryable:
            with suppress(UnavailableError):
                store.forget_seen(begun)
            raise
        _remember(done, at)
        raise
    _remember(done, at)


def _remember(done: str, at: datetime) -> None:
    """What was done is done, whether or not this is remembered: for a while `begun` keeps a second copy off."""
    with suppress(UnavailableError):
        deps().store.first_seen(done, at=at, keep=2 * WINDOW)
