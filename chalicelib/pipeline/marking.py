"""Marking: what became of notifications, stored many at once and told to operators."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from chalicelib.domain.alert.notification import Notification, NotificationStatus, tried
from chalicelib.ports import Clock, Store, Telemetry


@dataclass(frozen=True)
class Marking:
    """Stores what became of notifications."""

    store: Store
    clock: Clock
    telemetry: Telemetry

    def mark(
        self,
        owed: Sequence[Notification],
        status: NotificationStatus,
        *,
        reason: str = "",
        due_at: datetime | None = None,
        receipt: str = "",
    ) -> None:
        """Give all of them one status."""
        at = self.clock()
        is_sent = status is NotificationStatus.SENT
        self.keep(
            [
                replace(
                    each,
                    status=status,
                    reason=reason,
                    due_at=due_at or at,
                    receipt=receipt,
                    sent_at=at if is_sent else None,
                )
                for each in owed
            ]
        )

    def keep(self, marked: Sequence[Notification]) -> None:
        """Store them as they are, each with the try that this was."""
        if not marked:
            return
        at = self.clock()
        self.store.mark([tried(each, at=at) for each in marked])
        for each in marked:
            self.telemetry.delivered(each)
