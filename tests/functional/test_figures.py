"""A year of a made-up company through the real stages: figures equal a slow count, whichever way they were folded."""

from collections.abc import Iterator
from copy import copy, deepcopy
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

import pytest

from chalicelib.adapters.dynamodb import DynamoStore
from chalicelib.domain.errors import UnavailableError
from chalicelib.domain.figures.figures import Figures
from chalicelib.domain.figures.folding import NOBODY
from chalicelib.pipeline.fold import Fold
from chalicelib.ports import Store
from tests.aws import TABLE, aws, make_table
from tests.fakes import FakePhone, FakeStore, HandClock
from tests.functional.company import DAY, NEWS, Company, renamed
from tests.functional.deaths import Fate, Mishap, ProcessDiedError
from tests.functional.slow_count import SlowCount, day_of, month_of, plain
from tests.functional.world import Outside, in_memory

DEPARTMENTS = (NOBODY, "care", "service", "baggage", "press")
YEAR = 365
FIRST, LAST = NEWS.date(), NEWS.date() + (YEAR - 1) * DAY


@cache
def lived() -> Company:
    """The year, once for all tests: customer care is called service from the tenth of August on."""
    company = Company(seed=20_26)
    company.live(221)
    company.town.pushes(renamed(company.town.world.policies))
    company.live(YEAR - 221)
    return company


def same_past(company: Company) -> FakeStore:
    """A store in which all of that happened, and that holds no figures yet."""
    store: FakeStore = copy(company.store)
    store._figures, store._closed = {}, None
    return store


def folded(days: list[date], *, times: int = 1) -> dict[Any, Figures]:
    """All figures after these days were folded, in this order, into a store that holds the year and no figures."""
    store = same_past(lived())
    fold = Fold(store, HandClock(lived().town.world.clock.at))
    for day in days * times:
        fold.fold(day)
    return all_figures(store)


def all_figures(store: Store) -> dict[Any, Figures]:
    by_day = {(day.isoformat(), of): found for of in DEPARTMENTS for day, found in store.days(of, FIRST, LAST).items()}
    return {**by_day, **store.months("2026-01", "2026-12")}


def year() -> list[date]:
    return [FIRST + number * DAY for number in range(YEAR)]


@cache
def in_order() -> dict[Any, Figures]:
    return folded(year())


@pytest.mark.parametrize("period", [day_of, month_of], ids=["day", "month"])
def test_every_figure_of_a_year_equals_a_slow_count_over_everything(period: Any) -> None:
    company, slow = lived(), SlowCount(period)
    slow.mentions(company.store, NEWS, NEWS + YEAR * DAY)
    slow.changes(company.town.world.telemetry.changes)
    slow.messages(company.store, company.town.world.telemetry.changes)

    width = len(period(NEWS))
    found = {of: plain(figures) for of, figures in in_order().items() if len(of[0]) == width}
    assert found == {of: +counted for of, counted in slow.counted.items()}


def test_the_year_holds_some_of_everything_that_is_counted() -> None:
    counted = {name[0] for figures in in_order().values() for name in plain(figures)}

    assert counted == {
        *("urgent", "opened", "called", "ended", "answered", "misrouted", "exhausted", "crises"),
        *("themes", "credits", "unheard", "notified", "acknowledged", "replied"),
        *("outcomes", "sentiments", "intents"),
    }
    assert {department for _, department in in_order()} == set(DEPARTMENTS)


def test_a_department_that_is_renamed_loses_nothing() -> None:
    months = [(month, department) for month, department in in_order() if len(month) == 7]
    opened = {of: in_order()[of].opened for of in months}

    assert opened["2026-08", "care"]
    assert opened["2026-08", "service"]
    assert sum(opened.values()) == len({change.alert.id for change in lived().town.world.telemetry.changes})


def test_folding_in_any_order_twice_or_in_pieces_gives_the_same_items() -> None:
    shuffled = year()
    Random(7).shuffle(shuffled)

    assert folded(shuffled) == in_order()
    assert folded(year()[200:260], times=2) == folded([*year()[230:260], *year()[200:245]])


def test_the_hourly_run_and_a_rebuild_from_a_day_give_the_same_items() -> None:
    store = same_past(lived())
    clock = HandClock(NEWS + timedelta(hours=1))
    fold = Fold(store, clock)
    while clock.at < NEWS + 60 * DAY:
        fold.run()
        clock.forward(hours=11)
    hourly = all_figures(store)
    clock.at = NEWS + 60 * DAY - timedelta(seconds=1)
    for _ in fold.since(FIRST):
        pass

    assert hourly == folded(year()[:60]) == all_figures(store)


def test_figures_that_were_folded_while_the_days_went_on_are_those_of_a_rebuild() -> None:
    company = Company(seed=11)
    fold = Fold(company.store, company.town.world.clock)
    for _ in range(25):
        company.live(1)
        fold.run()
    live = all_figures(company.store)
    for _ in fold.since(FIRST):
        pass

    assert live == all_figures(company.store)
    assert company.store.closed_day() == FIRST + 23 * DAY


