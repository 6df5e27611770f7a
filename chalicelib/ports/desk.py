"""What the desk needs of storage: all that is open at a glance, what was seen, and when sessions end."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.glance import Glance
from chalicelib.domain.judged.outcome import Heard


class DeskStore(Protocol):
    """Reads for people who look at many alerts. What an index lists may lag behind by a moment."""

    def glances(self) -> Sequence[Glance]:
        """Every alert that is not resolved, in no order, those behind a crisis included."""
        ...

    def seen(
        self, alert_ids: Sequence[str], mentions: Sequence[str]
    ) -> tuple[Mapping[str, Alert], Mapping[str, Heard]]:
        """Those of the alerts and of the mentions that there are, in one read: by id, and by key."""
        ...

    def fill_desk(self) -> int:
        """Let `glances` see at once what an earlier version stored; how many alerts that were. Twice is harmless."""
        ...

    def sessions_since(self) -> datetime | None:
        """Sessions that began before this instant are over; None if none was ever ended for everybody."""
        ...

    def end_sessions(self, at: datetime) -> None:
        """End every session that began before `at`."""
        ...
