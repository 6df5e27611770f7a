"""A reply: a public answer by the brand or by registered staff, and the credit it may earn."""

from datetime import datetime

from msgspec import Struct

from chalicelib.domain.heard.mention import Network


class Reply(Struct, frozen=True, kw_only=True):
    """What one public answer says about its thread.

    `to_author` is the author id answered, where known. `person` is the registered staff member who wrote it,
    None for the brand's own account. `earns_credit` is decided when it is heard, by the rules of that day.
    `to` is the id of the post answered. `asks` says that it waits for the customer, as it asked something or pointed to
    a private channel; `in_private` that it was the latter.
    """

    key: str
    network: Network
    thread: str
    to_author: str | None
    handle: str
    person: str | None
    url: str
    at: datetime
    earns_credit: bool
    asks: bool = False
    in_private: bool = False
    to: str | None = None
