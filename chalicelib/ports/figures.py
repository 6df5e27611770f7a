"""What the pipeline needs of storage for figures: what a day touched, and the figures of days and months."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from chalicelib.domain.figures.figures import Figures
from chalicelib.domain.figures.history import History
from chalicelib.domain.figures.period import Span


class FiguresStore(Protocol):
    """Figures, and the way to all that they are made of. What an index lists may lag behind by a moment."""

    def touched(self, span: Span) -> frozenset[str]:
        """The ids of the alerts to which something happened within `span`: an event, or a message that left."""
        ...

    def histories(self, alert_ids: Sequence[str]) -> Iterator[History]:
        """Those alerts with all that happened to them, read consistently; without what is gone."""
        ...

    def keep_day(self, day: date, department: str, figures: Figures, *, as_of: datetime) -> None:
        """Keep the figures in place of any before, unless those were read from their source after `as_of`.

        Figures of nothing are forgotten.
        """
        ...

    def keep_month(self, month: str, department: str, figures: Figures, *, as_of: datetime) -> None:
        """As `keep_day`, for a month, such as `2026-05`."""
        ...

    def days(self, department: str, first: date, last: date) -> Mapping[date, Figures]:
        """The figures of one department from `first` to `last`, by day, read consistently; one item a day."""
        ...

    def months(self, first: str, last: str) -> Mapping[tuple[str, str], Figures]:
        """The figures from `first` to `last` by month and department, read consistently; one item for each."""
        ...

    def closed_day(self) -> date | None:
        """The last day whose figures need no more folding; None before the first."""
        ...

    def close_day(self, day: date) -> None: ...
