"""Figures in memory."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from chalicelib.domain.alert.notification import Notification
from chalicelib.domain.figures.figures import NOTHING, Figures
from chalicelib.domain.figures.history import History
from chalicelib.domain.figures.period import Span
from tests.fakes.limits import require_storable
from tests.fakes.notifications import FakeNotifications


class FakeFigures(FakeNotifications):
    """Figures by what they are of, each with when its source was read."""

    def __init__(self) -> None:
        super().__init__()
        self._figures: dict[tuple[str, str], tuple[datetime, Figures]] = {}
        self._closed: date | None = None

    def touched(self, span: Span) -> frozenset[str]:
        self._require_up()
        happened = {id for id, events in self._events.items() for event in events if event.at in span}
        told = {sent.alert_id for sent in self._notifications.values() if sent.sent_at and sent.sent_at in span}
        return frozenset(happened | told)

    def histories(self, alert_ids: Sequence[str]) -> Iterator[History]:
        of_alert: dict[str, list[Notification]] = {}
        for each in sorted(self._notifications.values(), key=lambda one: (one.owed_at, one.id)):
            of_alert.setdefault(each.alert_id, []).append(each)
        for id, alert in self.alerts(alert_ids).items():
            events = tuple(self.timeline(id))
            yield History(alert=alert, events=events, notifications=tuple(of_alert.get(id, ())))

    def keep_day(self, day: date, department: str, figures: Figures, *, as_of: datetime) -> None:
        self._keep_figures((day.isoformat(), department), figures, as_of)

    def keep_month(self, month: str, department: str, figures: Figures, *, as_of: datetime) -> None:
        self._keep_figures((month, department), figures, as_of)

    def days(self, department: str, first: date, last: date) -> Mapping[date, Figures]:
        self._require_up()
        found = self._between(first.isoformat(), last.isoformat())
        return {date.fromisoformat(day): figures for (day, of), figures in found.items() if of == department}

    def months(self, first: str, last: str) -> Mapping[tuple[str, str], Figures]:
        self._require_up()
        return self._between(first, last)

    def closed_day(self) -> date | None:
        self._require_up()
        return self._closed

    def close_day(self, day: date) -> None:
        self._require_up()
        self._closed = day

    def _between(self, first: str, last: str) -> dict[tuple[str, str], Figures]:
        """What is kept for periods written like `first`: days, or months."""
        return {
            of: self._figures[of][1]
            for of in sorted(self._figures)
            if first <= of[0] <= last and len(of[0]) == len(first)
        }

    def _keep_figures(self, of: tuple[str, str], figures: Figures, as_of: datetime) -> None:
        self._require_up()
        require_storable(figures)
        if of in self._figures and self._figures[of][0] > as_of:
            return
        self._figures[of] = (as_of, figures)
        if figures == NOTHING:
            del self._figures[of]
