"""The page of one alert: its thread, what was sent, where to answer, and everything that can be done."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from chalicelib.domain.alert.alert import Crisis
from chalicelib.domain.alert.asked import Acknowledge, Resolve
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.event import MentionJoined, Noted, Triggered
from chalicelib.domain.alert.notification import NotificationStatus
from chalicelib.domain.heard.mention import Network
from chalicelib.domain.judged.outcome import Outcome
from chalicelib.domain.rules.brand import Guideline
from chalicelib.domain.rules.person import Channel, Role
from chalicelib.web.desk.replying import composer
from tests.builders import (
    NOON,
    a_heard,
    a_link,
    a_mention,
    a_notification,
    a_reply,
    an_alert,
    an_excerpt,
    policies_for,
)
from tests.functional.api import World, a_world
from tests.functional.test_web_desk import EVIL, becomes, look, page_of, post, tags_of

PAGE = "/desk/alerts/a1"
RULES = policies_for(
    guidelines={"care": Guideline(do=("Say sorry.",), dont=("Argue.",), replies=("Please DM us & wait.",))}
)


@pytest.fixture
def world() -> Iterator[World]:
    with a_world(policies=RULES) as world:
        world.store.save_link(a_link())
        yield world


def has(world: World, **changes: object) -> None:
    world.store.save(Change(alert=an_alert(**changes)))


def test_the_thread_is_shown_as_it_was_seen_with_the_public_answers(world: World) -> None:
    events = (
        Triggered(alert_id="a1", at=NOON, mention="x:1", reason="route 'complaints'"),
        MentionJoined(alert_id="a1", at=NOON, mention="x:2", count=2),
    )
    world.store.save(Change(alert=an_alert(), events=events))
    for id, text in (("1", "three hours"), ("2", "still nothing")):
        world.store.record(a_heard(a_mention(id, text=text), outcome=Outcome.TRIGGERED, reason=f"because of {id}"))
    world.store.note_reply(a_reply())
    page = page_of(world, PAGE)

    assert page.index("three hours") < page.index("still nothing")
    assert "people were called: because of 1" in page
    assert "@wayfare answered in public" in page


def test_what_was_sent_to_whom_is_told_with_true_times_and_reasons(world: World) -> None:
    later = NOON + timedelta(minutes=3)
    owed = (
        a_notification("0.1", status=NotificationStatus.SENT, sent_at=later),
        a_notification(
            "0.1", channel=Channel.EMAIL, status=NotificationStatus.REFUSED, reason="the address is unconfirmed"
        ),
        a_notification("0.2", person="ben", status=NotificationStatus.DEFERRED, due_at=later, reason="5 were sent"),
        a_notification("0.3", person="zoe"),
    )
    world.store.save(Change(alert=an_alert(), owed=owed))
    page = page_of(world, PAGE)

    for words in (
        "SMS to Ana: sent at 12:03 UTC",
        "email to Ana: refused: the address is unconfirmed",
        "SMS to Ben: put off until 12:03 UTC: 5 were sent",
        "SMS to Zoe: owed, not sent yet",
    ):
        assert words in page


def test_a_suggested_reply_can_be_copied_and_opened_where_it_is_said(world: World) -> None:
    has(world, crisis=Crisis(group="care/delays", statement="We know."))
    page = page_of(world, PAGE)

    assert page.index("We know.") < page.index("Please DM us &amp; wait.")
    assert 'href="https://x.com/intent/post?in_reply_to=1&amp;text=Please%20DM%20us%20%26%20wait."' in page
    assert 'data-copies="reply-2"' in page
    assert "Earshot posts nothing" in page


@pytest.mark.parametrize(
    ("network", "mention", "url", "expected"),
    [
        (Network.X, "x:12", "https://x.com/k/status/12", "https://x.com/intent/post?in_reply_to=12&text=Hi%20%26"),
        (Network.X, "x:1&text=evil", "", ""),
        (Network.BLUESKY, "bluesky:at://1", "", "https://bsky.app/intent/compose?text=%40kim%20Hi%20%26"),
        (
            Network.MASTODON,
            "mastodon:1",
            "https://social.example/@kim/1",
            "https://social.example/share?text=%40kim%20Hi%20%26",
        ),
        (Network.MASTODON, "mastodon:1", "javascript:alert(1)", ""),
        (
            Network.MASTODON,
            "mastodon:social.wayfare.example/12",
            "https://far.example/@kim/1",
            "https://social.wayfare.example/authorize_interaction?uri=https%3A%2F%2Ffar.example%2F%40kim%2F1",
        ),
        (
            Network.MASTODON,
            "mastodon:evil.example/x?y/12",
            "https://far.example/1",
            "https://far.example/share?text=%40kim%20Hi%20%26",
        ),
        (
            Network.BLUESKY,
            "bluesky:at://did:plc:kim/app.bsky.feed.post/3lm",
            "",
            "https://bsky.app/profile/did:plc:kim/post/3lm",
        ),
        (Network.FEED, "feed:1", "https://blog.example/1", ""),
    ],
)
def test_the_composer_is_the_networks_own_and_nothing_strangers_wrote_steers_it(
    network: Network, mention: str, url: str, expected: str
) -> None:
    shown = an_excerpt(a_mention(mention.partition(":")[2], network=network, url=url), handle="kim")
    assert composer(shown, "Hi &") == expected


def test_acting_on_its_page_stays_there_and_says_so(world: World) -> None:
    has(world)
    answer = post(world, PAGE, action="note", text="called the gate", alert="another")

    assert answer.headers["Location"] == "a1?did=note&at=a1#alert-a1"
    assert world.store.timeline("a1") == (Noted(alert_id="a1", at=NOON, by="ana", text="called the gate"),)
    assert "The note was added." in page_of(world, f"{PAGE}?did=note&at=a1")


def test_a_reason_is_kept_with_what_was_resolved_and_undo_is_offered(world: World) -> None:
    has(world)
    post(world, PAGE, action="resolve", reason="the gate agent helped")
    page = page_of(world, f"{PAGE}?did=resolve&at=a1")
    assert "Ana resolved it: the gate agent helped" in page
    assert 'value="undo"' in page


def test_whoever_was_slower_is_told_who_was_first_and_keeps_what_was_typed(world: World) -> None:
    has(world)
    world.respond.act("a1", "ben", Acknowledge())
    answer = post(world, PAGE, action="snooze", until=(NOON + timedelta(hours=1)).isoformat(), reason="they sleep")

    assert answer.status_code == 409
    assert "already has it" in answer.body.decode()
    world.respond.act("a1", "ben", Resolve())
    again = post(world, PAGE, action="note", text="y" * 2001)
    assert "y" * 2001 in again.body.decode()


def test_who_only_looks_sees_no_buttons_and_no_form_of_another_site_acts(world: World) -> None:
    has(world)
    assert post(world, PAGE, csrf="0" * 40, action="acknowledge").status_code == 403
    becomes(world, Role.VIEWER)
    assert not re.search(r'name="action"', page_of(world, PAGE))
    assert post(world, PAGE, action="acknowledge").status_code == 403
    assert world.alert().is_triggered


def test_an_alert_that_is_gone_has_a_page_that_says_so(world: World) -> None:
    assert look(world, "/desk/alerts/gone").status_code == 404
    assert look(world, "/desk/alerts/..%2F").status_code == 404
    assert world.get(PAGE).status_code == 401


@pytest.mark.parametrize("evil", EVIL)
def test_what_strangers_wrote_is_text_there_too(world: World, evil: str) -> None:
    mention = a_mention("1", text=evil, url="javascript:alert(1)")
    world.store.record(a_heard(mention, reason=evil[:500]))
    note = Noted(alert_id="a1", at=NOON, by=evil[:60], text=evil[:500])
    alert = an_alert(excerpt=an_excerpt(mention, text=evil[:600], handle=evil[:60]), reason=evil[:500])
    world.store.save(Change(alert=alert, events=(note,)))
    page = page_of(world, PAGE)

    tags = tags_of(page)
    assert "img" not in {tag for tag, _ in tags}
    assert not [name for _, attributes in tags for name in attributes if name.startswith("on")]
    assert not [attributes for _, attributes in tags if "javascript:" in (attributes.get("href") or "")]
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page)
