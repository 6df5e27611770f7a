"""What the pipeline needs of the world. The docstrings are promises; the contract suite holds adapters to them."""

from chalicelib.ports.desk import DeskStore
from chalicelib.ports.figures import FiguresStore
from chalicelib.ports.shifts import ShiftStore
from chalicelib.ports.standing import AddressStore, LinkStore, PolicyStore
from chalicelib.ports.store import AlertStore, MentionStore, NotificationStore, SourceStore, Store
from chalicelib.ports.watching import AsideStore, StormStore
from chalicelib.ports.world import (
    Classifies,
    Clock,
    FindsKeywords,
    GivesPolicies,
    GivesTongue,
    Heartbeat,
    MakesKeywords,
    MakesSource,
    MakesTokens,
    MentionQueue,
    NotificationQueue,
    Phone,
    Source,
    Telemetry,
)

__all__ = [
    "AddressStore",
    "AlertStore",
    "AsideStore",
    "Classifies",
    "Clock",
    "DeskStore",
    "FiguresStore",
    "FindsKeywords",
    "GivesPolicies",
    "GivesTongue",
    "Heartbeat",
    "LinkStore",
    "MakesKeywords",
    "MakesSource",
    "MakesTokens",
    "MentionQueue",
    "MentionStore",
    "NotificationQueue",
    "NotificationStore",
    "Phone",
    "PolicyStore",
    "ShiftStore",
    "Source",
    "SourceStore",
    "Store",
    "StormStore",
    "Telemetry",
]
