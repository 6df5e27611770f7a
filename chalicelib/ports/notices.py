"""What the pipeline needs of the world so that tools hear of alerts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.domain.alert.notice import Notice, Owed
from chalicelib.domain.rules.receiver import Receiver


class NoticeStore(Protocol):
    """What tools are owed and no queue has yet. What a change owes is stored by `AlertStore.save`, with the change."""

    def owe(self, owed: Sequence[Owed]) -> None:
        """Keep each unless it is kept already. Where it raises UnavailableError, some may be kept."""
        ...

    def owed_before(self, at: datetime, *, limit: int = 100) -> Sequence[Owed]:
        """What was owed at or before `at` and is kept still, earliest first."""
        ...

    def let_go(self, owed: Sequence[Owed]) -> None:
        """Keep them no longer: a queue has them. Twice is harmless."""
        ...


class NoticeQueue(Protocol):
    """The queue of notices on their way to tools; tries again and keeps what fails for good are its own."""

    def put(self, notices: Sequence[Notice]) -> None:
        """Queue all of them; raise UnavailableError if some may not be queued."""
        ...


class SendsNotices(Protocol):
    """Sends a notice to a tool."""

    def send(self, receiver: Receiver, notice: Notice, *, at: datetime) -> None:
        """Sign and send it. Raise UnavailableError where it may be taken later, RefusedError where it never will be."""
        ...
