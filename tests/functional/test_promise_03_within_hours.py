"""Promise 3, for routine alerts: whatever runs when, and whatever clocks do, nobody is called after hours."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.alert.event import Escalated, Exhausted
from chalicelib.domain.people.hours import is_open
from chalicelib.domain.rules.person import Hours, Period
from chalicelib.domain.rules.tiers import Department
from tests.builders import a_policy
from tests.functional.town import Town, town_policies

BERLIN = Hours(
    zone="Europe/Berlin",
    periods=tuple(
        Period(weekday=day, start=start, end=end)
        for day in range(7)
        for start, end in ((time(1), time(2, 30)), (time(9), time(12)), (time(13), time(17)))
    ),
)
"""With a night shift, whose end is skipped or shown twice when clocks change."""

BEFORE_SPRING, BEFORE_AUTUMN = datetime(2026, 3, 27, 12, tzinfo=UTC), datetime(2026, 10, 23, 12, tzinfo=UTC)
stretches = st.lists(st.tuples(st.booleans(), st.integers(1, 700)), max_size=10)


@given(start=st.sampled_from([BEFORE_SPRING, BEFORE_AUTUMN]), hour=st.integers(0, 47), stretches=stretches)
def test_routine_calls_stay_within_opening_hours(start: datetime, hour: int, stretches: list[tuple[bool, int]]) -> None:
    """Stretches in which everything runs take turns with outages."""
    care = Department(id="care", name="Care", escalation="care", hours=BERLIN)
    policy = a_policy("ana", "ben", "zoe", wait=timedelta(minutes=50), repeat=1)
    town = Town(town_policies(policy, departments={"care": care}), at=start + timedelta(hours=hour))
    post = town.post("x", "you lost my bag")
    for is_outage, minutes in stretches:
        if is_outage:
            town.world.clock.forward(minutes=minutes)
        else:
            town.fast_forward(minutes=minutes)

    called = [*town.events_of(post, Escalated), *town.events_of(post, Exhausted)]
    assert all(is_open(BERLIN, event.at) for event in called)