def test_an_hourly_run_goes_on_where_the_last_one_closed_however_long_nobody_ran() -> None:
    store = same_past(lived())
    clock = HandClock(NEWS + timedelta(hours=3))
    Fold(store, clock).run()
    assert store.closed_day() == FIRST - DAY
    clock.at = NEWS + 40 * DAY
    Fold(store, clock).run()

    assert store.closed_day() == FIRST + 38 * DAY  # the fortieth is over for no hour, and may still get something
    assert all_figures(store) == folded(year()[:41])


@pytest.mark.parametrize("mishap", Mishap)
def test_a_run_that_dies_at_any_write_is_made_good_by_the_next(mishap: Mishap) -> None:
    at = NEWS + 5 * DAY
    whole = Fate()
    Fold(whole.guard(same_past(lived())), HandClock(at)).run()
    for number in range(whole.effects):
        store, fate = same_past(lived()), Fate({number: mishap})
        with pytest.raises((ProcessDiedError, UnavailableError)):
            Fold(fate.guard(store), HandClock(at)).run()
        Fold(store, HandClock(at)).run()

        assert all_figures(store) == folded(year()[4:6]), fate.struck


def test_two_folds_at_once_leave_what_one_leaves() -> None:
    """The second reads and writes all of the day while the first is between its reading and any of its writes."""
    day = next(day for day in year() if in_order().get((day.isoformat(), "care"), Figures()).opened)
    for number in range(8):
        store, fate = same_past(lived()), Fate()
        clock = HandClock(lived().town.world.clock.at)
        fate.meanwhile(number, lambda store=store, clock=clock: Fold(store, clock).fold(day))  # type: ignore[misc]
        Fold(fate.guard(store), clock).fold(day)

        assert all_figures(store) == folded([day])


def test_what_was_read_earlier_never_replaces_what_was_read_later() -> None:
    """A fold that read the day before its last mention came, and writes after the fold that read it all."""
    company = Company(seed=1)
    company.live(10)
    before = deepcopy(company.store)
    company.live(1)
    day = FIRST + 10 * DAY
    quick = Fold(company.store, HandClock(NEWS + 11 * DAY))
    quick.fold(day)
    kept = all_figures(company.store)
    assert kept
    slow: Any = _Frozen(company.store, before)
    Fold(slow, HandClock(NEWS + 10 * DAY)).fold(day)

    assert all_figures(company.store) == kept


class _Frozen:
    """A store whose source is read as it was, and whose figures are kept in the one that goes on."""

    def __init__(self, store: Store, before: Store) -> None:
        self._store, self._before = store, before

    def __getattr__(self, name: str) -> Any:
        is_source = name in ("heard_between", "touched", "histories")
        return getattr(self._before if is_source else self._store, name)


def test_a_day_without_anything_has_no_item_and_does_no_harm() -> None:
    store = FakeStore()
    Fold(store, HandClock(NEWS)).run()

    assert all_figures(store) == {}


def test_figures_that_nothing_belongs_to_any_more_are_forgotten_by_the_next_fold() -> None:
    store, clock = same_past(lived()), HandClock(NEWS)
    day = FIRST + 9 * DAY
    gone = Figures(opened=3)
    store.keep_day(day, "gone", gone, as_of=NEWS)
    store.keep_month("2026-01", "gone", gone, as_of=NEWS)
    Fold(store, clock).fold(day)

    assert store.days("gone", FIRST, LAST) == {}
    assert ("2026-01", "gone") not in store.months("2026-01", "2026-12")


def in_dynamodb(clock: HandClock, phone: FakePhone) -> Outside:
    return replace(in_memory(clock, phone), store=DynamoStore(make_table(), TABLE, pause=lambda _: None))


@pytest.fixture
def company_on_aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Company]:
    with aws(monkeypatch):
        company = Company(seed=6, outside=in_dynamodb)
        company.live(2)
        yield company


def test_dynamodb_gives_the_figures_that_memory_gives(company_on_aws: Company) -> None:
    same = Company(seed=6)
    same.live(2)
    for company in (company_on_aws, same):
        for _ in Fold(company.store, HandClock(NEWS + 2 * DAY)).since(FIRST):
            pass

    assert all_figures(company_on_aws.store) == all_figures(same.store)
    assert all_figures(same.store)


def test_a_year_of_a_department_by_day_or_of_all_by_month_reads_at_most_400_items(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with aws(monkeypatch):
        store = DynamoStore(make_table(), TABLE)
        for of, figures in in_order().items():
            if len(of[0]) == 7:
                store.keep_month(of[0], of[1], figures, as_of=NEWS)
            elif of[1] in ("care", NOBODY):
                store.keep_day(date.fromisoformat(of[0]), of[1], figures, as_of=NEWS)
        read: list[int] = []
        client = store._table.client
        query = client.query
        monkeypatch.setattr(client, "query", lambda **asked: _noted(query(**asked), read))

        assert len(store.days(NOBODY, FIRST, LAST)) == sum(read)
        assert 200 < sum(read) <= 400
        read.clear()
        assert len(store.months("2026-01", "2026-12")) == sum(read)
        assert 30 < sum(read) <= 400


def _noted(answer: Any, read: list[int]) -> Any:
    read.append(answer["ScannedCount"])
    return answer
