"""Everything that was heard: searched a day at a time, and corrected where somebody was needed."""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from chalicelib.domain.alert.alert import alert_id
from chalicelib.domain.alert.asked import Resolve
from chalicelib.domain.alert.corrected import Corrected, Reading
from chalicelib.domain.alert.opening import open_alert
from chalicelib.domain.heard.conversation import conversation
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.judged.outcome import Outcome
from chalicelib.domain.judged.routing import Decision
from chalicelib.domain.rules.person import Role
from chalicelib.domain.rules.routes import Action
from tests.builders import NOON, a_heard, a_mention, an_alert
from tests.functional.api import World, a_world
from tests.functional.test_web_desk import becomes, page_of, post


@pytest.fixture
def world() -> Iterator[World]:
    with a_world() as world:
        world.has(an_alert())
        yield world


def ignored(world: World, id: str = "7", **changes: object) -> Mention:
    mention = a_mention(id, text="my seat on this plane is certainly something")
    world.store.record(a_heard(mention, **{"outcome": Outcome.IGNORED, **changes}))
    return mention


def situation(world: World, mention: Mention) -> str:
    return alert_id(world.policies.brand.name, conversation(mention))


def call(world: World, mention: Mention, **fields: str) -> int:
    return post(world, "/desk/heard", mention=mention.key, **({"department": "care"} | fields)).status_code


def test_what_was_ignored_calls_people_and_keeps_who_said_so(world: World) -> None:
    mention = ignored(world)
    answer = post(world, "/desk/heard?q=plane", mention=mention.key, department="care")

    alert = world.alert(situation(world, mention))
    assert alert.is_triggered
    assert alert.told
    assert world.notifications.waiting
    [correction] = [each for each in world.store.timeline(alert.id) if isinstance(each, Corrected)]
    assert (correction.by, correction.mention) == ("ana", mention.key)
    assert (correction.reading, correction.said, correction.label) == (Reading.OUTCOME, "ignored", "called")
    assert re.fullmatch(r"heard\?q=plane&did=called#heard-[0-9a-f]{12}", answer.headers["Location"])
    assert "Ana corrected what became of it: needs somebody, not ignored" in page_of(world, f"/desk/alerts/{alert.id}")


def test_the_page_shows_the_alert_that_a_person_asked_for_and_offers_no_second_one(world: World) -> None:
    mention = ignored(world)
    assert "This needs somebody" in page_of(world, "/desk/heard")
    call(world, mention)
    page = page_of(world, "/desk/heard?did=called")

    assert f'href="alerts/{situation(world, mention)}"' in page
    assert "This needs somebody" not in page
    assert "People are called about it." in page
    assert call(world, mention) == 409
    assert world.alert(situation(world, mention)).mentions == 1


def test_what_is_watched_calls_people_at_once(world: World) -> None:
    mention = a_mention("7", text="when does the desk open?")
    decision = Decision(action=Action.WATCH, department="care", reason="a question")
    watched = open_alert(mention, decision, policies=world.policies, at=NOON)
    world.store.save(watched, heard=a_heard(mention, outcome=Outcome.WATCHING, alert_id=watched.alert.id))
    assert call(world, mention) == 303

    alert = world.alert(watched.alert.id)
    assert alert.is_triggered
    assert alert.mentions == 1


def test_what_was_called_about_and_done_can_be_called_about_again_and_counts_once(world: World) -> None:
    mention = ignored(world)
    call(world, mention)
    world.respond.act(situation(world, mention), "ben", Resolve())
    assert call(world, mention) == 303

    alert = world.alert(situation(world, mention))
    assert (alert.is_triggered, alert.mentions) == (True, 1)


def test_a_further_post_of_a_thread_joins_its_alert(world: World) -> None:
    first = a_mention("7", thread_by_brand=False)
    world.store.record(a_heard(first, outcome=Outcome.IGNORED))
    call(world, first)
    world.respond.act(situation(world, first), "ben", Resolve())
    second = a_mention("8", thread=first.thread, thread_by_brand=False, in_reply_to=first.id)
    world.store.record(a_heard(second, outcome=Outcome.IGNORED))
    assert situation(world, second) == situation(world, first)
    assert call(world, second) == 303
    assert world.alert(situation(world, first)).mentions == 2


def test_what_cannot_be_called_about_says_why(world: World) -> None:
    mention = ignored(world)
    assert call(world, mention, department="nowhere") == 422
    assert call(world, a_mention("none")) == 404
    assert call(world, mention, csrf="forged") == 403
    becomes(world, Role.VIEWER)
    assert call(world, mention) == 403
    assert "This needs somebody" not in page_of(world, "/desk/heard")
    assert world.store.alert(situation(world, mention)) is None


def test_words_and_authors_are_searched_a_day_at_a_time_for_thirty_days(world: World) -> None:
    for days, text in ((0, "lost BAG at Lisbon"), (0, "nice seats"), (1, "bag again"), (31, "bag of last month")):
        at = NOON - timedelta(days=days, minutes=days)
        world.store.record(a_heard(a_mention(f"s{days}{text[:1]}", text=text), heard_at=at))
    seen, address, pages = [], "/desk/heard?q=bag", 0
    while address:
        page = page_of(world, address)
        seen += re.findall(r"(lost BAG at Lisbon|nice seats|bag again|bag of last month)</span>", page)
        older = re.search(r'href="(\?[^"]+)" rel="next"', page)
        address, pages = f"/desk/heard{older[1].replace('&amp;', '&')}" if older else "", pages + 1

    assert seen == ["lost BAG at Lisbon", "bag again"]
    assert pages == 30
    assert "lost BAG" in page_of(world, "/desk/heard?" + urlencode({"q": "LISBON bag"}))


def test_a_time_to_come_or_none_shows_the_newest(world: World) -> None:
    ignored(world)
    for before in ("9999-12-31T23:59:59+00:00", "yesterday", "0001-01-01T00:00:00"):
        assert "my seat on this plane" in page_of(world, "/desk/heard?" + urlencode({"before": before}))
