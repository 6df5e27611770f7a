"""What a source hands over: mentions, a cursor to continue from, and an honest account of what went wrong."""

from datetime import datetime, timedelta

from msgspec import Struct

from chalicelib.domain.heard.mention import Mention

Cursor = dict[str, str]
"""A source's own bookmark: opaque to everybody else, saved only after the mentions are in the queue."""


OUT_OF_BUDGET = "budget"
"""Where a fault lies that says: what may be spent now does not pay for a page."""


class Fault(Struct, frozen=True, kw_only=True):
    """One thing that a source's answer had wrong; the entries beside it were kept. `where` names the entry."""

    where: str
    reason: str


class Gap(Struct, frozen=True, kw_only=True):
    """A stretch that the source can no longer give: posts may be missing between `since` and `until`."""

    since: str
    until: str
    reason: str


class Batch(Struct, frozen=True, kw_only=True):
    """One answer of a source.

    `mentions` holds the public's posts and the brand's and staff's own alike, oldest first. `cursor` is where
    the next fetch begins. `more` says that the source has further pages ready now. `cost` is what the answer
    was billed, in millionths of a dollar.
    """

    mentions: tuple[Mention, ...] = ()
    cursor: Cursor
    faults: tuple[Fault, ...] = ()
    gap: Gap | None = None
    more: bool = False
    cost: int = 0


class SourceState(Struct, frozen=True, kw_only=True):
    """Where a source stands: its bookmark, when to ask again, and how it has been doing.

    `spent` is what was billed on `spent_on` (UTC date), in millionths of a dollar. `failures` counts
    consecutive failed fetches; `failure` is the last one in words, empty while all is well. `faults` and
    `gaps` are the most recent ones, newest last. `fetched` counts every mention ever queued.
    `began` is when it was first read; None before that, and where a version that did not note it read it first.
    `spent_told` is the UTC date on which people were last told that nothing is left to spend.
    `heard_at` is when it last had something new, `pauses` the longest pause that ended on each of the last days on
    which it had, in seconds by ISO date.
    """

    name: str
    cursor: Cursor = {}
    next_at: datetime | None = None
    read_at: datetime | None = None
    spent: int = 0
    spent_on: str = ""
    fetched: int = 0
    failures: int = 0
    failure: str = ""
    faults: tuple[Fault, ...] = ()
    gaps: tuple[Gap, ...] = ()
    began: datetime | None = None
    spent_told: str = ""
    heard_at: datetime | None = None
    pauses: dict[str, int] = {}

    def is_due(self, at: datetime) -> bool:
        """Whether it may be asked at `at`."""
        return self.next_at is None or self.next_at <= at


class Turn(Struct, frozen=True, kw_only=True):
    """Whose turn it is to be read, after `wait`."""

    source: str
    wait: timedelta = timedelta(0)
