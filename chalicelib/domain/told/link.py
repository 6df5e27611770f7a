"""A personal link: who may act on which alerts through it, and until when."""

from datetime import datetime

from msgspec import Struct

from chalicelib.domain.errors import LinkExpiredError
from chalicelib.domain.said import said


class Link(Struct, frozen=True, kw_only=True):
    """What a token stands for. One message about several alerts carries one link to all of them.

    `address` is the id of the address that it was sent to; empty for a link of an older version.
    """

    token: str
    person: str
    alerts: tuple[str, ...]
    expires_at: datetime
    address: str = ""


def require_live(link: Link, at: datetime) -> None:
    """Raise LinkExpiredError once the link's time is over."""
    if at >= link.expires_at:
        raise LinkExpiredError(said("this link has expired: ask for a new one, which comes to whom this one was sent"))
