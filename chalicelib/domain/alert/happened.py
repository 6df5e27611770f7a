"""Something that happened to an alert: what every event has."""

from datetime import datetime

from msgspec import Struct


class Event(Struct, frozen=True, kw_only=True, tag=True):
    """One entry of a timeline. `by` fields hold a person's id, or the name of the tool that acted."""

    alert_id: str
    at: datetime
