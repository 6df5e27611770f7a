"""Notices: what tools are owed about one change of an alert, from the write that makes it until a queue has them."""

from datetime import datetime

from msgspec import Struct

from chalicelib.domain.rules.receiver import NoticeKind


class Notice(Struct, frozen=True, kw_only=True):
    """One message to one receiver. `id` is derived and the same for every receiver, and however often it is sent.

    `body` is the JSON that is signed and sent, as it was when the alert changed.
    """

    id: str
    receiver: str
    kind: NoticeKind
    body: str


class Owed(Struct, frozen=True, kw_only=True):
    """What one change owes to tools. `id` is derived, `alert/step`, so that owing twice owes once."""

    id: str
    owed_at: datetime
    notices: tuple[Notice, ...]
