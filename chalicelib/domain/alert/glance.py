"""An alert at a glance: the little of it by which the board sorts, filters, searches and counts all that is open."""

from datetime import UTC, datetime

from msgspec import Struct

from chalicelib.domain.alert.alert import Alert, AlertStatus
from chalicelib.domain.heard.mention import Network
from chalicelib.domain.rules.routes import Urgency

WORDS = 200
"""Characters of a post that the board searches."""

LAST = datetime.max.replace(tzinfo=UTC)


class Glance(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One open alert. `with_people` are those whose it is: its owner, whoever was told of it, or its receiver.

    `source` is the network of its first post. `is_exhausted` is whether everybody was told and nobody acknowledged.
    """

    id: str
    status: AlertStatus
    urgency: Urgency
    department: str
    opened_at: datetime
    network: Network
    author: str
    words: str
    mention: str
    due_at: datetime | None = None
    owner: str | None = None
    theme: str | None = None
    with_people: tuple[str, ...] = ()
    is_exhausted: bool = False
    is_held: bool = False
    is_snoozed: bool = False
    is_waiting: bool = False
    is_crisis: bool = False
    inhibited_by: str | None = None

    @property
    def is_urgent(self) -> bool:
        return self.urgency is Urgency.URGENT

    @property
    def is_nobodys(self) -> bool:
        """Whether nobody has it."""
        return self.owner is None


def glance(alert: Alert) -> Glance:
    """What the board must know of an alert."""
    excerpt = alert.excerpt
    return Glance(
        id=alert.id,
        status=alert.status,
        urgency=alert.urgency,
        department=alert.department,
        opened_at=alert.opened_at,
        network=excerpt.network,
        author=excerpt.handle[:60],
        words=excerpt.text[:WORDS],
        mention=excerpt.mention,
        due_at=alert.due_at,
        owner=alert.owner if alert.is_acknowledged else None,
        theme=alert.theme,
        with_people=people_with(alert),
        is_exhausted=alert.is_exhausted,
        is_held=alert.is_held,
        is_snoozed=alert.is_snoozed,
        is_waiting=alert.is_waiting,
        is_crisis=alert.crisis is not None,
        inhibited_by=alert.inhibited_by,
    )


def people_with(alert: Alert) -> tuple[str, ...]:
    """Whose the alert is now: its owner alone; before that whoever was told of it in this run, and its receiver."""
    if alert.is_acknowledged or alert.is_resolved:
        return (alert.owner,) if alert.is_acknowledged and alert.owner else ()
    receiver = (alert.handover.to,) if alert.handover else ()
    return tuple(dict.fromkeys((*receiver, *alert.told)))


def need(glance: Glance) -> tuple[bool, bool, datetime, datetime, str]:
    """What the board sorts by: what is urgent first, then what nobody is told of any more, then the nearest step.

    What a crisis stands for comes last.
    """
    next_step = glance.opened_at if glance.is_exhausted else glance.due_at or LAST
    return bool(glance.inhibited_by), not glance.is_urgent, next_step, glance.opened_at, glance.id
