"""A phone's short numbers: the same for as long as an alert needs one, and offered only where answers are heard."""

from datetime import timedelta

from msgspec.structs import replace

from chalicelib.domain.alert.alert import AlertStatus
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.notification import Contact
from chalicelib.domain.rules.person import Channel
from chalicelib.domain.told.message import sms
from chalicelib.domain.told.sms_numbers import MOST_NUMBERS, Numbers, numbered
from chalicelib.pipeline.numbering import Numbering, no_numbers, numbers_on
from tests.builders import NOON, PHONES, a_notification, a_person, an_alert, policies_for
from tests.fakes import FakeStore, HandClock

ANA, BEN = (Contact(person=id, channel=Channel.SMS) for id in ("ana", "ben"))
LINK = "https://alerts.wayfare.example/a/abcdefghijklm"


def numbering(store: FakeStore | None = None, clock: HandClock | None = None, **people: object) -> Numbering:
    rules = policies_for()
    return Numbering(
        store or FakeStore(), lambda: replace(rules, people={**rules.people, **people}), clock or HandClock(NOON)
    )


def test_an_alert_keeps_its_number() -> None:
    number = numbering()

    assert number(ANA, ["a1"]) == {"a1": 1}
    assert number(ANA, ["a2", "a1"]) == {"a2": 2, "a1": 1}


def test_each_phone_counts_for_itself() -> None:
    number = numbering()
    number(ANA, ["a1"])

    assert number(BEN, ["a2"]) == {"a2": 1}


def test_who_shares_a_phone_shares_its_numbers() -> None:
    store = FakeStore()
    number = numbering(store, ben=a_person("ben", phone=PHONES["ana"]))
    number(ANA, ["a1"])

    assert number(BEN, ["a2", "a1"]) == {"a2": 2, "a1": 1}
    assert numbers_on(store, PHONES["ana"], ["ana", "ben"]).told == {1: ("ana", "ben"), 2: ("ben",)}


def test_a_number_goes_to_another_alert_only_after_a_day_without_use() -> None:
    store, clock = FakeStore(), HandClock(NOON)
    store.save(Change(alert=an_alert(status=AlertStatus.RESOLVED)))
    number = numbering(store, clock)
    number(ANA, ["a1"])
    clock.forward(hours=20)
    number(ANA, ["a1"])
    clock.forward(hours=23)

    assert number(ANA, ["b"]) == {"b": 2}
    clock.forward(hours=1)
    assert number(ANA, ["c"]) == {"c": 1}


def test_what_still_waits_keeps_its_number_for_good() -> None:
    store, clock = FakeStore(), HandClock(NOON)
    store.save(Change(alert=an_alert()))
    number = numbering(store, clock)
    number(ANA, ["a1"])
    clock.forward(days=30)

    assert number(ANA, ["b"]) == {"b": 2}


def test_numbers_that_an_older_version_gave_to_the_person_still_hold() -> None:
    store = FakeStore()
    store.keep_numbers(Numbers(contact="ana.sms", alerts={1: "a1", 7: "a7"}))
    number = numbering(store)

    assert number(ANA, ["a7", "b"]) == {"a7": 7, "b": 2}


def test_a_phone_with_too_many_alerts_gives_up_the_number_used_longest_ago() -> None:
    numbers = Numbers(contact="phone.1")
    for key in range(MOST_NUMBERS + 1):
        at = NOON + timedelta(seconds=key)
        numbers, last = numbered(numbers, f"a{key}", person="ana", at=at, ended=lambda _: False)

    assert last == 1
    assert len(numbers.alerts) == MOST_NUMBERS


def test_a_message_offers_an_answer_only_with_a_number() -> None:
    due = [(an_alert(), a_notification())]

    offered = sms(due, policies=policies_for(), link=LINK, at=NOON, numbers={"a1": 4})
    silent = sms(due, policies=policies_for(), link=LINK, at=NOON, numbers=no_numbers(ANA, ["a1"]))

    assert offered.endswith(f" 4 ack or {LINK}")
    assert " ack or " not in silent
    assert "tier 1. 4 ack" in offered
    assert len(offered) <= 160


def test_a_bundle_offers_to_take_all() -> None:
    second = replace(an_alert(id="a2"), conversation="x:2")
    due = [(an_alert(), a_notification()), (second, a_notification(alert="a2"))]

    text = sms(due, policies=policies_for(), link=LINK, at=NOON, numbers={"a1": 1, "a2": 2})

    assert text.endswith(f" all ack or {LINK}")
