"""The directory: who is on call until when, how everybody is reached, and where nobody covers the week."""

import re
from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.domain.people.address import Proof, address_id
from chalicelib.domain.rules.person import Hours, Period, Rota, Target, TargetKind
from chalicelib.domain.rules.tiers import Tier
from gallery.reading import readable
from tests.builders import NOON, PHONES, QUARTER, a_policy, an_alert, policies_for
from tests.functional.api import World, a_world
from tests.functional.test_web_desk import look

OFFICE = Hours(periods=tuple(Period(weekday=day, start=time(9), end=time(17)) for day in range(5)))
DAILY = Rota(id="care-rota", members=("ana", "ben"), starts=NOON - timedelta(days=1, hours=3), days=1)
BY_SHIFT = Tier(notify=(Target(kind=TargetKind.ROTA, id="care-rota"),), wait=QUARTER)


@pytest.fixture
def world() -> Iterator[World]:
    with a_world(policies=policies_for(replace(a_policy(), tiers=(BY_SHIFT,)), rotas={"care-rota": DAILY})) as world:
        world.has(an_alert())
        yield world


def changed(world: World, person: str, **changes: Any) -> None:
    people = world.policies.people
    world.policies = replace(world.policies, people=people | {person: replace(people[person], **changes)})


def page_of(world: World, path: str = "/people") -> str:
    answer = look(world, path) if path.startswith("/people") else world.get(path)
    assert answer.status_code == 200, answer.body
    return answer.body.decode()


def test_a_department_says_who_is_on_call_until_when_and_who_is_next(world: World) -> None:
    page = page_of(world)

    assert "Ben is on call until Tue 5 May 09:00 UTC, then Ana" in page
    assert "care-rota" not in readable(page), "people know each other by name"


def test_a_week_that_is_covered_shows_no_hole_and_each_spell_in_the_table(world: World) -> None:
    page = page_of(world)

    assert 'class="hole"' not in page
    assert "Nobody covers" not in page
    assert "<td>Ben</td><td>09:00 UTC</td><td>Tue 5 May 09:00 UTC</td>" in page


def test_what_nobody_covers_is_a_hole_in_the_picture_and_in_the_table(world: World) -> None:
    for person in ("ana", "ben"):
        changed(world, person, hours=OFFICE)
    page = page_of(world)

    assert len(re.findall(r'<rect class="hole"', page)) == 6
    assert "Nobody covers 128 h of these seven days." in page
    assert '<tr class="urgent"><td>nobody</td><td>17:00 UTC</td><td>Tue 5 May 09:00 UTC</td></tr>' in page


def test_a_person_says_how_they_are_reached_and_how_that_is_known(world: World) -> None:
    world.store.prove(address_id(PHONES["ben"]), Proof.ANSWERED, at=NOON)
    world.store.stop(address_id("ben@wayfare.example"), since=NOON)
    page = page_of(world, "/people?q=ben")

    assert "SMS: an answer came 12:00 UTC" in page
    assert "email: asked for no more messages" in page
    assert f'<a href="tel:{PHONES["ben"]}" aria-label="Call Ben">' in page


def test_a_search_finds_people_by_name(world: World) -> None:
    assert re.findall(r'id="person-(\w+)"', page_of(world, "/people?q=ZO")) == ["zoe"]
    assert "Nobody is called that." in page_of(world, "/people?q=nobody")


def test_who_is_off_is_shown_with_when_they_are_back(world: World) -> None:
    changed(world, "zoe", hours=OFFICE)
    world.clock.forward(hours=6)

    page = page_of(world, "/people?q=zoe")
    assert "back Tue 5 May 09:00 UTC" in page
    assert "Mon–Fri 09:00–17:00 (UTC)" in page


def test_a_hidden_number_is_shown_to_nobody_but_its_owner(world: World) -> None:
    changed(world, "ben", hide_phone=True)
    assert PHONES["ben"] not in page_of(world)
    changed(world, "ana", hide_phone=True)
    assert PHONES["ana"] in page_of(world)


def test_a_personal_link_opens_it_with_the_numbers_of_whom_an_alert_may_be_handed_to(world: World) -> None:
    changed(world, "zoe", hours=OFFICE)
    changed(world, "mei", hide_phone=True)
    world.clock.forward(hours=6)
    page = page_of(world, "/a/token-1/people")

    assert "Ben is on call until" in page
    assert PHONES["ben"] in page
    assert PHONES["zoe"] not in page, "she is off: nothing can be handed to her now"
    assert PHONES["mei"] not in page


def test_an_expired_link_opens_it_no_more_and_nobody_without_one_does(world: World) -> None:
    assert world.get("/people").status_code == 401
    assert world.get("/a/nothing/people").status_code == 404
    world.clock.forward(days=3)
    assert world.get("/a/token-1/people").status_code == 410


def test_my_alerts_lead_there_by_a_link_and_signed_in(world: World) -> None:
    assert 'href="token-1/people"' in world.get("/a/token-1").body.decode()
    assert 'href="people"' in page_of_me(world)


def page_of_me(world: World) -> str:
    return look(world, "/me").body.decode()
