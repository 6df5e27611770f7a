"""Shifts that people give and take on the desk, and absences: the page says what became of each."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import cast
from urllib.parse import urlencode

import pytest
from chalice.test import HTTPResponse
from icalendar import Calendar
from msgspec.structs import replace

from chalicelib.domain.people.rota import on_call_now
from chalicelib.domain.people.swap import Swap
from chalicelib.domain.rules.person import Role, Rota, Target, TargetKind
from chalicelib.domain.rules.tiers import Tier
from chalicelib.pipeline.shifts import Shifts
from chalicelib.ports import Telemetry
from tests.builders import NOON, QUARTER, a_link, a_policy, an_alert, policies_for
from tests.functional.api import World, a_world
from tests.functional.test_web_desk import FORM, enter, look

DAY = timedelta(days=1)
ROTA = Rota(id="care-rota", members=("ana", "ben", "zoe"), starts=NOON, days=1)
BY_SHIFT = Tier(notify=(Target(kind=TargetKind.ROTA, id="care-rota"),), wait=QUARTER)
BENS = f"care-rota~{(NOON + 2 * DAY).isoformat()}"


@pytest.fixture
def world() -> Iterator[World]:
    """Ana has the shift until tomorrow at noon, then ben, then zoe."""
    policies = policies_for(replace(a_policy(), tiers=(BY_SHIFT,)), rotas={"care-rota": ROTA})
    with a_world(policies=policies) as world:
        world.has(an_alert())
        for person in ("ben", "zoe", "mei", "dana"):
            world.store.save_link(a_link(person, person=person))
        becomes(world, "dana", Role.OPERATOR)
        yield world


def becomes(world: World, person: str, role: Role) -> None:
    people = world.policies.people
    world.policies = replace(world.policies, people=people | {person: replace(people[person], role=role)})


def page_of(world: World, person: str, path: str = "/people") -> str:
    answer = look(world, path, enter(world, person))
    assert answer.status_code == 200
    return answer.body.decode()


def press(world: World, who: str, action: str, **fields: str) -> HTTPResponse:
    """Post a form of the page as this person."""
    cookie = enter(world, who)
    found = re.search(r'name="csrf" value="(\w+)"', look(world, "/people", cookie).body.decode())
    assert found
    body = urlencode({"csrf": found[1], "action": action} | fields).encode()
    return world.post("/people", body, FORM | {"cookie": cookie})


def done(world: World, who: str, action: str, **fields: str) -> str:
    """Press, and the page that follows."""
    answer = press(world, who, action, **fields)
    assert answer.status_code == 303, answer.body.decode()
    return page_of(world, who, "/" + answer.headers["Location"].partition("#")[0])


def refused(world: World, who: str, action: str, **fields: str) -> str:
    answer = press(world, who, action, **fields)
    assert answer.status_code in (400, 403, 404, 409, 422), answer.status_code
    return answer.body.decode()


def swap(world: World) -> Swap:
    [found] = world.store.standing().swaps
    return found


def on_call(world: World, at: datetime) -> str | None:
    return on_call_now(world.shifts.policies().rotas["care-rota"], at)


def test_a_shift_is_offered_to_somebody_who_takes_it(world: World) -> None:
    assert "It was offered. It stays yours" in done(world, "ben", "give", shift=BENS, to="mei")
    assert on_call(world, NOON + DAY) == "ben"
    assert "Offered to Mei" in page_of(world, "ben")
    assert "Ben offers a shift: Customer care, Tue 5 May 12:00 UTC – Wed 6 May 12:00 UTC" in page_of(world, "mei")
    assert "Ben offers a shift" not in page_of(world, "zoe")

    assert "The shift is yours." in done(world, "mei", "take", swap=swap(world).id)
    assert on_call(world, NOON + DAY) == "mei"
    assert on_call(world, NOON + 2 * DAY) == "zoe"
    assert "Mei took the shift of Ben" in page_of(world, "zoe")
    assert "Ana is on call until Tue 5 May 12:00 UTC, then Mei" in page_of(world, "zoe")


def test_what_is_offered_to_all_goes_to_the_member_who_takes_it_first(world: World) -> None:
    done(world, "ben", "give", shift=BENS, to="")
    assert "Ben offers a shift" not in page_of(world, "mei"), "she is no member"

    done(world, "zoe", "take", swap=swap(world).id)
    assert "Zoe has this shift already" in refused(world, "token-1", "take", swap=swap(world).id)
    assert on_call(world, NOON + DAY) == "zoe"


def test_of_two_who_take_it_at_once_the_second_is_told_who_was_first(world: World) -> None:
    done(world, "ben", "give", shift=BENS, to="")
    offered, keep = swap(world), world.store.keep_swap

    def slow(wanted: Swap) -> bool:
        world.store.keep_swap = keep  # type: ignore[method-assign]
        other = Shifts(world.store, lambda: world.policies, world.clock, cast(Telemetry, world.telemetry))
        other.take(offered.id, by="ana")
        return keep(wanted)

    world.store.keep_swap = slow  # type: ignore[method-assign, assignment]
    assert "Ana has this shift already" in refused(world, "zoe", "take", swap=offered.id)
    assert swap(world).taker == "ana"


def test_who_takes_a_shift_that_has_begun_has_the_rest_and_one_that_is_over_not_at_all(world: World) -> None:
    done(world, "ben", "give", shift=BENS, to="mei")
    offered = swap(world)
    world.clock.forward(hours=30)
    world.store.save_link(a_link("later", person="mei", expires_at=NOON + 9 * DAY))
    done(world, "later", "take", swap=offered.id)
    assert on_call(world, NOON + timedelta(hours=29)) == "ben"
    assert on_call(world, NOON + timedelta(hours=30)) == "mei"

    world.store.save_link(a_link("zoes", person="zoe", expires_at=NOON + 9 * DAY))
    zoes = f"care-rota~{(NOON + 3 * DAY).isoformat()}"
    done(world, "zoes", "give", shift=zoes, to="mei")
    late = next(each for each in world.store.standing().swaps if each.giver == "zoe")
    world.clock.forward(hours=42)
    assert "this shift is over" in refused(world, "later", "take", swap=late.id)


def test_an_offer_is_taken_back_and_cannot_be_taken_then(world: World) -> None:
    done(world, "ben", "give", shift=BENS, to="mei")
    assert "The offer was taken back" in done(world, "ben", "withdraw", swap=swap(world).id)
    assert "not offered any more" in refused(world, "mei", "take", swap=swap(world).id)
    assert on_call(world, NOON + DAY) == "ben"


def test_who_cannot_says_so_and_the_shift_stays(world: World) -> None:
    done(world, "ben", "give", shift=BENS, to="mei")
    done(world, "mei", "decline", swap=swap(world).id)

    assert on_call(world, NOON + DAY) == "ben"
    assert "Mei cannot take the shift of Ben" in page_of(world, "ben")


def test_only_ones_own_shift_is_given_and_only_an_operator_puts_somebody_in(world: World) -> None:
    assert "not yours to give" in refused(world, "zoe", "give", shift=BENS, to="mei")
    assert "this needs a operator" in refused(world, "ben", "put-in", shift=BENS, to="mei")
    assert "They have the shift." in done(world, "dana", "put-in", shift=BENS, to="mei")
    assert on_call(world, NOON + DAY) == "mei"
    assert world.telemetry.shifts == [("taken", "dana", "ben")]


def test_who_only_looks_changes_nothing(world: World) -> None:
    becomes(world, "ben", Role.VIEWER)
    assert "Your shifts" not in page_of(world, "ben")
    assert "Your shifts" not in page_of(world, "ben", "/me")

    cookie = enter(world, "ben")
    found = re.search(r'name="csrf" value="(\w+)"', look(world, "/people", cookie).body.decode())
    assert found
    body = urlencode({"csrf": found[1], "action": "give", "shift": BENS}).encode()
    assert world.post("/people", body, FORM | {"cookie": cookie}).status_code == 403


def test_an_absence_that_leaves_a_department_to_nobody_is_refused_until_somebody_has_the_shift(world: World) -> None:
    until = (NOON + 3 * DAY).strftime("%Y-%m-%dT%H:%M")
    page = refused(world, "ben", "away", end=until)
    assert "nobody would answer for Customer care on 2026-05-05 12:00 UTC" in page
    assert world.store.standing().absences == ()

    done(world, "dana", "put-in", shift=BENS, to="mei")
    assert "You are away until Thu 7 May 12:00 UTC." in done(world, "ben", "away", end=until)
    assert "back Thu 7 May 12:00 UTC" in page_of(world, "zoe", "/people?q=ben")
    assert "You are away" not in done(world, "ben", "back")


def test_only_an_operator_says_that_somebody_else_is_away(world: World) -> None:
    until = (NOON + DAY).strftime("%Y-%m-%dT%H:%M")
    assert "this needs a operator" in refused(world, "ben", "away", person="mei", end=until)
    done(world, "dana", "away", person="mei", end=until)
    assert [each.person for each in world.store.standing().absences] == ["mei"]


def test_a_time_of_an_absence_is_one_on_the_clock_of_who_says_it(world: World) -> None:
    people = world.policies.people
    hours = replace(people["mei"].hours, zone="Asia/Tokyo")
    world.policies = replace(world.policies, people=people | {"mei": replace(people["mei"], hours=hours)})
    done(world, "mei", "away", start="2026-05-05T09:00", end="2026-05-06T09:00")

    [away] = world.store.standing().absences
    assert (away.start, away.end) == (NOON + timedelta(hours=12), NOON + timedelta(hours=36))


@pytest.mark.parametrize(
    "fields",
    [
        {"action": "give", "shift": "care-rota~soon"},
        {"action": "give", "shift": ""},
        {"action": "give", "shift": f"no-rota~{(NOON + 2 * DAY).isoformat()}"},
        {"action": "take", "swap": "nothing"},
        {"action": "take", "swap": "../.."},
        {"action": "away", "end": ""},
        {"action": "away", "end": "<script>"},
        {"action": "away", "end": "0001-01-01T00:00"},
        {"action": "back"},
        {"action": "rule"},
    ],
)
def test_nonsense_changes_nothing_and_says_so(world: World, fields: dict[str, str]) -> None:
    assert "This was not done:" in refused(world, "ben", **fields)
    assert world.store.standing().swaps == ()
    assert world.store.standing().absences == ()


def test_my_alerts_show_my_shifts_too(world: World) -> None:
    page = page_of(world, "ben", "/me")

    assert "Give this shift away" in page
    assert f'name="shift" value="{BENS}"' in page


def calendar_of(page: str) -> str:
    found = re.search(r"https://wayfare\.example(/calendar/[\w/-]+)", page)
    assert found
    return found[1]


def test_ones_shifts_are_a_calendar_with_what_was_taken(world: World) -> None:
    done(world, "dana", "put-in", shift=BENS, to="zoe")
    address = calendar_of(done(world, "zoe", "calendar"))
    answer = world.get(address)
    events = Calendar.from_ical(answer.body.decode()).events

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert (events[0].start, events[0].end) == (NOON + DAY, NOON + 2 * DAY)
    assert events[0]["SUMMARY"] == "Wayfare: shifts of Zoe (Customer care)"
    assert (events[1].start, events[1].end) == (NOON + 2 * DAY, NOON + 3 * DAY)


def test_the_address_of_a_calendar_can_be_changed_and_taken_back(world: World) -> None:
    old = calendar_of(done(world, "zoe", "calendar"))
    new = calendar_of(done(world, "zoe", "calendar"))
    assert world.get(old).status_code == 404
    assert world.get(new).status_code == 200
    assert world.get(new.replace("/zoe/", "/ana/")).status_code == 404

    assert "Make an address" in done(world, "zoe", "end-calendar")
    assert world.get(new).status_code == 404
    assert world.get("/calendar/zoe/none").status_code == 404
