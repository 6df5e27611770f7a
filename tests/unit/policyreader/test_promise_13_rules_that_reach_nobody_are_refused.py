"""Promise 13: in any hour of a year, every department's last tier reaches somebody."""

from datetime import date, datetime, time, timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain.rules.brand import Brand
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Hours, Override, Period, Person, Rota, Target, TargetKind
from chalicelib.domain.rules.tiers import Department, EscalationPolicy, Tier
from policyreader.calendars import parse_hours
from policyreader.coverage import uncovered_days
from policyreader.days_off import parse_days_off
from policyreader.reach import Unreachable, unreachable_hours
from tests.unit.domain.test_hours import at

MONDAY = at("2026-01-05 00:00")
DAYS = Hours(periods=tuple(Period(weekday=day, start=time(6), end=time(18)) for day in range(7)))
NIGHTS = Hours(
    periods=tuple(
        Period(weekday=day, start=start, end=end)
        for day in range(7)
        for start, end in ((time(0), time(6)), (time(18), time(0)))
    )
)


def some_policies(*notify: Target, zone: str = "UTC", **people: Hours) -> Policies:
    """One department whose only tier tells `notify`; each person has an email address and the given hours."""
    return Policies(
        version="1",
        brand=Brand(name="Wayfare"),
        people={name: Person(id=name, name=name, email=f"{name}@b.example", hours=own) for name, own in people.items()},
        departments={"care": Department(id="care", name="Care", escalation="care", hours=Hours(zone=zone))},
        escalation={
            "care": EscalationPolicy(id="care", tiers=(Tier(notify=notify, wait=timedelta(minutes=15)),)),
        },
        routes=(),
        duty_manager="ana",
        rotas={"care": Rota(id="care", members=("ana", "ben"), starts=MONDAY)},
    )


def person(name: str) -> Target:
    return Target(kind=TargetKind.PERSON, id=name)


ROTA = Target(kind=TargetKind.ROTA, id="care")


def unreachable_hour(policies: Policies) -> Unreachable | None:
    return next(unreachable_hours(policies), None)


def hour_of(policies: Policies) -> str:
    return str(unreachable_hour(policies))


def test_promise_13_two_people_who_share_the_day_leave_no_gap() -> None:
    assert unreachable_hour(some_policies(person("ana"), person("ben"), ana=DAYS, ben=NIGHTS)) is None


def test_promise_13_a_night_that_nobody_covers_is_named() -> None:
    policies = some_policies(person("ana"), ana=DAYS)

    assert hour_of(policies) == "nobody can be reached on Monday 00:00 (ana is off until Monday 06:00)"


def test_promise_13_the_hour_is_told_by_the_departments_own_clock() -> None:
    policies = some_policies(person("ana"), ana=DAYS, zone="Asia/Tokyo")

    assert hour_of(policies) == "nobody can be reached on Monday 03:00 (ana is off until Monday 06:00)"


def test_promise_13_a_quarter_of_an_hour_is_a_gap_too() -> None:
    nearly = Hours(periods=(*DAYS.periods[:3], Period(weekday=3, start=time(6), end=time(17, 45)), *DAYS.periods[4:]))
    policies = some_policies(person("ana"), person("ben"), ana=nearly, ben=NIGHTS)

    assert hour_of(policies).startswith("nobody can be reached on Thursday 17:45 (ana is off until Friday 06:00; ben")


def test_promise_13_every_turn_of_a_rota_counts() -> None:
    policies = some_policies(ROTA, ana=Hours(), ben=DAYS)

    assert hour_of(policies) == "nobody can be reached on Monday 00:00 (ben is off until Monday 06:00)"


def test_promise_13_a_department_with_hours_is_told_of_urgent_alerts_at_night() -> None:
    policies = some_policies(person("ana"), ana=DAYS)
    closed = replace(policies.departments["care"], hours=DAYS)

    assert unreachable_hour(replace(policies, departments={"care": closed})) is not None


def test_promise_13_only_the_last_tier_counts() -> None:
    policies = some_policies(person("ben"), ana=DAYS, ben=Hours())
    tiers = (Tier(notify=(person("ana"),), wait=timedelta(minutes=15)), *policies.escalation["care"].tiers)
    escalation = {"care": replace(policies.escalation["care"], tiers=tiers)}

    assert unreachable_hour(replace(policies, escalation=escalation)) is None


def test_promise_13_days_off_and_stand_ins_pass_and_do_not_count() -> None:
    policies = some_policies(ROTA, ana=Hours(closures=(date(2026, 1, 6),)), ben=Hours(country="US"), zoe=DAYS)
    stand_in = Override(person="zoe", start=MONDAY, end=datetime.max.replace(tzinfo=MONDAY.tzinfo))
    rota = replace(policies.rotas["care"], overrides=(stand_in,))

    assert unreachable_hour(replace(policies, rotas={"care": rota})) is None


