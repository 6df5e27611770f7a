"""What a route may ask for: the rules of routing.yaml and the themes that they name, as values."""

from datetime import timedelta
from enum import StrEnum

from msgspec import Struct


class Urgency(StrEnum):
    """Routine alerts keep to opening hours; urgent ones break through."""

    ROUTINE = "routine"
    URGENT = "urgent"


class Action(StrEnum):
    """What a route asks for: an alert now, an alert if nobody answers in time, or nothing."""

    ALERT = "alert"
    WATCH = "watch"
    IGNORE = "ignore"


class Exemption(StrEnum):
    """What a theme's words are let be in."""

    PRAISE = "praise"


class Theme(Struct, frozen=True, kw_only=True):
    """A named set of phrases that mean the same trouble. `urgent` phrases must never wait.

    `unless` says in what they are let be: what reads as praise is no trouble, though irony reads so, too.
    """

    name: str
    phrases: tuple[str, ...]
    urgent: bool = False
    unless: Exemption | None = None


class Route(Struct, frozen=True, kw_only=True):
    """One rule of routing.yaml. It applies when any of `themes` matched (or none is named) and `when` holds.

    `when` is a JMESPath over {"mention": ..., "classification": ...}; None always holds. `reply_within`
    is how long a watched mention may go unanswered, where that is not as long as the escalation policy says.
    """

    name: str
    action: Action = Action.ALERT
    department: str | None = None
    urgency: Urgency = Urgency.ROUTINE
    themes: tuple[str, ...] = ()
    when: str | None = None
    reply_within: timedelta | None = None
