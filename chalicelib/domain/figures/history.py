"""An alert with all that ever happened to it, read as a story: who had it when, and who waited for what."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from msgspec import Struct

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.event import AnyEvent, TransferBounced, Transferred, Triggered
from chalicelib.domain.alert.notification import Notification

NEVER = datetime.max.replace(tzinfo=UTC)


class History(Struct, frozen=True, kw_only=True):
    """An alert as it stands, its events and its notifications, both oldest first."""

    alert: Alert
    events: tuple[AnyEvent, ...]
    notifications: tuple[Notification, ...]

    @property
    def departments(self) -> tuple[str, ...]:
        """Which department had the alert when each event came. What happened since never changes the answer."""
        handed = (event.from_department for event in self.events if isinstance(event, Transferred))
        now, found = next(handed, self.alert.department), list[str]()
        for event in self.events:
            found.append(now)
            now = _receiver(event) or now
        return tuple(found)

    def waits(self, ends: Sequence[datetime]) -> Iterator[tuple[datetime, timedelta]]:
        """Each time that people were called: the first of `ends` that came after, and how long that took."""
        starts = [event.at for event in self.events if isinstance(event, Triggered)]
        for start, following in pairwise([*starts, NEVER]):
            end = min((at for at in ends if start <= at < following), default=None)
            if end is not None:
                yield end, end - start


def _receiver(event: AnyEvent) -> str | None:
    if isinstance(event, Transferred):
        return event.to_department
    return event.department if isinstance(event, TransferBounced) else None