def test_promise_13_each_department_shows_its_own_gap() -> None:
    policies = some_policies(person("ana"), ana=DAYS)
    press = Department(id="press", name="Press", escalation="care", hours=Hours(zone="Asia/Tokyo"))
    gaps = list(unreachable_hours(replace(policies, departments=policies.departments | {"press": press})))

    assert [(gap.department, f"{gap.hour:%A %H:%M}") for gap in gaps] == [
        ("care", "Monday 00:00"),
        ("press", "Monday 03:00"),
    ]


@pytest.mark.parametrize(
    ("hours", "gap"), [("daily 00:00-23:59", "Monday 23:59"), ("daily 00:00-09:01 09:14-24:00", "Monday 09:01")]
)
def test_promise_13_a_gap_of_a_minute_is_found(hours: str, gap: str) -> None:
    policies = some_policies(person("ana"), ana=Hours(periods=parse_hours(hours)))

    assert hour_of(policies).startswith(f"nobody can be reached on {gap} ")


def shifts(first: str, first_hours: str, second: str, second_hours: str) -> Policies:
    """Two rotas of one person each that share the day, each by its own clock."""
    people = {
        "ana": Hours(zone=first, periods=parse_hours(first_hours)),
        "ben": Hours(zone=second, periods=parse_hours(second_hours)),
    }
    rotas = {
        "ana": Rota(id="ana", members=("ana",), starts=MONDAY, zone=first),
        "ben": Rota(id="ben", members=("ben",), starts=MONDAY, zone=second),
    }
    both = (Target(kind=TargetKind.ROTA, id=name) for name in rotas)
    return replace(some_policies(*both, zone=first, **people), rotas=rotas)


@pytest.mark.parametrize(
    ("policies", "when"),
    [
        (
            shifts("America/Phoenix", "daily 00:00-12:00", "America/New_York", "daily 14:00-02:00"),
            "Sunday 23:00 in March",
        ),
        (shifts("Asia/Kolkata", "daily 04:30-16:30", "Europe/Berlin", "daily 12:00-24:00"), "Monday 03:30 in March"),
    ],
    ids=["New York and Phoenix", "Berlin and Kolkata"],
)
def test_promise_13_an_hour_that_opens_when_clocks_are_set_to_summer_is_found(policies: Policies, when: str) -> None:
    assert hour_of(policies).startswith(f"nobody can be reached on {when} (")


def test_promise_13_shifts_that_overlap_by_an_hour_hold_all_year() -> None:
    policies = shifts("America/Phoenix", "daily 00:00-12:00", "America/New_York", "daily 14:00-03:00")

    assert unreachable_hour(policies) is None


def test_promise_13_days_off_of_people_with_hours_pass_too() -> None:
    off = replace(DAYS, closures=tuple(date(2026, 1, day) for day in range(5, 20)), country="US")

    assert unreachable_hour(some_policies(person("ana"), person("ben"), ana=off, ben=NIGHTS)) is None


def test_promise_13_a_shift_that_hands_over_into_somebodys_night_is_found() -> None:
    """No hours end then: who had the shift goes on working, and whoever takes it is asleep."""
    policies = some_policies(ROTA, ana=Hours(periods=parse_hours("daily 00:00-24:00")), ben=DAYS)
    evening = Rota(id="care", members=("ana", "ben"), starts=MONDAY + timedelta(hours=20), days=1)

    assert hour_of(replace(policies, rotas={"care": evening})).startswith(
        "nobody can be reached on Monday 20:00 (ben is off"
    )


def uncovered(closed: str, **more: Hours) -> list[str]:
    off = parse_days_off(closed)
    away = Hours(closures=off.days, closings=off.closings)
    policies = some_policies(person("ana"), person("ben"), ana=away, ben=more.get("ben", away))
    assert unreachable_hour(policies) is None
    return list(uncovered_days(policies, since=MONDAY))


def test_promise_13_a_half_day_that_leaves_nobody_is_named_with_its_hour() -> None:
    assert uncovered("every 12-24 from 12:00") == [
        "escalation.care.tiers[0]: nobody of care can be reached on Thursday 2026-12-24 12:00 "
        "(ana is off until Friday 00:00; ben is off until Friday 00:00): the duty manager is called"
    ]
    assert "nor in some hour of 2 more days: the duty manager" in uncovered("2026-08-03 to 2026-08-05")[0]


def test_promise_13_days_off_that_somebody_covers_and_those_gone_by_are_not_named() -> None:
    assert uncovered("every 12-24 from 12:00", ben=Hours()) == []
    assert uncovered("2025-12-24") == []


def test_promise_13_holidays_of_two_countries_leave_nobody_only_where_both_have_one() -> None:
    germany, france = Hours(country="DE", region="BE"), Hours(country="FR")
    policies = some_policies(person("ana"), person("ben"), ana=germany, ben=france)

    [line] = uncovered_days(policies, since=at("2026-01-02 00:00"))
    assert "on Friday 2026-05-01 00:00" not in line
    assert "nobody of care can be reached on Monday 2026-04-06" in line
