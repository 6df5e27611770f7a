"""Who is who: whom a target reaches, and whose posts are the brand's own."""

from datetime import datetime, time, timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain.heard.mention import Author, Mention, Network
from chalicelib.domain.judged.ours import is_own, is_staff, person_by_handle
from chalicelib.domain.people.directory import missing_reason, reachable_people
from chalicelib.domain.rules.brand import Brand
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Channel, Hours, Override, Period, Person, Rota, Target, TargetKind
from chalicelib.domain.rules.tiers import Department
from tests.builders import a_person, policies_for
from tests.unit.domain.test_hours import at

NOON = at("2026-07-01 12:00")
SUNDAY_NIGHT = at("2026-07-05 01:00")

ANA = Person(id="ana", name="Ana", phone="+12125550101", email="ana@wayfare.example", handles={"x": "Ana_Wayfare"})
BEN = Person(id="ben", name="Ben", email="ben@wayfare.example")
ZOE = Person(id="zoe", name="Zoe")
OFFICE = Hours(zone="Europe/London", periods=tuple(Period(weekday=d, start=time(9), end=time(17)) for d in range(5)))
MEI = Person(id="mei", name="Mei", phone="+12125550102", hours=OFFICE)

POLICIES = Policies(
    version="1",
    brand=Brand(name="Wayfare", handles={"x": ("wayfare", "WayfareHelp")}),
    people={person.id: person for person in (ANA, BEN, ZOE, MEI)},
    departments={"care": Department(id="care", name="Care", escalation="care")},
    escalation={},
    routes=(),
    duty_manager="ana",
    rotas={
        "care": Rota(id="care", members=("ana", "ben"), starts=NOON - timedelta(days=1)),
        "later": Rota(id="later", members=("ana",), starts=NOON + timedelta(days=1)),
        "gone": Rota(id="gone", members=("omar",), starts=NOON - timedelta(days=1)),
    },
)


def person(name: str, *channels: Channel) -> Target:
    return Target(kind=TargetKind.PERSON, id=name, channels=channels or (Channel.SMS, Channel.EMAIL))


def rota(name: str) -> Target:
    return Target(kind=TargetKind.ROTA, id=name)


def a_post(handle: str, network: Network = Network.X) -> Mention:
    return Mention(
        source="x",
        network=network,
        id="1",
        url="https://x.example/1",
        text="hello",
        author=Author(id="9", handle=handle),
        posted_at=NOON,
        thread="1",
    )


def test_a_person_is_reached_by_name() -> None:
    assert reachable_people(person("ana"), POLICIES, NOON) == (ANA,)


def test_a_rota_reaches_whoever_has_the_shift() -> None:
    assert reachable_people(rota("care"), POLICIES, NOON) == (ANA,)
    assert reachable_people(rota("care"), POLICIES, NOON + timedelta(days=7)) == (BEN,)


@pytest.mark.parametrize(
    ("target", "instant", "reason"),
    [
        (person("omar"), NOON, "omar is not among the people any more"),
        (person("zoe"), NOON, "zoe has no phone and no email"),
        (person("ben", Channel.SMS), NOON, "ben has no phone"),
        (person("mei"), SUNDAY_NIGHT, "mei is off until Monday 09:00"),
        (rota("later"), NOON, "nobody is on call in rota 'later'"),
        (rota("press"), NOON, "there is no rota 'press' any more"),
        (rota("gone"), NOON, "omar is not among the people any more"),
    ],
)
def test_a_target_that_reaches_nobody_says_why(target: Target, instant: datetime, reason: str) -> None:
    assert reachable_people(target, POLICIES, instant) == ()
    assert missing_reason(target, POLICIES, instant) == reason


def test_a_target_that_reaches_somebody_misses_nobody() -> None:
    assert missing_reason(person("mei"), POLICIES, NOON) == ""


@pytest.mark.parametrize("handle", ["ana_wayfare", "@ANA_WAYFARE"])
def test_handles_are_the_same_in_any_case_and_with_or_without_the_at_sign(handle: str) -> None:
    assert person_by_handle(POLICIES, Network.X, handle) == ANA


def test_a_handle_belongs_to_one_network_only() -> None:
    assert person_by_handle(POLICIES, Network.MASTODON, "ana_wayfare") is None


def test_nobody_posts_without_a_handle() -> None:
    assert person_by_handle(POLICIES, Network.X, "") is None


def test_the_brands_accounts_are_its_own() -> None:
    assert is_own(a_post("WAYFAREHELP"), POLICIES)
    assert not is_own(a_post("wayfare_fan"), POLICIES)
    assert not is_own(a_post("wayfare", Network.FEED), POLICIES)


def test_registered_people_are_staff() -> None:
    assert is_staff(a_post("ana_wayfare"), POLICIES)
    assert not is_staff(a_post("wayfare"), POLICIES)


def test_a_stand_in_who_is_off_duty_does_not_empty_the_rota() -> None:
    closed = Hours(closures=(NOON.date(),))
    stand_in = Override(person="zoe", start=NOON - timedelta(days=1), end=NOON + timedelta(days=1))
    rota = Rota(id="care", members=("ana",), starts=NOON - timedelta(days=700), overrides=(stand_in,))
    target = Target(kind=TargetKind.ROTA, id="care")
    rules = policies_for(rotas={"care": rota})
    at_home = {**rules.people, "zoe": a_person("zoe", hours=closed)}
    both = {**at_home, "ana": a_person("ana", hours=closed)}

    assert [person.id for person in reachable_people(target, rules, NOON)] == ["zoe"]
    assert [person.id for person in reachable_people(target, replace(rules, people=at_home), NOON)] == ["ana"]
    assert missing_reason(target, replace(rules, people=both), NOON).startswith("zoe is off until")
