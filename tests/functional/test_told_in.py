"""Everybody is told in their own language: by SMS, by email, on their page, and when they answer."""

from collections.abc import Iterator
from dataclasses import replace as with_changes

import pytest
from msgspec.structs import replace

from chalicelib.domain.alert.asked import Acknowledge
from chalicelib.domain.alert.change import Change
from chalicelib.domain.errors import UnavailableError
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Channel
from chalicelib.domain.told.sms_numbers import Numbers
from chalicelib.pipeline.hear_sms import HearSms
from chalicelib.told_in import tongue
from tests.builders import NOON, PHONES, a_notification, a_person, an_alert, policies_for
from tests.fakes import FakePhone
from tests.functional import api
from tests.functional.town import town_policies
from tests.functional.world import World

GERMAN = a_person("ana", language="de")


def german(policies: Policies) -> Policies:
    """The same rules for a brand whose people are told in German."""
    return replace(policies, brand=replace(policies.brand, language="de"))


@pytest.fixture
def pages() -> Iterator[api.World]:
    people = {**policies_for().people, "ana": GERMAN}
    with api.a_world(policies=policies_for(people=people)) as world:
        yield world


def delivered(policies: Policies, channel: Channel) -> str:
    world = World(policies)
    owed = a_notification(channel=channel)
    world.outside.store.save(Change(alert=an_alert(), owed=(owed,)))
    with_changes(world.deliver, tongues=tongue).handle(owed.id)
    [got] = world.phone.delivered
    return f"{got.subject}\n{got.text}"


@pytest.mark.parametrize("channel", Channel)
def test_a_person_is_told_in_the_language_that_people_yaml_gives_them(channel: Channel) -> None:
    rules = town_policies()
    mine = replace(rules, people={**rules.people, "ana": GERMAN})

    assert "Stufe 1" in delivered(mine, channel)
    assert "Stufe 1" in delivered(german(rules), channel)
    assert "tier 1" in delivered(rules, channel)


def test_a_language_of_their_own_goes_before_the_brands() -> None:
    rules = german(town_policies())
    english = replace(rules, people={**rules.people, "ana": a_person("ana", language="en")})

    assert "tier 1" in delivered(english, Channel.SMS)


def test_a_message_goes_out_in_english_where_the_catalogue_lost_its_language() -> None:
    rules = town_policies()
    lost = replace(rules, people={**rules.people, "ana": a_person("ana", language="tlh")})

    assert "tier 1" in delivered(lost, Channel.SMS)


def test_a_page_is_in_the_readers_language_with_what_could_not_be_done(pages: api.World) -> None:
    pages.has(an_alert())
    pages.respond.act("a1", "ben", Acknowledge())
    page = pages.press("acknowledge").body.decode()

    assert '<html lang="de">' in page
    assert "Ben hat das bis 13:00 UTC übernommen." in page
    assert "Alarm a1 lässt sich nicht übernehmen: ben hat ihn schon übernommen" in page
    assert "Grund:" not in page
    assert "Route &#39;complaints&#39;: sie nimmt jede Erwähnung" in page


def test_a_page_of_an_error_is_in_the_brands_language(pages: api.World) -> None:
    pages.policies = german(pages.policies)

    assert "Hier ist nichts" in pages.get("/a/token-9").body.decode()


def test_a_page_of_an_error_is_in_english_where_the_rules_cannot_be_read(pages: api.World) -> None:
    def unreadable() -> Policies:
        raise UnavailableError("DynamoDB cannot be reached: EndpointConnectionError")

    pages.has(an_alert())
    pages.respond = with_changes(pages.respond, policies=unreadable)
    answer = pages.get("/a/token-1")

    assert answer.status_code == 503
    assert "This did not work" in answer.body.decode()


def test_an_answer_by_sms_is_in_the_language_of_whoever_asked(pages: api.World) -> None:
    phone = FakePhone()
    pages.has(an_alert())
    assert pages.store.keep_numbers(Numbers(contact="ana.sms", alerts={1: "a1"}))
    hear = HearSms(pages.store, pages.respond, phone, lambda: pages.policies, lambda: NOON, tongue)

    for number, (sender, text) in enumerate(
        ((PHONES["ana"], "1 ack"), (PHONES["ana"], "1 pass"), ("+12025550199", "x"))
    ):
        hear.handle(sender=sender, text=text, message_id=f"m{number}")

    assert [each.text for each in phone.delivered] == [
        "1 @customer900: gehört dir.",
        "1 @customer900: Alarm a1 lässt sich nicht weiterreichen: Er ist übernommen.",
    ]
