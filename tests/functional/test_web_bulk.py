"""One act on many alerts of the board: handed over, a hundred at a press, with what is left."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from chalicelib.domain.alert.asked import Acknowledge
from chalicelib.domain.rules.routes import Urgency
from tests.builders import an_alert, policies_for
from tests.functional.api import World, a_world
from tests.functional.test_web_desk import page_of, post, stored

CARE = policies_for().departments["care"]
RULES = policies_for(departments={"care": CARE, "press": replace(CARE, id="press", name="Press office")})


@pytest.fixture
def world() -> Iterator[World]:
    with a_world(policies=RULES) as world:
        world.has(an_alert())
        yield world


def test_what_is_ticked_is_handed_over_together(world: World) -> None:
    stored(world, "a2")
    answer = post(world, "/desk", action="transfer", alert=["a1", "a2"], to="press")

    assert answer.headers["Location"] == "desk?did=transfer#alert-a1"
    assert {world.alert(id).department for id in ("a1", "a2")} == {"press"}


def test_to_nobody_is_refused_and_other_acts_do_not_ask_to_whom(world: World) -> None:
    assert post(world, "/desk", action="transfer", alert="a1", to="").status_code == 422
    assert post(world, "/desk", action="acknowledge", alert="a1", to="press").status_code == 303
    assert world.alert().department == "care"


@pytest.mark.parametrize("act", ["acknowledge", "transfer"])
def test_all_of_a_filter_is_done_a_hundred_at_a_press(world: World, act: str) -> None:
    for number in range(230):
        stored(world, f"u{number:03d}", urgency=Urgency.URGENT)
    for left in ("&left=130", "&left=30", ""):
        answer = post(world, "/desk?urgency=urgent", action=act, every="1", to="press")
        place = answer.headers["Location"]
        assert place.startswith(f"desk?urgency=urgent&did={act}{left}#alert-u")
    urgent = [alert for alert in world.store.unresolved() if alert.is_urgent]
    assert len(urgent) == 230
    assert all(alert.owner == "ana" or alert.department == "press" for alert in urgent)
    assert post(world, "/desk?urgency=urgent", action=act, every="1", to="press").status_code == 400


def test_what_is_left_is_said_and_stays_ticked(world: World) -> None:
    page = page_of(world, "/desk?did=acknowledge&left=30")
    assert "30 of this filter are left: press again to go on." in page
    assert 'name="every" value="1" checked' in page
    for nothing in ("x", "-1", "9" * 9):
        assert "of this filter are left" not in page_of(world, f"/desk?did=acknowledge&left={nothing}")


def test_what_could_not_be_done_is_said_with_what_was(world: World) -> None:
    stored(world, "a2")
    world.respond.act("a1", "ben", Acknowledge())
    answer = post(world, "/desk", action="acknowledge", alert=["a1", "a2"])

    assert answer.status_code == 409
    assert "ben already has it" in answer.body.decode()
    assert "1 other was." in answer.body.decode()
    assert world.alert("a2").owner == "ana"


def test_a_row_tells_scripts_which_version_it_shows(world: World) -> None:
    before = world.alert().version
    assert f'id="alert-a1" data-version="{before}"' in page_of(world)
    world.respond.act("a1", "ben", Acknowledge())
    assert f'id="alert-a1" data-version="{before + 1}"' in page_of(world)
