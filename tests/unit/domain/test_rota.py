"""Rotas, by exact instants and against a model that walks the calendar minute by minute."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.people.rota import on_call_next, on_call_now
from chalicelib.domain.rules.person import Override, Rota
from tests.unit.domain.test_hours import CLOCK_CHANGES, MINUTE, at

DAY = timedelta(days=1)


def a_rota(*members: str, starts: str = "2026-01-05 14:00", zone: str = "America/New_York", days: int = 7) -> Rota:
    """Turns that begin on a Monday at 09:00 in New York."""
    return Rota(id="care", members=members, starts=at(starts), zone=zone, days=days)


def covered(rota: Rota, *overrides: tuple[str, str, str]) -> Rota:
    stand_ins = tuple(Override(person=person, start=at(start), end=at(end)) for person, start, end in overrides)
    return Rota(
        id=rota.id, members=rota.members, starts=rota.starts, zone=rota.zone, days=rota.days, overrides=stand_ins
    )


def test_members_take_turns_week_by_week() -> None:
    rota = a_rota("ana", "ben")

    assert on_call_now(rota, at("2026-01-05 14:00")) == "ana"
    assert on_call_now(rota, at("2026-01-12 13:59")) == "ana"
    assert on_call_now(rota, at("2026-01-12 14:00")) == "ben"
    assert on_call_now(rota, at("2026-01-19 14:00")) == "ana"


def test_the_handoff_keeps_to_the_wall_clock_when_summer_time_begins() -> None:
    rota = a_rota("ana", "ben")

    assert on_call_next(rota, at("2026-03-08 12:00")) == ("ben", at("2026-03-09 13:00"))


def test_a_handoff_at_a_time_that_is_skipped_comes_an_hour_later_by_the_clock() -> None:
    rota = a_rota("ana", "ben", starts="2026-03-07 07:30", days=1)

    assert on_call_now(rota, at("2026-03-08 07:29")) == "ana"
    assert on_call_now(rota, at("2026-03-08 07:30")) == "ben"
    assert on_call_now(rota, at("2026-03-09 06:30")) == "ana"


def test_a_handoff_at_a_time_that_comes_twice_is_at_the_first() -> None:
    rota = a_rota("ana", "ben", starts="2026-10-31 05:30", days=1)

    assert on_call_now(rota, at("2026-11-01 05:29")) == "ana"
    assert on_call_now(rota, at("2026-11-01 05:30")) == "ben"
    assert on_call_now(rota, at("2026-11-01 06:10")) == "ben"


def test_nobody_is_on_call_before_the_first_handoff() -> None:
    rota = a_rota("ana", "ben")

    assert on_call_now(rota, at("2026-01-05 13:59")) is None
    assert on_call_next(rota, at("2026-01-01 00:00")) == ("ana", at("2026-01-05 14:00"))


def test_a_rota_of_one_never_hands_over() -> None:
    assert on_call_next(a_rota("ana"), at("2026-02-01 00:00")) is None


def test_a_daily_rota_changes_every_day() -> None:
    rota = a_rota("ana", "ben", "zoe", days=1)

    assert on_call_now(rota, at("2026-01-07 15:00")) == "zoe"
    assert on_call_next(rota, at("2026-01-07 15:00")) == ("ana", at("2026-01-08 14:00"))


def test_two_turns_in_a_row_are_one_shift() -> None:
    assert on_call_next(a_rota("ana", "ana", "ben"), at("2026-01-06 00:00")) == ("ben", at("2026-01-19 14:00"))


def test_an_override_takes_the_shift_and_gives_it_back() -> None:
    rota = covered(a_rota("ana", "ben"), ("zoe", "2026-01-07 00:00", "2026-01-08 00:00"))

    assert on_call_now(rota, at("2026-01-07 12:00")) == "zoe"
    assert on_call_next(rota, at("2026-01-06 12:00")) == ("zoe", at("2026-01-07 00:00"))
    assert on_call_next(rota, at("2026-01-07 12:00")) == ("ana", at("2026-01-08 00:00"))


def test_the_later_of_two_overrides_wins() -> None:
    rota = covered(
        a_rota("ana", "ben"),
        ("zoe", "2026-01-07 00:00", "2026-01-09 00:00"),
        ("kofi", "2026-01-08 00:00", "2026-01-10 00:00"),
    )

    assert on_call_now(rota, at("2026-01-08 12:00")) == "kofi"


def test_an_override_that_ends_within_the_same_persons_turn_is_no_handoff() -> None:
    rota = covered(a_rota("ana", "ben"), ("ana", "2026-01-11 00:00", "2026-01-13 00:00"))

    assert on_call_next(rota, at("2026-01-10 00:00")) == ("ben", at("2026-01-13 00:00"))


def test_an_override_that_outlasts_a_round_gives_way_to_the_turn_that_runs_then() -> None:
    rota = covered(a_rota("ana", "ben", days=1), ("ana", "2026-01-07 00:00", "2026-01-17 20:00"))

    assert on_call_next(rota, at("2026-01-08 00:00")) == ("ben", at("2026-01-18 14:00"))


def minute_by_minute(rota: Rota, since: datetime, until: datetime) -> list[str | None]:
    """Who has the shift at each minute: walk the clock, and pass the shift on when the wall shows the handoff."""
    zone = ZoneInfo(rota.zone)
    due = rota.starts.astimezone(zone).replace(tzinfo=None)
    turn, shifts = -1, []
    for minute in range((until - since) // MINUTE):
        instant = since + minute * MINUTE
        if instant >= due.replace(tzinfo=zone).astimezone(UTC):
            turn, due = turn + 1, due + rota.days * DAY
        stand_ins = [o.person for o in rota.overrides if o.start <= instant < o.end]
        member = rota.members[turn % len(rota.members)] if turn >= 0 else None
        shifts.append(stand_ins[-1] if stand_ins else member)
    return shifts


@st.composite
def a_rota_over_a_clock_change(draw: st.DrawFn) -> tuple[Rota, datetime, int]:
    """A rota whose handoff is near a clock change, the beginning of its first minutes, and one of them to look at."""
    near = st.integers(-120, 120)
    zone, change = draw(st.sampled_from(CLOCK_CHANGES))
    since = change - 2 * DAY
    people = st.sampled_from(["ana", "ben", "zoe"])
    minutes = st.integers(0, 4 * 24 * 60)
    overrides = []
    for start, end in draw(st.lists(st.tuples(minutes, minutes), max_size=3)):
        overrides.append(Override(person=draw(people), start=since + start * MINUTE, end=since + end * MINUTE))
    return (
        Rota(
            id="r",
            members=tuple(draw(st.lists(people, min_size=1, max_size=4))),
            starts=change - DAY + draw(near) * MINUTE,
            zone=zone,
            days=1,
            overrides=tuple(overrides),
        ),
        since,
        draw(near.map(lambda minute: minute + 2 * 24 * 60) | st.integers(0, 3 * 24 * 60)),
    )


@settings(max_examples=80, deadline=None)
@given(a_rota_over_a_clock_change())
def test_shifts_are_what_a_walk_through_the_minutes_finds(case: tuple[Rota, datetime, int]) -> None:
    rota, since, minute = case
    shifts = minute_by_minute(rota, since, since + 4 * DAY)
    later = (m for m in range(minute, len(shifts)) if shifts[m] is not None and shifts[m] != shifts[minute])
    change = next(later, None)

    assert on_call_now(rota, since + minute * MINUTE) == shifts[minute]
    if change is not None:
        assert on_call_next(rota, since + minute * MINUTE) == (shifts[change], since + change * MINUTE)
