"""What became of a mention: exactly one recorded outcome each."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from chalicelib.domain.heard.classification import Classification
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.judged.routing import Decision


class Outcome(StrEnum):
    """Ignored, or the status that its alert had when the mention had been dealt with."""

    IGNORED = "ignored"
    WATCHING = "watching"
    TRIGGERED = "triggered"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


class Heard(Struct, frozen=True, kw_only=True):
    """A mention with everything that was decided about it. `reason` is the sentence that `why` shows.

    `classification` and `decision` are None where rules came first: the brand's own posts, reposts.
    """

    mention: Mention
    outcome: Outcome
    reason: str
    heard_at: datetime
    policies_version: str
    alert_id: str | None = None
    classification: Classification | None = None
    decision: Decision | None = None
