"""The page of one alert: corrections of how it was read, who is answering, and what a late act leaves."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain.alert.asked import Reply, Resolve
from chalicelib.domain.alert.corrected import Corrected
from chalicelib.domain.errors import UnprocessableError
from chalicelib.domain.judged.outcome import Outcome
from chalicelib.domain.rules.brand import Guideline
from chalicelib.domain.rules.person import Role
from infra.commands.corrections import corrections
from tests.builders import NOON, a_classification, a_heard, a_link, a_mention, an_alert, policies_for
from tests.functional.api import World, a_world
from tests.functional.test_web_desk import becomes, page_of, post

PAGE = "/desk/alerts/a1"
CARE = policies_for().departments["care"]
RULES = policies_for(
    departments={"care": CARE, "press": replace(CARE, id="press", name="Press office")},
    guidelines={"care": Guideline(replies=("Please DM us.",))},
)


@pytest.fixture
def world() -> Iterator[World]:
    with a_world(policies=RULES) as world:
        world.has(an_alert())
        world.store.save_link(a_link())
        heard = a_heard(a_mention("1"), outcome=Outcome.TRIGGERED, alert_id="a1", classification=a_classification())
        world.store.record(heard)
        yield world


def corrected(world: World) -> list[tuple[str, str, str]]:
    events = [each for each in world.store.timeline("a1") if isinstance(each, Corrected)]
    return [(each.reading.value, each.said, each.label) for each in events]


@pytest.mark.parametrize(
    ("label", "kept", "told"),
    [
        (
            "sentiment:neutral",
            ("sentiment", "negative", "neutral"),
            "Ana corrected how it sounds: neutral, not negative",
        ),
        (
            "intent:question",
            ("intent", "complaint", "question"),
            "Ana corrected what it is: a question, not a complaint",
        ),
        ("department:press", ("department", "care", "press"), "Ana corrected whose it is: Press office, not "),
        ("urgent:true", ("urgent", "false", "true"), "Ana corrected how urgent it is: urgent, not routine"),
        ("about_us:false", ("about_us", "true", "false"), "Ana corrected whom it is about: not about us, not us"),
    ],
)
def test_a_correction_is_kept_and_told_and_moves_nothing(
    world: World, label: str, kept: tuple[str, str, str], told: str
) -> None:
    before = world.alert()
    answer = post(world, PAGE, action="correct", label=label)

    assert answer.headers["Location"] == "a1?did=correct&at=a1#alert-a1"
    assert corrected(world) == [kept]
    assert told in page_of(world, PAGE)
    after = world.alert()
    assert (after.status, after.department, after.timers) == (before.status, before.department, before.timers)


@pytest.mark.parametrize(
    "label", ["", "sentiment", "sentiment:angry", "mood:bad", "department:nowhere", "urgent:false"]
)
def test_what_is_no_correction_is_refused(world: World, label: str) -> None:
    assert post(world, PAGE, action="correct", label=label).status_code == 422
    assert corrected(world) == []


def test_only_who_may_act_corrects_and_only_what_there_is(world: World) -> None:
    assert post(world, "/desk/alerts/none", action="correct", label="urgent:true").status_code == 404
    becomes(world, Role.VIEWER)
    assert post(world, PAGE, action="correct", label="urgent:true").status_code == 403
    assert 'value="correct"' not in page_of(world, PAGE)
    assert corrected(world) == []


def test_corrections_are_printed_for_whoever_teaches(world: World) -> None:
    post(world, PAGE, action="correct", label="sentiment:neutral")
    words = a_mention("1").words
    line = {"text": words, "field": "sentiment", "said": "negative", "label": "neutral"}

    assert list(corrections(world.store, NOON + timedelta(hours=1), days=30)) == [line]
    assert list(corrections(world.store, NOON + timedelta(days=31), days=30)) == []


def test_what_needed_somebody_is_printed_as_needing_an_answer(world: World) -> None:
    mention = a_mention("7", text="my seat is certainly something")
    world.store.record(a_heard(mention, outcome=Outcome.IGNORED, classification=None))
    known = a_mention("8", text="my seat is broken")
    world.store.record(a_heard(known, outcome=Outcome.IGNORED, classification=a_classification()))
    for each in (mention, known):
        world.correcting.call(each.key, department="care", by="ana")

    [line] = corrections(world.store, NOON + timedelta(hours=1), days=1)
    assert (line["field"], line["said"], line["label"]) == ("needs_answer", "false", "true")


def test_the_others_see_for_ten_minutes_who_is_answering(world: World) -> None:
    world.respond.act("a1", "ben", Reply())
    world.clock.forward(minutes=1)
    answer = post(world, PAGE, action="reply-there")
    page = page_of(world, PAGE)

    assert answer.status_code == 303
    assert page.index("Ben is answering, since 12:00") < page.index("Ana is answering, since 12:01")
    assert world.alert().is_triggered
    world.clock.forward(minutes=9)
    assert "Ben is answering" not in page_of(world, PAGE)
    assert "Ana is answering" in page_of(world, PAGE)


def test_a_tool_answers_nobody(world: World) -> None:
    with pytest.raises(UnprocessableError):
        world.respond.act("a1", "helpdesk", Reply())


def test_the_composer_opens_beside_the_page_and_tells_the_others(world: World) -> None:
    page = page_of(world, PAGE)
    assert 'target="_blank" rel="noopener noreferrer nofollow" data-begins="answering"' in page
    world.respond.act("a1", "ben", Resolve())
    assert "data-begins" not in page_of(world, PAGE)
    assert post(world, PAGE, action="reply-there").status_code == 409


def test_whoever_is_late_is_told_who_was_first_and_keeps_what_they_typed(world: World) -> None:
    world.respond.act("a1", "ben", Resolve())
    answer = post(world, PAGE, action="resolve", reason="I called them <b>myself</b>")
    page = answer.body.decode()

    assert answer.status_code == 409
    assert "12:00 UTC: Ben resolved it: needs no answer." in page
    assert "I called them &lt;b&gt;myself&lt;/b&gt;" in page
