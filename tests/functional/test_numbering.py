"""A phone's short numbers: the same for as long as an alert needs one, and offered only where answers are heard."""

from msgspec.structs import replace

from chalicelib.domain.alert.alert import AlertStatus
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.notification import Contact
from chalicelib.domain.rules.person import Channel
from chalicelib.domain.told.message import sms
from chalicelib.domain.told.sms_command import MOST_NUMBERS, Numbers, numbered
from chalicelib.pipeline.numbering import Numbering, no_numbers
from tests.builders import NOON, a_notification, an_alert, policies_for
from tests.fakes import FakeStore

ANA = Contact(person="ana", channel=Channel.SMS)
LINK = "https://alerts.wayfare.example/a/abcdefghijklm"


def test_an_alert_keeps_its_number() -> None:
    number = Numbering(FakeStore())

    assert number(ANA, ["a1"]) == {"a1": 1}
    assert number(ANA, ["a2", "a1"]) == {"a2": 2, "a1": 1}


def test_each_phone_counts_for_itself() -> None:
    number = Numbering(FakeStore())
    number(ANA, ["a1"])

    assert number(Contact(person="ben", channel=Channel.SMS), ["a2"]) == {"a2": 1}


def test_a_crowded_phone_gives_up_the_numbers_of_what_is_resolved() -> None:
    store = FakeStore()
    for key in range(1, 10):
        status = AlertStatus.RESOLVED if key == 3 else AlertStatus.TRIGGERED
        store.save(Change(alert=an_alert(id=f"a{key}", status=status)))
    number = Numbering(store)
    number(ANA, [f"a{key}" for key in range(1, 10)])

    assert number(ANA, ["b"]) == {"b": 3}


def test_a_phone_with_too_many_alerts_forgets_the_oldest_number_first() -> None:
    numbers = Numbers(contact="ana.sms")
    for key in range(MOST_NUMBERS + 1):
        numbers, last = numbered(numbers, f"a{key}")

    assert last == 1
    assert len(numbers.alerts) == MOST_NUMBERS


def test_a_message_offers_an_answer_only_with_a_number() -> None:
    due = [(an_alert(), a_notification())]

    offered = sms(due, policies=policies_for(), link=LINK, at=NOON, numbers={"a1": 4})
    silent = sms(due, policies=policies_for(), link=LINK, at=NOON, numbers=no_numbers(ANA, ["a1"]))

    assert offered.endswith(f" 4 ack or {LINK}")
    assert " ack or " not in silent
    assert len(offered) <= 160


def test_a_bundle_offers_to_take_all() -> None:
    second = replace(an_alert(id="a2"), conversation="x:2")
    due = [(an_alert(), a_notification()), (second, a_notification(alert="a2"))]

    text = sms(due, policies=policies_for(), link=LINK, at=NOON, numbers={"a1": 1, "a2": 2})

    assert text.endswith(f" all ack or {LINK}")
