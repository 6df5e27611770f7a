"""Promise 9: a tier that reaches nobody is passed at once, and the timeline says why."""

from datetime import time, timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain.alert.event import Escalated, Exhausted, TierSkipped
from chalicelib.domain.rules.person import Channel, Hours, Period, Person, Rota, Target, TargetKind
from chalicelib.domain.rules.tiers import Tier
from chalicelib.pipeline.why import Explain
from tests.builders import NOON, QUARTER, a_person, a_policy, to_person
from tests.functional.deaths import Fate, Mishap
from tests.functional.town import Town, town_policies

LATER = Rota(id="care", members=("kofi",), starts=NOON + timedelta(days=1))
MORNINGS = Hours(periods=tuple(Period(weekday=day, start=time(6), end=time(11)) for day in range(7)))


def a_town_without(ana: Person) -> Town:
    rules = town_policies()
    return Town(replace(rules, people={**rules.people, "ana": ana}))


def test_a_rota_with_nobody_on_call_is_passed_at_once() -> None:
    tiers = (Tier(notify=(Target(kind=TargetKind.ROTA, id="care"),), wait=QUARTER), *a_policy("ben").tiers)
    town = Town(town_policies(a_policy(tiers=tiers), rotas={"care": LATER}))
    post = town.post("x", "you lost my bag")

    town.phone("ben").expects_sms("lost my bag")
    [skipped] = town.events_of(post, TierSkipped)
    assert (skipped.tier, skipped.at, skipped.reason) == (1, NOON, "nobody is on call in rota 'care'")


@pytest.mark.parametrize(
    ("ana", "reason"),
    [
        (a_person("ana", phone=None, email=None), "ana has no phone and no email"),
        (a_person("ana", email=None, hours=MORNINGS), "ana is off until Tuesday 06:00"),
    ],
)
def test_a_person_who_cannot_be_told_is_passed_at_once(ana: Person, reason: str) -> None:
    town = a_town_without(ana)
    post = town.post("x", "you lost my bag")

    town.phone("ben").expects_sms("lost my bag")
    assert [event.reason for event in town.events_of(post, TierSkipped)] == [reason]


def test_a_person_who_left_is_passed_at_once(town: Town) -> None:
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    rules = town_policies(a_policy("ana", "ben", "zoe"))
    people = {id: person for id, person in rules.people.items() if id != "ben"}
    town.pushes(replace(rules, people=people))
    town.fast_forward(minutes=15)

    town.phone("dana").expects_sms("NOBODY ANSWERED")
    assert [event.reason for event in town.events_of(post, TierSkipped)] == ["ben is not among the people any more"]


def test_a_phone_that_opted_out_is_found_out_on_sending_and_passed_at_once(town: Town) -> None:
    town.world.phone.refused = {"ana.sms": "this phone opted out"}
    post = town.post("x", "you lost my bag")

    town.phone("ben").expects_sms("lost my bag")
    [skipped] = town.events_of(post, TierSkipped)
    assert (skipped.tier, skipped.at, skipped.reason) == (1, NOON, "ana.sms: this phone opted out")


def test_an_unconfirmed_email_beside_a_phone_that_works_passes_nobody() -> None:
    town = a_town_without(a_person("ana"))
    town.world.phone.refused = {"ana.email": "the subscription was not confirmed"}
    post = town.post("x", "you lost my bag")
    town.fast_forward(minutes=14)

    town.phone("ana").expects_sms("lost my bag")
    town.expects_nothing_more()
    assert town.events_of(post, TierSkipped) == []


def test_a_person_refused_by_every_channel_is_passed_at_once_with_each_reason() -> None:
    town = a_town_without(a_person("ana"))
    town.world.phone.refused = {"ana.sms": "opted out", "ana.email": "not confirmed"}
    post = town.post("x", "you lost my bag")

    town.phone("ben").expects_sms("lost my bag")
    [skipped] = town.events_of(post, TierSkipped)
    assert set(skipped.reason.split("; ")) == {"ana.sms: opted out", "ana.email: not confirmed"}


def test_one_refused_person_of_a_tier_of_two_passes_nobody() -> None:
    tiers = (Tier(notify=(to_person("ana", Channel.SMS), to_person("zoe", Channel.SMS)), wait=QUARTER),)
    town = Town(town_policies(a_policy(tiers=tiers)))
    town.world.phone.refused = {"ana.sms": "opted out"}
    town.post("x", "you lost my bag")
    town.fast_forward(minutes=14)

    town.phone("zoe").expects_sms("lost my bag")
    town.expects_nothing_more()


def test_where_every_tier_is_dead_the_duty_manager_is_told_at_once(town: Town) -> None:
    town.world.phone.refused = {"ana.sms": "opted out", "ben.sms": "opted out"}
    post = town.post("x", "you lost my bag")

    town.phone("dana").expects_sms("NOBODY ANSWERED", "lost my bag")
    assert [event.tier for event in town.events_of(post, TierSkipped)] == [1, 2]
    assert [event.told for event in town.events_of(post, Exhausted)] == [("dana",)]


def test_a_dead_tier_is_passed_in_every_repeat() -> None:
    rules = town_policies(a_policy("ana", "ben", repeat=1))
    town = Town(replace(rules, people={**rules.people, "ana": a_person("ana", phone=None, email=None)}))
    post = town.post("x", "you lost my bag")
    town.phone("ben").expects_sms("lost my bag")
    town.fast_forward(minutes=15)
    town.phone("ben").expects_sms("lost my bag")
    town.fast_forward(minutes=15)

    town.phone("dana").expects_sms("NOBODY ANSWERED")
    assert [(event.cycle, event.tier) for event in town.events_of(post, Escalated)] == [(0, 2), (1, 2)]


@pytest.mark.parametrize("mishap", Mishap)
@pytest.mark.parametrize("effect", ["mark", "save"])
def test_a_death_while_passing_a_dead_tier_still_passes_it(effect: str, mishap: Mishap) -> None:
    town = Town(fate=(fate := Fate()))
    town.world.phone.refused = {"ana.sms": "opted out"}
    post = town.hear_without_delivering("you lost my bag")
    fate.strike(effect, mishap)
    town.fast_forward(minutes=4)

    assert fate.struck
    town.phone("ben").expects_sms("lost my bag")
    assert len(town.events_of(post, TierSkipped)) == 1


def test_why_tells_each_try_of_each_contact_with_its_times_and_its_reason() -> None:
    town = Town(town_policies(a_policy("ana", "ben"), people={id: a_person(id) for id in ("ana", "ben", "dana")}))
    town.world.phone.refused["ana.email"] = "the address of ana was never confirmed"
    post = town.post("x", "you lost my bag")
    told = Explain(town.world.outside.store, town_policies).why(town.alert_of(post).id).notifications
    tries = {each.notification.rpartition("/")[2]: each.tries for each in told}

    [refused] = tries["ana.email"]
    assert (refused.status, refused.at, refused.reason) == ("refused", NOON, "the address of ana was never confirmed")
    put_off, *_, sent = tries["ana.sms"]
    assert (put_off.status, put_off.at, put_off.reason) == ("deferred", NOON, "an email went first")
    assert put_off.until and put_off.until > NOON
    assert (sent.status, sent.at) == ("sent", NOON)
