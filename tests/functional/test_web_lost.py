"""Addresses that lead nowhere, and forms whose time is over: pages that say what to do, and lose nothing."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from chalicelib.web.shelf.anywhere import ADDRESSES
from tests.builders import an_alert
from tests.functional.api import World, a_world, the_app
from tests.functional.test_web_desk import FORM, enter, look, post

CUT = (
    "/",
    "/a",
    "/a/token-1/peop",
    "/a/token-1/people/x",
    "/d",
    "/des",
    "/desk/hear",
    "/desk/alerts",
    "/desk/alerts/a1/x",
    "/calendar",
    "/calendar/ana",
    "/wp-login.php",
    "/one/two/three/four",
    "/%3Cscript%3E",
)


@pytest.fixture
def world() -> Iterator[World]:
    with a_world() as world:
        world.has(an_alert())
        yield world


@pytest.mark.parametrize("path", CUT)
def test_an_address_that_leads_nowhere_says_what_to_do(world: World, path: str) -> None:
    answer = world.get(path)
    page = answer.body.decode()

    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Nothing is here" in page
    assert "a mail program may have cut it" in page
    assert "<script" not in page


def test_no_address_that_leads_somewhere_is_taken(world: World) -> None:
    for path in ("/a/token-1", "/sign-in", "/a/token-1/people", "/desk/static/desk-2.js"):
        assert world.get(path).status_code == 200, path
    for path in ("/desk", "/me", "/people", "/desk/heard", "/desk/band", "/desk/alerts/a1"):
        assert look(world, path).status_code == 200, path


def test_variables_below_one_address_have_one_name_as_api_gateway_asks() -> None:
    names: dict[str, set[str]] = {}
    for path in the_app().routes:
        parts = path.split("/")
        for depth, part in enumerate(parts):
            if part.startswith("{"):
                names.setdefault("/".join(parts[:depth]), set()).add(part)
    assert set(ADDRESSES) <= set(the_app().routes)
    assert {above: found for above, found in names.items() if len(found) > 1} == {}


@pytest.mark.parametrize("path", ["/me", "/desk", "/desk/alerts/a1"])
def test_a_session_that_ended_in_the_middle_of_a_form_keeps_the_text(world: World, path: str) -> None:
    cookie = enter(world)
    world.clock.forward(hours=13)
    body = urlencode({"action": "note", "alert": "a1", "text": "I called <b>them</b>", "csrf": "0"}).encode()
    answer = world.post(path, body, FORM | {"cookie": cookie})
    page = answer.body.decode()

    assert answer.status_code == 401
    assert "I called &lt;b&gt;them&lt;/b&gt;" in page
    assert "Copy it before you leave this page." in page
    assert world.store.timeline("a1") == ()


def test_a_form_of_another_tab_from_before_keeps_the_text_too(world: World) -> None:
    answer = post(world, "/desk/alerts/a1", csrf="old", action="note", text="the gate has closed")
    assert answer.status_code == 403
    assert "the gate has closed" in answer.body.decode()


def test_an_alert_that_is_gone_says_so(world: World) -> None:
    assert look(world, "/desk/alerts/gone").status_code == 404
    answer = post(world, "/desk/alerts/gone", action="note", text="who had this?")
    assert answer.status_code == 404
    assert "who had this?" in answer.body.decode()
