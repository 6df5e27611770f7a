"""Folding days: what was heard and what happened, read from where it is kept, becomes the figures of a day and a month.

A day is written anew from its source until it holds all that it ever will. Nothing is counted while it happens, so
whatever the other stages do twice is counted once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date

from chalicelib.domain.figures.figures import NOTHING, Figures, together
from chalicelib.domain.figures.folding import of_history, of_mention, summed
from chalicelib.domain.figures.period import DAY, Span, days_between, days_of, is_settled, month_of, span_of
from chalicelib.domain.judged.outcome import Heard
from chalicelib.ports import Clock, Store


@dataclass(frozen=True)
class Fold:
    """Runs every hour; running it twice, or two at once, changes nothing."""

    store: Store
    clock: Clock

    def run(self) -> None:
        """Fold every day that was not closed yet, and close those that are settled; at first, begin with yesterday.

        A run that dies has closed only what it had folded, and the next goes on there.
        """
        at = self.clock()
        today = at.astimezone(UTC).date()
        for day in days_between((self.store.closed_day() or self._begin(today)) + DAY, today):
            self.fold(day)
            if is_settled(day, at):
                self.store.close_day(day)

    def _begin(self, today: date) -> date:
        """Where the first run begins is kept, so that a day which it could not close is not left behind."""
        closed = today - 2 * DAY
        self.store.close_day(closed)
        return closed

    def since(self, day: date) -> Iterator[tuple[date, Figures]]:
        """Fold every day from `day` to today; each day with the figures of all departments, as it is done."""
        for each in days_between(day, self.clock().astimezone(UTC).date()):
            yield each, self.fold(each)

    def fold(self, day: date) -> Figures:
        """Write a day anew, and its month; what it brought in all.

        What is kept of a department to which nothing of the day belongs any more is forgotten.
        """
        month, as_of = month_of(day), self.clock()
        figures = self._figures(span_of(day))
        departments = sorted({*figures, *(department for _, department in self.store.months(month, month))})
        for department in departments:
            self.store.keep_day(day, department, figures.get(department, NOTHING), as_of=as_of)
        for department in departments:
            self._fold_month(day, department)
        return together(list(figures.values()))

    def _fold_month(self, day: date, department: str) -> None:
        as_of = self.clock()
        days = self.store.days(department, *days_of(day))
        self.store.keep_month(month_of(day), department, together(list(days.values())), as_of=as_of)

    def _figures(self, span: Span) -> dict[str, Figures]:
        """By department, from the mentions heard within `span` and the alerts that something happened to."""
        alerts = set(self.store.touched(span))
        heard = summed(of_mention(each) for each in _noting(self.store.heard_between(span.start, span.end), alerts))
        histories = self.store.histories(sorted(alerts))
        happened = summed(part for history in histories for part in of_history(history, span))
        return summed([*heard.items(), *happened.items()])


def _noting(heards: Iterable[Heard], alerts: set[str]) -> Iterator[Heard]:
    """The same mentions; the alert of each is put into `alerts`, since events of earlier versions lie in no index."""
    for heard in heards:
        if heard.alert_id is not None:
            alerts.add(heard.alert_id)
        yield heard
