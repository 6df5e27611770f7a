"""Receivers: the tools that hear of alerts by outgoing webhooks, and what of them they want to hear."""

from enum import StrEnum

from msgspec import Struct


class NoticeKind(StrEnum):
    """What a tool is told about an alert. `changed` stands for everything that has no word of its own here."""

    OPENED = "opened"
    ESCALATED = "escalated"
    """A tier is called."""
    TOLD = "told"
    """A message to a person has left."""
    ACKNOWLEDGED = "acknowledged"
    HANDED_OVER = "handed-over"
    ANSWERED = "answered"
    RESOLVED = "resolved"
    EXHAUSTED = "exhausted"
    CRISIS = "crisis"
    CHANGED = "changed"


class Receiver(Struct, frozen=True, kw_only=True):
    """One entry of brand.yaml's `outgoing`: who is told at which address. Without `events` it is told everything."""

    name: str
    url: str
    events: tuple[NoticeKind, ...] = ()

    @property
    def secret(self) -> str:
        """The name of the secret that signs what it is sent."""
        return f"outgoing-{self.name}"

    def wants(self, kind: NoticeKind) -> bool:
        return not self.events or kind in self.events
