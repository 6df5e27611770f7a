"""Promise 5: GET and HEAD change nothing, since mail scanners open links; only the press of a button does."""

import pytest

from tests.builders import a_link, an_alert
from tests.functional.api import World, a_world

PATHS = ("/a/token-1", "/a/token-1?action=acknowledge&alert=a1", "/webhook/alerts/a1/acknowledge", "/health")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_promise_05_only_a_human_acknowledges(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_world() as world:
        world.has(an_alert(), a_link())
        before = world.alert()
        written = listen_to_writes(world, monkeypatch)

        answers = [world.get(path, method).status_code for path in PATHS for _ in range(3)]

        assert written == []
        assert answers[:6] == [200] * 6, "the page is really shown"
        assert world.alert() == before
        assert world.store.timeline("a1") == ()
        assert world.notifications.take() == []


def test_promise_05_the_press_of_the_button_acknowledges() -> None:
    with a_world() as world:
        world.has(an_alert())
        world.get("/a/token-1")
        assert world.alert().is_triggered

        world.press("acknowledge")
        assert world.alert().is_acknowledged


def listen_to_writes(world: World, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the store's writing methods that are called from here on."""
    written: list[str] = []
    for write in ("save", "save_link", "first_seen", "mark", "record", "note_reply", "keep_pace"):
        monkeypatch.setattr(world.store, write, lambda *_, write=write, **__: written.append(write))
    return written


def test_a_scanner_that_opens_a_link_proves_no_address_and_a_press_does() -> None:
    with a_world() as world:
        world.has(an_alert(), a_link(address="an-address"))
        for _ in range(2):
            assert world.get("/a/token-1").status_code == 200
        assert not world.store.address("an-address").is_proven

        world.press("acknowledge")
        assert world.store.address("an-address").is_proven
