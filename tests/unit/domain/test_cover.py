"""Cover: who would be told first at each instant of a week, and where nobody would be."""

from datetime import datetime, time, timedelta

from msgspec.structs import replace

from chalicelib.domain.people.cover import Stretch, covers
from chalicelib.domain.people.hours import after_business_time, is_open, next_opening
from chalicelib.domain.people.rota import shifts
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Away, Hours, Override, Period, Person, Rota, Target, TargetKind
from chalicelib.domain.rules.tiers import Tier
from tests.builders import NOON, QUARTER, a_person, a_policy, policies_for

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
OFFICE = Hours(periods=tuple(Period(weekday=day, start=time(9), end=time(17)) for day in range(5)))


def with_people(policies: Policies, *people: Person) -> Policies:
    return replace(policies, people=policies.people | {person.id: person for person in people})


def stretches(policies: Policies, start: datetime, end: datetime) -> list[tuple[tuple[str, ...], datetime, datetime]]:
    return [(each.people, each.start, each.end) for each in covers(policies, start, end)["care"]]


def test_where_somebody_is_always_there_one_stretch_covers_the_week() -> None:
    assert covers(policies_for(), NOON, NOON + 7 * DAY) == {
        "care": (Stretch(people=("ana",), start=NOON, end=NOON + 7 * DAY),)
    }


def test_the_next_tier_covers_what_the_first_does_not_and_what_none_does_is_a_hole() -> None:
    early = Hours(periods=tuple(Period(weekday=day, start=time(6), end=time(9)) for day in range(7)))
    policies = with_people(policies_for(), a_person("ana", hours=OFFICE), a_person("ben", hours=early))
    midnight = NOON.replace(hour=0)

    assert stretches(policies, midnight, midnight + DAY) == [
        ((), midnight, midnight + 6 * HOUR),
        (("ben",), midnight + 6 * HOUR, midnight + 9 * HOUR),
        (("ana",), midnight + 9 * HOUR, midnight + 17 * HOUR),
        ((), midnight + 17 * HOUR, midnight + DAY),
    ]


def test_a_shift_changes_to_the_minute() -> None:
    handoff = NOON + timedelta(minutes=7)
    rota = Rota(id="care", members=("ana", "ben"), starts=handoff - DAY, days=1)
    tier = Tier(notify=(Target(kind=TargetKind.ROTA, id="care"),), wait=QUARTER)
    policies = policies_for(replace(a_policy(), tiers=(tier,)), rotas={"care": rota})

    assert stretches(policies, NOON, NOON + HOUR) == [
        (("ana",), NOON, handoff),
        (("ben",), handoff, NOON + HOUR),
    ]


def test_shifts_come_one_a_turn_and_an_override_cuts_them() -> None:
    override = Override(person="dana", start=NOON + 6 * HOUR, end=NOON + 9 * HOUR)
    rota = Rota(id="care", members=("ana", "ben"), starts=NOON - DAY, days=1, overrides=(override,))

    assert [(each.person, each.start, each.end) for each in shifts(rota, NOON, NOON + 2 * DAY)] == [
        ("ben", NOON, NOON + 6 * HOUR),
        ("dana", NOON + 6 * HOUR, NOON + 9 * HOUR),
        ("ben", NOON + 9 * HOUR, NOON + DAY),
        ("ana", NOON + DAY, NOON + 2 * DAY),
    ]


def test_before_the_first_handoff_nobody_has_the_shift() -> None:
    rota = Rota(id="care", members=("ana",), starts=NOON + DAY, days=7)

    assert [each.person for each in shifts(rota, NOON, NOON + 2 * DAY)] == [None, "ana"]


def test_who_is_away_is_off_until_they_are_back_at_work() -> None:
    away = replace(OFFICE, away=(Away(start=NOON, end=NOON + 2 * HOUR), Away(start=NOON + 5 * HOUR, end=NOON + DAY)))

    assert is_open(away, NOON - timedelta(minutes=1))
    assert not is_open(away, NOON)
    assert next_opening(away, NOON) == NOON + 2 * HOUR
    assert next_opening(away, NOON + 5 * HOUR) == NOON + DAY
    assert after_business_time(away, NOON - HOUR, 2 * HOUR) == NOON + 3 * HOUR
