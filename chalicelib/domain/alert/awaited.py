"""What a customer was asked in public."""

from datetime import datetime

from msgspec import Struct


class Awaited(Struct, frozen=True, kw_only=True):
    """Asked `since`, by `handle`; `in_private` where our reply pointed to a private channel."""

    since: datetime
    handle: str
    in_private: bool
