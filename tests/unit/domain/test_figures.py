"""Figures add up to the same whatever the order, and a histogram's quantiles are right to a fifth."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.alert.event import TransferBounced, Transferred, Triggered
from chalicelib.domain.figures.figures import NOTHING, Figures, SourceFigures, Standout, together
from chalicelib.domain.figures.folding import AT_ONCE, summed
from chalicelib.domain.figures.histogram import BOUNDS, Histogram, wait_of
from chalicelib.domain.figures.history import History
from chalicelib.domain.figures.period import days_of, is_settled, month_of, span_of
from tests.builders import NOON, an_alert

SECOND = timedelta(seconds=1)
counts = st.integers(0, 9)
tables = st.dictionaries(st.sampled_from(["a", "b", "c"]), st.integers(1, 9), max_size=3)
histograms = st.builds(Histogram, st.dictionaries(st.integers(0, len(BOUNDS)), st.integers(1, 9), max_size=3))
standouts = st.lists(st.builds(Standout, st.integers(0, 5), st.sampled_from("123456")), max_size=3, unique=True).map(
    lambda found: tuple(sorted(found, reverse=True))
)
figures = st.builds(
    Figures,
    sources=st.dictionaries(st.sampled_from(["x", "news"]), st.builds(SourceFigures, outcomes=tables), max_size=2),
    themes=tables,
    opened=counts,
    replied=histograms,
    praise=standouts,
)


@given(st.lists(figures, min_size=1, max_size=6), st.data())
def test_figures_add_up_in_any_order_and_in_any_pieces(parts: list[Figures], data: st.DataObject) -> None:
    shuffled, cut = data.draw(st.permutations(parts)), data.draw(st.integers(0, len(parts)))

    assert together(shuffled) == together(parts)
    assert together([together(parts[:cut]), together(parts[cut:])]) == together(parts)


@given(figures)
def test_nothing_adds_nothing(some: Figures) -> None:
    assert together([some, NOTHING]) == some
    assert together([]) == NOTHING


def test_many_parts_are_added_up_by_department() -> None:
    parts = [("care", Figures(opened=1))] * (AT_ONCE * 2 + 1) + [("press", Figures(ended=1))] * 2

    assert summed(parts) == {"care": Figures(opened=AT_ONCE * 2 + 1), "press": Figures(ended=2)}


def test_of_posts_those_with_the_widest_reach_are_kept() -> None:
    posts = [Figures(praise=(Standout(reach, f"x:{reach}"),)) for reach in (3, 900, 40, 7)]

    assert [post.reach for post in together(posts).praise] == [900, 40, 7]


@given(st.lists(st.integers(1, BOUNDS[-1]), min_size=1, max_size=40), st.sampled_from([0.5, 0.9, 1.0]))
def test_a_quantile_is_right_to_a_fifth(waits: list[int], share: float) -> None:
    histogram = together([Figures(notified=wait_of(each * SECOND)) for each in waits]).notified
    exact = sorted(waits)[max(0, -int(-share * len(waits) // 1) - 1)]
    found = histogram.quantile(share)

    assert histogram.total == len(waits)
    assert found is not None
    assert exact <= found.total_seconds() <= max(exact + 1, exact * 1.25)


def test_waits_of_no_time_or_of_years_have_a_bucket() -> None:
    assert wait_of(-SECOND).counts == {0: 1}
    assert wait_of(timedelta(days=900)).quantile(0.5) == timedelta(seconds=BOUNDS[-1])
    assert Histogram().quantile(0.5) is None


def test_the_buckets_are_those_that_stored_figures_were_counted_by() -> None:
    assert (len(BOUNDS), BOUNDS[:6], BOUNDS[-1]) == (85, (1, 2, 3, 4, 5, 6), 4_987_896)


def test_an_answered_share_needs_an_end() -> None:
    assert Figures().answered_share is None
    assert Figures(ended=4, answered=3).answered_share == 0.75
    assert Figures(ended=4, answered=3).solved_in_private == 1


def test_days_and_months_are_those_of_utc_and_a_day_is_settled_an_hour_after_its_end() -> None:
    clocks_go_forward = date(2026, 3, 29)

    assert span_of(clocks_go_forward).end - span_of(clocks_go_forward).start == timedelta(hours=24)
    assert days_of(date(2024, 2, 17)) == (date(2024, 2, 1), date(2024, 2, 29))
    assert days_of(date(2026, 12, 31)) == (date(2026, 12, 1), date(2026, 12, 31))
    assert month_of(NOON.date()) == "2026-05"
    assert not is_settled(NOON.date(), NOON + timedelta(hours=12, minutes=59))
    assert is_settled(NOON.date(), NOON + timedelta(hours=13))


def handed(minute: int, frm: str, to: str) -> Transferred:
    at = NOON + timedelta(minutes=minute)
    return Transferred(
        alert_id="a1", at=at, by="ana", from_department=frm, to_department=to, to_person=None, note="", until=at
    )


def test_each_event_belongs_to_the_department_that_had_the_alert_whatever_happened_since() -> None:
    called = Triggered(alert_id="a1", at=NOON, mention="x:1", reason="")
    back = TransferBounced(alert_id="a1", at=NOON + timedelta(hours=1), department="care", bounces=1, reason="")
    story = (called, handed(1, "care", "press"), back, handed(90, "care", "sales"), called)
    history = History(alert=an_alert(department="sales"), events=story, notifications=())
    early = History(alert=an_alert(department="care"), events=story[:1], notifications=())

    assert history.departments == ("care", "care", "press", "care", "sales")
    assert early.departments == ("care",)


@pytest.mark.parametrize(("ends", "waits"), [((5,), [5]), ((-1, 70), [10]), ((5, 6, 90), [5, 30]), ((), [])])
def test_a_wait_ends_with_the_first_that_came_before_people_were_called_again(
    ends: tuple[int, ...], waits: list[int]
) -> None:
    starts = tuple(
        Triggered(alert_id="a1", at=NOON + timedelta(minutes=at), mention="x:1", reason="") for at in (0, 60)
    )
    history = History(alert=an_alert(), events=starts, notifications=())

    found = history.waits([NOON + timedelta(minutes=each) for each in ends])

    assert [wait for _, wait in found] == [timedelta(minutes=each) for each in waits]


def test_nobody_waits_for_what_nobody_was_called_for() -> None:
    history = History(alert=an_alert(), events=(), notifications=())

    assert list(history.waits([NOON])) == []
