"""A replay tells what a push would change, and tells nobody."""

import io
from datetime import timedelta

from msgspec.structs import replace
from rich.console import Console

from chalicelib.domain.heard.classification import Belonging
from chalicelib.domain.judged.outcome import Heard
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.routes import Action, Route
from infra.commands.replay import show
from infra.rehearsal import Load, Rehearsed, difference, rehearse
from tests.builders import NOON, a_classification, a_heard, a_mention, policies_for

QUICKLY = {"": timedelta(minutes=5)}
"""Everybody acknowledges within five minutes."""


def complaints(*hours: int) -> list[Heard]:
    """One complaint at each of these hours after NOON, each a thread of its own."""
    return [
        a_heard(
            a_mention(id=str(hour), posted_at=NOON + timedelta(hours=hour)),
            heard_at=NOON + timedelta(hours=hour),
            classification=a_classification(),
        )
        for hour in hours
    ]


def rehearsed(heards: list[Heard], policies: Policies, lasted: dict[str, timedelta] = QUICKLY) -> Rehearsed:
    return rehearse(heards, policies, lambda _: (), lasted)


def ignoring_complaints() -> Policies:
    return policies_for(routes=(Route(name="quiet", action=Action.IGNORE),))


def test_an_alert_that_is_acknowledged_quickly_tells_the_first_tier_only() -> None:
    told = rehearsed(complaints(0), policies_for()).owed

    assert {(each.contact.person, each.owed_at) for each in told} == {("ana", NOON)}


def test_an_alert_that_nobody_ever_acknowledged_walks_every_tier() -> None:
    told = rehearsed(complaints(0), policies_for(), {}).owed

    assert {each.contact.person for each in told} == {"ana", "ben", "dana"}


def test_what_changed_rules_would_miss_is_listed() -> None:
    heards = complaints(0, 1)

    found = difference(rehearsed(heards, policies_for()), rehearsed(heards, ignoring_complaints()), policies_for())

    assert [alert.excerpt.mention for alert in found.missed] == ["x:0", "x:1"]
    assert found.gained == ()


def test_what_changed_rules_would_gain_is_listed() -> None:
    heards = complaints(0)

    found = difference(rehearsed(heards, ignoring_complaints()), rehearsed(heards, policies_for()), policies_for())

    assert [alert.excerpt.mention for alert in found.gained] == ["x:0"]


def test_whose_examples_a_mention_is_like_is_asked_anew_and_shown() -> None:
    heards = complaints(0)
    routes = (Route(name="jobs", department="care", when="classification.department.value == 'care'"),)
    like = Belonging(value="care", confidence=0.8, like="the app logs me out")

    before = rehearse(heards, policies_for(routes=routes), lambda _: (), QUICKLY)
    after = rehearse(heards, policies_for(routes=routes), lambda _: (), QUICKLY, lambda _: like)
    screen = io.StringIO()
    show(difference(before, after, policies_for()), Console(file=screen, width=160))

    assert "alerts gained: 1" in screen.getvalue()
    assert "most like: 'the app logs me out'" in screen.getvalue()


def test_messages_at_night_are_counted_by_the_persons_own_clock() -> None:
    policies = policies_for()
    ana = policies.people["ana"]
    in_tokyo = replace(
        policies, people=policies.people | {"ana": replace(ana, hours=replace(ana.hours, zone="Asia/Tokyo"))}
    )

    before = rehearsed(complaints(0, 2), policies)
    found = difference(before, before, in_tokyo)

    assert found.loads["ana"][0] == Load(messages=4, at_night=2)  # 21:00 and 23:00 in Tokyo, two channels each


def test_the_brands_own_posts_are_not_routed_again() -> None:
    own = a_heard(a_mention(id="9"), classification=None)

    assert rehearsed([own], policies_for()).alerts == {}


def test_the_printed_difference_shows_strangers_words_as_text() -> None:
    heards = [replace(heard, mention=replace(heard.mention, text="[red]\x1b[2Jhi")) for heard in complaints(0)]
    screen = io.StringIO()

    show(
        difference(rehearsed(heards, policies_for()), rehearsed(heards, ignoring_complaints()), policies_for()),
        Console(file=screen, width=160),
    )

    assert "alerts missed: 1" in screen.getvalue()
    assert "[red]" in screen.getvalue()
    assert "\x1b" not in screen.getvalue()
