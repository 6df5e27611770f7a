"""A crisis, and an alert behind it, as their people's pages show them."""

from collections.abc import Iterator

import pytest

from chalicelib.domain.alert.alert import ChildrenEnd, Crisis
from chalicelib.domain.alert.change import Change
from tests.builders import an_alert, an_excerpt
from tests.functional.api import World, a_world

CRISIS = Crisis(group="care/delays", statement="We know, and we are on it.")


@pytest.fixture
def world() -> Iterator[World]:
    with a_world() as world:
        yield world


def test_the_page_of_a_crisis_says_what_may_be_said_at_once(world: World) -> None:
    world.has(an_alert(crisis=CRISIS))

    page = world.get("/a/token-1").body.decode()

    assert "We know, and we are on it." in page
    assert 'value="end-crisis"' in page


def test_the_page_of_a_crisis_lists_what_it_stands_for(world: World) -> None:
    world.has(an_alert(crisis=CRISIS))
    words = an_excerpt(text="<b>still</b> at the gate", handle="kim")
    world.store.save(Change(alert=an_alert(id="a2", conversation="x:2", inhibited_by="a1", timers={}, excerpt=words)))

    page = world.get("/a/token-1").body.decode()

    assert "What it stands for" in page
    assert "kim" in page
    assert "&lt;b&gt;still&lt;/b&gt; at the gate" in page


def test_a_crisis_ends_on_its_page_with_what_becomes_of_the_rest(world: World) -> None:
    world.has(an_alert(crisis=CRISIS))

    answer = world.press("end-crisis", children="resolve", reason="all is well")

    assert answer.status_code == 303
    assert world.alert().is_resolved
    ended = world.alert().crisis
    assert ended is not None
    assert ended.children is ChildrenEnd.RESOLVE


def test_an_ordinary_alert_has_no_crisis_to_end(world: World) -> None:
    world.has(an_alert())

    answer = world.press("end-crisis", children="resolve", reason="all is well")

    assert answer.status_code == 422
    assert not world.alert().is_resolved
    assert 'value="end-crisis"' not in world.get("/a/token-1").body.decode()


def test_the_page_of_an_alert_behind_a_crisis_says_so(world: World) -> None:
    world.has(an_alert(inhibited_by="c1", timers={}))

    assert "A crisis stands for it" in world.get("/a/token-1").body.decode()
