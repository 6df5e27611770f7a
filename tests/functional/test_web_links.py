"""The page behind a personal link, as a browser on a phone gets it and posts from it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.domain.alert.alert import AlertStatus
from chalicelib.domain.alert.asked import Acknowledge, Note, Resolve, Transfer
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.event import Noted, Resolved
from chalicelib.domain.judged.silence import SilenceKind
from chalicelib.domain.rules.brand import Guideline
from chalicelib.domain.rules.person import Hours
from chalicelib.domain.rules.routes import Urgency
from chalicelib.domain.rules.tiers import Department
from tests.builders import NOON, a_link, a_person, an_alert, an_excerpt, policies_for
from tests.fakes import HandClock
from tests.functional.api import World, a_world

RULES = policies_for(
    departments={
        "care": Department(id="care", name="Customer care", escalation="care"),
        "it": Department(id="it", name="Tech support", escalation="care"),
    },
    guidelines={"care": Guideline(do=("Say sorry.",), dont=("Promise a refund.",), replies=("Please DM us.",))},
)


@pytest.fixture
def world() -> Iterator[World]:
    with a_world(policies=RULES) as world:
        yield world


def page_of(world: World) -> str:
    answer = world.get("/a/token-1")
    assert answer.status_code == 200
    return answer.body.decode()


def test_the_page_says_what_was_said_by_whom_and_where(world: World) -> None:
    world.has(an_alert(urgency=Urgency.URGENT, excerpt=an_excerpt(text="no water\nfor hours", followers=12_400)))
    page = page_of(world)

    for words in ("no water\nfor hours", "@customer900 (12k followers)", "on X", "Urgent", "Customer care", "for Ana"):
        assert words in page
    assert '<a href="https://x.com/customer900/status/1" rel="noopener noreferrer nofollow">' in page


def test_the_page_says_that_its_author_is_silenced_and_how_much_of_it_was_urgent(world: World) -> None:
    world.has(an_alert())
    asked: dict[str, Any] = {"by": "ana", "reason": "a known joker", "until": NOON + timedelta(hours=1)}
    world.silencing.silence(SilenceKind.AUTHOR, "x:900", **asked)
    assert "@customer900 is silenced; urgent words still call people." in page_of(world)

    world.silencing.silence(SilenceKind.AUTHOR, "x:900", **asked, even_urgent=True)
    page = page_of(world)
    assert "@customer900 is silenced, 0 urgent since." in page
    assert ": a known joker" in page


def test_the_page_says_what_to_say_and_what_not(world: World) -> None:
    world.has(an_alert())
    page = page_of(world)
    for words in ("Please DM us.", "Say sorry.", "Promise a refund."):
        assert words in page


def test_times_are_those_of_the_readers_own_clock(world: World) -> None:
    ana = a_person(hours=Hours(zone="Asia/Kolkata"))
    world.policies = replace(RULES, people=RULES.people | {"ana": ana})
    world.has(an_alert())
    assert "The next in line is told at 17:30 IST." in page_of(world)


@pytest.mark.parametrize(
    ("acts", "state", "buttons"),
    [
        (
            [],
            "Nobody has this yet. The next in line is told at 12:00 UTC.",
            {"acknowledge", "pass", "resolve", "transfer", "decline", "snooze", "note", "ticket"},
        ),
        (
            [("ana", Acknowledge())],
            "You have this until 13:00 UTC.",
            {"resolve", "transfer", "snooze", "note", "ticket"},
        ),
        (
            [("ben", Acknowledge())],
            "Ben has this until 13:00 UTC.",
            {"resolve", "transfer", "note", "ticket"},
        ),
        (
            [("ben", Transfer(to="ana", note="yours?"))],
            "Ben handed this over. Accept it by 12:15 UTC.",
            {"accept", "pass", "resolve", "transfer", "decline", "snooze", "note", "ticket"},
        ),
        (
            [("ben", Resolve())],
            "This is resolved. Nothing is left to do.",
            {"reopen", "note", "ticket"},
        ),
    ],
)
def test_the_page_offers_what_can_be_done_now(
    world: World, acts: list[tuple[str, Acknowledge]], state: str, buttons: set[str]
) -> None:
    world.has(an_alert())
    for by, act in acts:
        world.respond.act("a1", by, act)
    page = page_of(world)

    assert state in page
    assert set(re.findall(r'name="action" value="([a-z]+)"', page)) == buttons


def test_pressing_acknowledge_makes_it_mine_and_shows_the_page_again(world: World) -> None:
    world.has(an_alert())
    answer = world.press("acknowledge")

    assert answer.status_code == 303
    assert answer.headers["Location"] == "token-1?did=acknowledge&at=a1#alert-a1"
    assert world.alert().owner == "ana"
    assert "You have this until 13:00 UTC." in page_of(world)


def test_pressing_it_twice_is_as_good_as_once(world: World) -> None:
    world.has(an_alert())
    assert [world.press("acknowledge").status_code for _ in range(2)] == [303, 303]
    assert len(world.store.timeline("a1")) == 1


def test_whoever_is_late_reads_who_has_it(world: World) -> None:
    world.has(an_alert())
    world.respond.act("a1", "ben", Acknowledge())
    answer = world.press("acknowledge")

    assert answer.status_code == 409
    assert "ben already has it" in answer.body.decode()
    assert "Ben has this until 13:00 UTC." in answer.body.decode()
    assert world.alert().owner == "ben"


def test_every_button_of_the_page_works(world: World) -> None:
    world.has(an_alert())
    later = (NOON + timedelta(hours=1)).isoformat()
    presses = [
        world.press("note", text="called the gate"),
        world.press("transfer", to="it", note="the app"),
        world.press("accept"),
        world.press("transfer", to="care"),
        world.press("decline", note="baggage"),
        world.press("snooze", until=later, reason="they sleep"),
        world.press("resolve", reason="needs no answer"),
        world.press("reopen", reason="she wrote again"),
    ]
    assert [answer.status_code for answer in presses] == [303] * 8


def test_the_snooze_that_the_page_offers_can_be_posted(world: World) -> None:
    world.has(an_alert())
    ends = re.findall(r'<option value="(2026[^"]+)">', page_of(world))
    assert ends == ["2026-05-04T13:00:00+00:00", "2026-05-04T16:00:00+00:00", "2026-05-05T09:00:00+00:00"]
    assert world.press("snooze", until=ends[2].replace("&#43;", "+"), reason="night").status_code == 303


def test_a_department_that_gave_it_back_is_not_offered_again(world: World) -> None:
    world.has(an_alert(declined=("it",)))
    assert '<option value="it">' not in page_of(world)
    assert '<option value="ben">' in page_of(world)


def test_fields_left_empty_count_as_not_filled_in(world: World) -> None:
    world.has(an_alert())
    assert world.press("resolve", reason=" ").status_code == 303
    assert world.store.timeline("a1")[-1] == Resolved(alert_id="a1", at=NOON, by="ana", reason="needs no answer")


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"action": "note"}, 422, "text: is missing"),
        ({"action": "note", "text": "x" * 2001}, 422, "text: "),
        ({"action": "transfer", "to": "nowhere"}, 422, "to: no department and nobody is called"),
        ({"action": "snooze", "until": "tomorrow", "reason": "x"}, 422, "until: "),
        ({"action": "snooze", "until": "2026-05-04T13:00:00", "reason": "x"}, 422, "until: "),
        ({"action": "snooze", "until": "2026-05-04T11:00:00Z", "reason": "x"}, 422, "until: must be later than now"),
        ({"action": "resolve", "colour": "red"}, 422, "colour: there is no such field"),
        ({"action": "explode"}, 404, "there is no act"),
        ({"action": "acknowledge", "alert": "a2"}, 404, "this link is about other alerts"),
        ({"action": "acknowledge", "alert": "é" * 9}, 404, "there is nothing at this address"),
        ({"action": "note", "text": "x" * 70_000}, 413, "an act may be 65536 bytes long"),
    ],
)
def test_a_form_that_cannot_be_done_is_answered_on_the_page_and_changes_nothing(
    world: World, fields: dict[str, str], status: int, sentence: str
) -> None:
    world.has(an_alert())
    before = world.alert()
    answer = world.press(**fields)

    assert answer.status_code == status
    assert sentence in answer.body.decode()
    assert 'role="alert"' in answer.body.decode()
    assert world.alert() == before


def test_a_form_that_is_not_a_form_is_answered_and_changes_nothing(world: World) -> None:
    world.has(an_alert())
    answer = world.post("/a/token-1", b"\xff\xfe=%", {"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 400
    assert world.alert().is_triggered


@pytest.mark.parametrize("token", ["token-9", "..%2F..", "x" * 3000, "é"])
def test_a_link_that_was_never_sent_leads_to_a_page_that_says_so(world: World, token: str) -> None:
    world.has(an_alert())
    answer = world.get(f"/a/{token}")
    assert answer.status_code == 404
    assert "Nothing is here" in answer.body.decode()


def test_an_expired_link_says_so_and_acts_no_more(world: World) -> None:
    world.has(an_alert())
    world.clock.forward(days=3)

    for answer in (world.get("/a/token-1"), world.press("acknowledge")):
        assert answer.status_code == 410
        assert "This link has expired" in answer.body.decode()
        assert "three hours at the gate" not in answer.body.decode()
    assert world.alert().status is AlertStatus.TRIGGERED


def test_what_strangers_wrote_is_text_and_never_a_page(world: World) -> None:
    evil = "</blockquote><script>alert(1)</script><img src=x onerror=alert(1)> {{ 7*7 }} \u202edesrever"
    world.has(an_alert(excerpt=an_excerpt(text=evil, handle='"><script>', url="javascript:alert(1)")))
    world.respond.act("a1", "ana", Transfer(to="it", note=evil))
    page = page_of(world)

    assert "<script" not in page
    assert "<img" not in page
    assert "javascript:" not in page
    assert "\u202e" not in page
    assert "{{ 7*7 }}" in page


def test_nobody_caches_indexes_frames_or_learns_the_address_of_a_page(world: World) -> None:
    world.has(an_alert())
    headers = world.get("/a/token-1").headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    for rule in ("default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert rule in headers["Content-Security-Policy"]


def test_the_page_needs_no_script_and_loads_nothing(world: World) -> None:
    world.has(an_alert())
    page = page_of(world)
    assert not re.search(r"<script|<link|<img|<iframe|\son\w+=|\sstyle=|url\(", page)
    assert 'action="' not in page, "forms post to the page's own address, whatever path a proxy gives it"


def test_a_link_to_several_alerts_shows_each_and_acts_on_the_one_pressed(world: World) -> None:
    world.store.save(Change(alert=an_alert(id="a2", excerpt=an_excerpt(text="second"))))
    world.has(an_alert(), a_link(alerts=("a1", "a2")))

    page = page_of(world)
    assert page.count("<article") == 2
    world.press("note", alert="a2", text="hello")
    assert world.store.timeline("a2") == (Noted(alert_id="a2", at=NOON, by="ana", text="hello"),)
    assert world.store.timeline("a1") == ()


def test_one_press_acknowledges_all_that_nobody_has_yet(world: World) -> None:
    for id in ("a2", "a3"):
        world.store.save(Change(alert=an_alert(id=id)))
    world.has(an_alert(), a_link(alerts=("a1", "a2", "a3")))
    world.respond.act("a3", "ben", Acknowledge())
    assert "Acknowledge all 2" in page_of(world)

    world.respond.act("a1", "ben", Acknowledge())
    answer = world.press("acknowledge", alert=["a1", "a2"])

    assert answer.status_code == 409
    assert "ben already has it" in answer.body.decode()
    assert [world.alert(id).owner for id in ("a1", "a2", "a3")] == ["ben", "ana", "ben"]


def test_a_long_story_shows_its_newest_fifty_entries(world: World) -> None:
    world.has(an_alert())
    for number in range(53):
        world.respond.act("a1", "ana", Note(text=f"note {number}."))
    page = page_of(world)

    assert page.index("note 52.") < page.index("note 3.")
    assert "note 2." not in page
    assert "and 3 things before" in page


def test_next_morning_at_three_is_the_coming_one() -> None:
    at = datetime(2026, 5, 5, 3, tzinfo=UTC)
    with a_world(clock=HandClock(at)) as world:
        world.has(an_alert(opened_at=at), a_link(expires_at=at + timedelta(days=3)))
        found = re.search(r'value="([^"]+)">Next morning', page_of(world))

    assert found
    assert datetime.fromisoformat(found[1]) - at == timedelta(hours=6)


def test_the_sender_of_a_transfer_can_take_it_back_and_sees_no_button_of_the_receivers(world: World) -> None:
    world.has(an_alert())
    world.press("transfer", to="it")
    page = page_of(world)

    assert "You handed this to Tech support. They have until 12:15 UTC to accept it." in page
    assert "Take it back: I have this" in page
    for button in ("Accept<", "Acknowledge", "Not me now", "Not ours", "Snooze"):
        assert button not in page
    world.press("take-back")
    assert (world.alert().owner, world.alert().department) == ("ana", "care")


def test_only_who_is_being_called_is_offered_to_pass_it_on(world: World) -> None:
    world.has(an_alert(called=("ben",), told=("ana", "ben")))
    page = page_of(world)

    assert "Not me now" not in page
    assert "Not ours" in page


def test_nobody_who_cannot_be_told_now_is_offered() -> None:
    people = {
        **RULES.people,
        "noor": a_person("noor", name="Noor Aziz", hours=Hours(closures=(NOON.date(),))),
        "priya": a_person("priya", name="Priya", email=None, phone=None),
    }
    with a_world(policies=replace(RULES, people=people)) as world:
        world.has(an_alert())
        page = page_of(world)

    assert ">Ben</option>" in page
    assert "Noor" not in page
    assert "Priya" not in page


def test_a_closed_department_is_offered_with_when_it_opens() -> None:
    closed = Department(id="it", name="Tech support", escalation="care", hours=Hours(closures=(NOON.date(),)))
    with a_world(policies=replace(RULES, departments={**RULES.departments, "it": closed})) as world:
        world.has(an_alert())

        assert ">Tech support (from Tue 5 May 00:00 UTC)</option>" in page_of(world)


@pytest.mark.parametrize(("button", "tier", "lasts"), [("pass", 2, ["ben"]), ("decline", 1, ["dana"])])
def test_a_double_tap_acts_once(world: World, button: str, tier: int, lasts: list[str]) -> None:
    world.has(an_alert())
    statuses = [world.press(button).status_code for _ in range(2)]

    told = {owed.contact.person for owed in world.store.notifications("a1")}
    assert statuses == [303, 303]
    assert (world.alert().tier, sorted(told)) == (tier, lasts)


def test_acknowledge_all_takes_a_full_bundle(world: World) -> None:
    ids = [f"{number:016x}" for number in range(200)]
    for id in ids:
        world.store.save(Change(alert=an_alert(id=id, conversation=f"x:{id}")))
    world.store.save_link(a_link(alerts=tuple(ids)))

    assert world.press("acknowledge", alert=ids).status_code == 303
    assert all(world.alert(id).is_acknowledged for id in ids)
