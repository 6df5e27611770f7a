"""My alerts: what a personal link opens beside the alert that it is about, and how acting on one feels."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert, Timer
from chalicelib.domain.alert.asked import Acknowledge, Resolve, Undo
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.notification import NotificationKind
from chalicelib.domain.errors import IllegalTransitionError
from chalicelib.domain.rules.routes import Urgency
from tests.builders import NOON, a_link, an_alert, an_excerpt, policies_for
from tests.functional.api import World, a_world

ANAS = ("ana",)


@pytest.fixture
def world() -> Iterator[World]:
    with a_world() as world:
        yield world


def page_of(world: World, query: str = "") -> str:
    answer = world.get(f"/a/token-1{query}")
    assert answer.status_code == 200
    return answer.body.decode()


def articles(page: str) -> list[str]:
    return re.findall(r'<article class="card" id="alert-(\w+)"', page)


def stored(world: World, id: str, **changes: object) -> Alert:
    words = an_excerpt(text=f"words of {id}", handle=f"author-{id}")
    alert = replace(an_alert(id=id, conversation=f"x:{id}", excerpt=words, told=ANAS), **changes)
    world.store.save(Change(alert=alert))
    return alert


def test_the_alert_of_the_link_comes_first_and_then_mine_the_urgent_first_then_the_nearest_step(world: World) -> None:
    world.has(an_alert())
    stored(world, "later", timers={Timer.TIER: NOON + timedelta(hours=2)})
    stored(world, "soon", timers={Timer.TIER: NOON + timedelta(minutes=12)})
    stored(world, "urgent", urgency=Urgency.URGENT, timers={Timer.TIER: NOON + timedelta(hours=5)})
    stored(world, "bens", told=("ben",))

    page = page_of(world)

    assert articles(page) == ["a1", "urgent", "soon", "later"]
    assert "Ben is told in 12 min (12:12 UTC)" in page
    assert "3 more alerts of yours" in page


def test_what_somebody_else_has_is_not_mine_any_more(world: World) -> None:
    world.has(an_alert())
    stored(world, "a2")
    world.respond.act("a2", "ben", Acknowledge())
    assert articles(page_of(world)) == ["a1"]


def test_acting_stays_at_the_place_and_says_what_was_done(world: World) -> None:
    world.has(an_alert())
    stored(world, "a2")

    answer = world.press("acknowledge", alert="a2")
    place, _, fragment = answer.headers["Location"].partition("#")
    page = world.get(f"/a/{place}").body.decode()

    assert (place, fragment) == ("token-1?did=acknowledge&at=a2", "alert-a2")
    assert world.alert("a2").owner == "ana"
    said = page.split('id="alert-a2"')[1]
    assert '<p role="status">You have it now. Nobody else is called.</p>' in said


def test_only_what_can_be_done_is_ever_said_to_be_done(world: World) -> None:
    world.has(an_alert())
    assert 'role="status"' not in page_of(world, "?did=%3Cscript%3E&at=a1")
    assert 'role="status"' not in page_of(world, "?did=conquer&at=a1")


def test_what_was_resolved_by_mistake_is_taken_back_for_a_minute_and_calls_nobody(world: World) -> None:
    world.has(an_alert())
    world.press("resolve")
    assert 'value="undo"' in page_of(world, "?did=resolve&at=a1")

    assert world.press("undo").status_code == 303
    assert world.alert().owner == "ana"
    assert world.alert().resolved_at is None
    assert world.notifications.take() == []


def test_after_a_minute_it_can_only_be_reopened(world: World) -> None:
    world.has(an_alert())
    world.press("resolve")
    world.clock.forward(minutes=1)

    assert 'value="undo"' not in page_of(world, "?did=resolve&at=a1")
    with pytest.raises(IllegalTransitionError, match="cannot undo it any more"):
        world.respond.act("a1", "ana", Undo())


def test_a_full_bundle_is_one_page_and_one_press(world: World) -> None:
    ids = [f"{number:016x}" for number in range(100)]
    for id in ids:
        stored(world, id, told=())
    world.store.save_link(a_link(alerts=tuple(ids)))

    page = page_of(world)
    assert articles(page) == ids
    assert len(page) < 200_000
    assert world.press("acknowledge", alert=ids).status_code == 303
    assert all(world.alert(id).owner == "ana" for id in ids)


def test_any_of_mine_can_be_opened_whole_and_nobody_elses(world: World) -> None:
    world.has(an_alert())
    stored(world, "a2")
    stored(world, "bens", told=("ben",))

    assert articles(page_of(world, "?first=a2"))[0] == "a2"
    assert articles(page_of(world, "?first=bens")) == ["a1", "a2"]
    assert articles(page_of(world, "?first=gone")) == ["a1", "a2"]


def test_the_link_of_somebody_acts_on_what_is_theirs_alone(world: World) -> None:
    world.has(an_alert())
    stored(world, "bens", told=("ben",))

    assert world.press("acknowledge", alert="bens").status_code == 404
    assert world.alert("bens").is_triggered


def test_every_button_has_a_name_of_its_own_for_whoever_hears_the_page(world: World) -> None:
    world.has(an_alert())
    stored(world, "a2")
    stored(world, "a3")
    buttons = re.findall(r"<button[^>]*>", page_of(world).split("</form>", 1)[1])
    names = [re.search(r'aria-label="([^"]+)"', button) for button in buttons]

    assert all(names)
    assert len({name[1] for name in names if name}) == len(buttons)


def test_what_was_typed_is_kept_when_somebody_was_faster(world: World) -> None:
    world.has(an_alert())
    world.respond.act("a1", "ben", Resolve())
    answer = world.press("snooze", until=(NOON + timedelta(hours=1)).isoformat(), reason="they sleep")
    again = world.press("reopen", reason="")

    assert answer.status_code == 409
    assert again.status_code == 422
    world.respond.act("a1", "ana", Undo())
    long = world.press("note", text="x" * 2001)
    assert "x" * 2001 in long.body.decode()


def test_a_new_link_goes_to_the_contact_of_whom_the_old_one_was_sent_to(world: World) -> None:
    world.has(an_alert())
    world.clock.forward(days=4)
    expired = world.get("/a/token-1")
    assert 'value="new-link"' in expired.body.decode()

    answer = world.press("new-link")

    assert answer.status_code == 200
    owed = world.store.notifications("a1")
    assert {(each.contact.id, each.kind) for each in owed} == {
        ("ana.sms", NotificationKind.NEW_LINK),
        ("ana.email", NotificationKind.NEW_LINK),
    }
    assert sorted(world.notifications.take()) == sorted(each.id for each in owed)


def test_three_new_links_an_hour_are_sent_and_whoever_asks_is_answered_the_same(world: World) -> None:
    world.has(an_alert())
    answers = {(answer.status_code, answer.body) for answer in (world.press("new-link") for _ in range(5))}
    answers |= {(answer.status_code, answer.body) for answer in [world.press("new-link", link="nobodys")]}

    assert len(answers) == 1
    assert len(world.store.notifications("a1")) == 3 * 2
    world.clock.forward(hours=1)
    world.press("new-link")
    assert len(world.store.notifications("a1")) == 4 * 2


def test_a_new_link_is_owed_by_a_resolved_alert_too_and_says_what_it_is(world: World) -> None:
    world.has(an_alert())
    world.respond.act("a1", "ben", Resolve())
    world.press("new-link")
    assert world.alert().is_resolved
    assert len(world.store.notifications("a1")) == 2


def test_a_name_that_is_markup_stays_text_in_a_buttons_name(world: World) -> None:
    world.policies = policies_for()
    stored(world, "a2", excerpt=an_excerpt(text='"><script>alert(1)</script>', handle='"><img src=x>'))
    world.has(an_alert())
    page = page_of(world)

    assert "<script" not in page
    assert "<img" not in page
