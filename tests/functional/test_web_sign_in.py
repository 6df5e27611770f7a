"""Asking for a link: it goes to whom it belongs and nowhere else, and whoever asks is answered the same."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from msgspec.structs import replace

from chalicelib.domain.people.address import address_id
from chalicelib.domain.rules.person import Channel
from chalicelib.domain.told.letter import asker, sign_in_id
from chalicelib.pipeline.letters import Letters
from chalicelib.told_in import tongue
from infra.commands.link import issued
from infra.errors import OperatorError
from tests.builders import NOON, PHONES, a_link, a_person, an_alert
from tests.fakes import FakePhone
from tests.functional.api import World, a_world
from tests.functional.test_web_desk import FORM, enter, look


class Numbered:
    """Tokens that can stand in an address, as ours can."""

    def token(self, subject: str) -> str:
        return subject.replace("/", "-")


@pytest.fixture
def world() -> Iterator[World]:
    with a_world() as world:
        world.has(an_alert())
        yield world


def ask(world: World, contact: str) -> str:
    answer = world.post("/sign-in", urlencode({"contact": contact}).encode(), FORM)
    assert answer.status_code == 200
    return answer.body.decode()


def letters(world: World, phone: FakePhone) -> Letters:
    return Letters(
        world.store, phone, lambda: world.policies, lambda: "https://wayfare.example", Numbered(), world.clock, tongue
    )


def queued(world: World) -> list[str]:
    return list(world.notifications.take())


def test_a_link_that_was_asked_for_comes_and_opens_everything_of_its_person(world: World) -> None:
    ask(world, " ANA@wayfare.example ")
    phone, [letter] = FakePhone(), queued(world)
    assert letters(world, phone).send(letter)

    [email] = phone.delivered
    assert (email.person, email.channel, email.subject) == (
        "ana",
        Channel.EMAIL,
        "Wayfare: the link that you asked for",
    )
    path = next(line for line in email.text.splitlines() if "/a/" in line).removeprefix("https://wayfare.example")
    assert "Nothing is open for you." in world.get(path).body.decode()
    assert look(world, "/desk", enter(world, path.removeprefix("/a/"))).status_code == 200
    assert world.store.address(address_id("ana@wayfare.example")).is_proven, "entering by it proved the mailbox"


@pytest.mark.parametrize("contact", ["+1 (202) 555-0101", "ana", PHONES["ana"]])
def test_somebody_is_known_by_phone_or_name_too(world: World, contact: str) -> None:
    ask(world, contact)
    assert [asker(letter) for letter in queued(world)] == ["ana"]


def test_whoever_asks_for_whomever_is_answered_the_same(world: World) -> None:
    known = ask(world, "ana@wayfare.example")

    for contact in ("nobody@wayfare.example", "", "*", "<script>", "x" * 5_000):
        assert ask(world, contact) == known
    assert len(queued(world)) == 1


def test_at_most_three_are_sent_within_an_hour_renewed_ones_included(world: World) -> None:
    world.store.save_link(a_link("old", alerts=(), expires_at=NOON))
    expired = world.press("new-link", link="old", alert="")
    assert expired.status_code == 200
    for _ in range(5):
        ask(world, "ana")
    assert len(queued(world)) == 3
    ask(world, "ben")
    assert len(queued(world)) == 1, "the limit is each person's own"
    world.clock.forward(hours=1)
    ask(world, "ana")
    assert len(queued(world)) == 1


def test_an_expired_link_about_no_alert_is_renewed(world: World) -> None:
    world.store.save_link(a_link("old", alerts=("gone",), expires_at=NOON))
    world.press("new-link", link="old", alert="")

    assert [asker(letter) for letter in queued(world)] == ["ana"]


def test_where_the_email_is_refused_the_phone_gets_it_in_one_sms(world: World) -> None:
    phone = FakePhone()
    phone.refused["ana.email"] = "not confirmed"
    letters(world, phone).send(sign_in_id("ana", NOON))

    [sms] = phone.delivered
    assert sms.channel is Channel.SMS
    assert (
        sms.text
        == f"Wayfare: the link that you asked for: https://wayfare.example/a/sign-in-ana-{NOON.timestamp():.0f}"
    )


def test_sent_twice_it_is_the_same_link(world: World) -> None:
    phone = FakePhone()
    for _ in range(2):
        letters(world, phone).send(sign_in_id("ana", NOON))

    assert len({message.text for message in phone.delivered}) == 1


def test_who_has_left_or_cannot_be_told_gets_none_and_nothing_fails(world: World) -> None:
    people = world.policies.people | {"nils": a_person("nils", email=None)}
    world.policies = replace(world.policies, people=people)
    phone = FakePhone()

    for person in ("nils", "eve"):
        assert letters(world, phone).send(sign_in_id(person, NOON))
    assert phone.delivered == []


def test_what_is_owed_about_an_alert_is_no_letter(world: World) -> None:
    for id in ("a1/0.1/ana.sms", "sign-in", "sign-in/ana", "sign-in//1", "sign-in/ana/soon"):
        assert not letters(world, FakePhone()).send(id)


def test_who_is_not_signed_in_is_led_to_where_links_are_asked_for(world: World) -> None:
    assert 'href="https://wayfare.example/sign-in"' in world.get("/desk/heard").body.decode()
    assert 'name="contact"' in world.get("/sign-in").body.decode()


def test_a_link_is_issued_by_hand_for_somebody_who_is_known(world: World) -> None:
    world.store.save_policies(world.policies, at=NOON)
    link = issued(world.store, "ben")

    assert world.store.link(link.token) == link
    assert (link.person, link.alerts, len(link.token)) == ("ben", (), 13)
    assert issued(world.store, "ben").token != link.token
    with pytest.raises(OperatorError, match="nobody is called 'eve'"):
        issued(world.store, "eve")


def test_a_letter_is_another_one_each_second() -> None:
    assert sign_in_id("zoe.k", NOON) != sign_in_id("zoe.k", NOON + timedelta(seconds=1))
    assert asker(sign_in_id("zoe.k", NOON)) == "zoe.k"
