"""Somebody marries, a rota gets a better name: what runs under the former name goes on."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain.alert.event import Reminded, TierSkipped
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Rota, Target, TargetKind
from chalicelib.domain.rules.tiers import Tier
from tests.builders import NOON, QUARTER, a_policy
from tests.functional.town import Town, town_policies

BEFORE = NOON - timedelta(days=7)
ON_CALL = Tier(notify=(Target(kind=TargetKind.ROTA, id="care"),), wait=QUARTER)


def rules() -> Policies:
    policy = a_policy(tiers=(*a_policy("ana").tiers, ON_CALL))
    return town_policies(policy, rotas={"care": Rota(id="care", members=("ben",), starts=BEFORE)})


def renamed(before: Policies) -> Policies:
    people = {("anna" if id == "ana" else id): person for id, person in before.people.items()}
    people["anna"] = replace(people["anna"], id="anna", name="Anna")
    return replace(
        before,
        version="v2",
        people=people,
        rotas={"guests": Rota(id="guests", members=("ben",), starts=BEFORE)},
        people_were={"ana": "anna"},
        rotas_were={"care": "guests"},
    )


@pytest.fixture
def town() -> Town:
    return Town(rules())


def test_the_link_of_before_opens_and_acts_as_the_same_person(town: Town) -> None:
    post = town.post("x", "you lost my bag")
    page = town.phone("ana").expects_sms("lost my bag").then_opens_link()
    town.pushes(renamed(rules()))
    page.then_presses("Acknowledge")

    assert town.alert_of(post).owner == "anna"


def test_whoever_has_it_is_reminded_and_may_end_it(town: Town) -> None:
    post = town.post("x", "you lost my bag")
    page = town.phone("ana").expects_sms("lost my bag").then_opens_link()
    page.then_presses("Acknowledge")
    town.pushes(renamed(rules()))
    town.fast_forward(minutes=51)

    town.phone("anna").expects_sms("Your time ends soon")
    [reminded] = town.events_of(post, Reminded)
    assert reminded.owner == "anna"
    page.then_presses("Needs no answer")
    assert town.alert_of(post).is_resolved


def test_the_shift_of_a_rota_is_called_under_its_former_name(town: Town) -> None:
    post = town.post("x", "you lost my bag")
    town.pushes(renamed(rules()))
    town.fast_forward(minutes=16)

    town.phone("ben").expects_sms("lost my bag")
    assert town.events_of(post, TierSkipped) == []


def test_what_waits_to_be_sent_goes_to_the_same_phone(town: Town) -> None:
    town.hear_without_delivering("you lost my bag")
    town.pushes(renamed(rules()))
    town.fast_forward(minutes=1)

    town.phone("anna").expects_sms("lost my bag")


def test_without_a_word_of_it_the_tier_is_passed_and_says_why(town: Town) -> None:
    post = town.post("x", "you lost my bag")
    town.pushes(replace(renamed(rules()), people_were={}, rotas_were={}))
    town.fast_forward(minutes=16)

    [skipped] = town.events_of(post, TierSkipped)
    assert skipped.reason == "there is no rota 'care' any more"
