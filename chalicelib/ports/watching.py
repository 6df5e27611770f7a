"""What the pipeline needs of storage beside alerts: how often groups are heard, what is silenced, what stands aside."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.domain.alert.aside import Aside
from chalicelib.domain.judged.crowd import Crowd
from chalicelib.domain.judged.silence import Silence


class AsideStore(Protocol):
    """What a sweep could not deal with."""

    def set_aside(self, alert_id: str, why: str, *, at: datetime) -> None:
        """Leave it out of what is due for a while, longer each time; saving it ends that."""
        ...

    def asides(self, *, limit: int = 500) -> Sequence[Aside]:
        """What stands aside, alerts and notifications, the longest first."""
        ...


class StormStore(Protocol):
    """How often each group is heard, and what is silenced."""

    def tally(self, name: str, start: datetime, end: datetime) -> int:
        """How many recorded mentions count as `name` in the buckets that began in [start, end), read consistently.

        A mention is counted by the write that records it, so one that is handled twice counts once.
        """
        ...

    def crowd(self, name: str, start: datetime, end: datetime) -> Crowd:
        """Who is counted as `name` in the buckets that began in [start, end), each once, read consistently."""
        ...

    def save_silence(self, silence: Silence) -> None:
        """Keep it in place of any other with its id."""
        ...

    def silences(self, at: datetime) -> Sequence[Silence]:
        """What is silenced at `at`, the one that ends first first, read consistently."""
        ...
