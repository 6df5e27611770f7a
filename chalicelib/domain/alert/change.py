"""One move of an alert, saved whole or not at all."""

from msgspec import Struct

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.event import AnyEvent
from chalicelib.domain.alert.notice import Owed
from chalicelib.domain.alert.notification import Notification


class Change(Struct, frozen=True, kw_only=True):
    """One move of an alert: what it became, what happened, and who is owed a message. Saved whole or not at all.

    `tools` is what tools are to be told of it, added when it is saved.
    """

    alert: Alert
    events: tuple[AnyEvent, ...] = ()
    owed: tuple[Notification, ...] = ()
    tools: Owed | None = None

    @property
    def owed_ids(self) -> list[str]:
        """What goes onto the notifications' queue once the change is saved."""
        return [notification.id for notification in self.owed]

    def then(self, other: "Change") -> "Change":
        """This move followed by `other`, which began where this one ended."""
        return Change(alert=other.alert, events=self.events + other.events, owed=self.owed + other.owed)
