"""What people answer by SMS is done once and confirmed; strangers learn nothing."""

from dataclasses import dataclass, field
from typing import cast

import pytest
from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.change import Change
from chalicelib.domain.told.gsm import fold
from chalicelib.domain.told.sms_answer import HELP
from chalicelib.domain.told.sms_command import Numbers
from chalicelib.pipeline.hear_sms import HearSms
from chalicelib.pipeline.respond import Respond
from chalicelib.ports import Telemetry
from tests.builders import NOON, PHONES, an_alert, policies_for
from tests.fakes import FakeNotificationQueue, FakePhone, FakeStore, HandClock
from tests.functional.api import Quiet

STRANGER = "+12025550199"


@dataclass
class Phones:
    """Ana's phone knows alert a1 as 1, and what else a test stores; `says` answers with what she reads then."""

    clock: HandClock = field(default_factory=lambda: HandClock(NOON))
    store: FakeStore = field(default_factory=FakeStore)
    phone: FakePhone = field(default_factory=FakePhone)

    def __post_init__(self) -> None:
        notifications, policies = FakeNotificationQueue(self.clock), policies_for()
        respond = Respond(self.store, notifications, lambda: policies, self.clock, cast(Telemetry, Quiet()))
        self.hear = HearSms(self.store, respond, self.phone, lambda: policies, self.clock)
        self.heard = 0

    def know(self, *alerts: Alert) -> None:
        for alert in alerts:
            self.store.save(Change(alert=alert))
        numbers = {number: alert.id for number, alert in enumerate(alerts, start=1)}
        assert self.store.keep_numbers(Numbers(contact="ana.sms", alerts=numbers))

    def says(self, text: str, *, sender: str = PHONES["ana"], message: str = "") -> str:
        """What the sender is answered; nothing where no answer comes."""
        self.heard += 1
        before = len(self.phone.delivered)
        self.hear.handle(sender=sender, text=text, message_id=message or f"m{self.heard}")
        return " ".join(delivered.text for delivered in self.phone.delivered[before:])

    def status(self, alert: str = "a1") -> str:
        found = self.store.alert(alert)
        assert found is not None
        return found.status


@pytest.fixture
def phones() -> Phones:
    phones = Phones()
    phones.know(an_alert())
    return phones


@pytest.fixture
def two() -> Phones:
    phones = Phones()
    second = an_alert(id="a2", conversation="x:2")
    phones.know(an_alert(), replace(second, excerpt=replace(second.excerpt, handle="kim")))
    return phones


def test_a_number_and_ack_takes_the_alert(phones: Phones) -> None:
    assert phones.says("1 ack") == "1: yours."
    assert phones.status() == "acknowledged"


def test_pass_calls_the_next_tier_at_once(phones: Phones) -> None:
    assert phones.says("1 pass") == "1: passed on."
    found = phones.store.alert("a1")
    assert found is not None
    assert found.tier == 2


def test_done_ends_the_alert(phones: Phones) -> None:
    assert phones.says("1 Done!") == "1: done."
    assert phones.status() == "resolved"


def test_all_ack_takes_every_alert_of_this_phone(two: Phones) -> None:
    assert two.says("all ack") == "1: yours. 2: yours."
    assert (two.status("a1"), two.status("a2")) == ("acknowledged", "acknowledged")


def test_without_a_number_the_only_alert_is_meant(phones: Phones) -> None:
    assert phones.says("ack") == "1: yours."


def test_without_a_number_one_of_several_is_asked_for(two: Phones) -> None:
    assert two.says("ack") == "Which one? 1 @customer900, 2 @kim"
    assert two.status("a1") == "triggered"


def test_a_number_of_nothing_changes_nothing(phones: Phones) -> None:
    assert phones.says("7 ack") == "Nothing of yours has the number 7."
    assert phones.status() == "triggered"


def test_what_cannot_be_done_says_why(phones: Phones) -> None:
    phones.says("1 ack")

    assert phones.says("1 pass") == "1: cannot pass alert a1 on: it is acknowledged."


def test_help_and_nonsense_say_how_to_answer(phones: Phones) -> None:
    assert phones.says("HELP") == fold(HELP)
    assert phones.says("who is this?") == fold(f"That was not understood. {HELP}")


def test_an_answer_that_the_carrier_delivers_twice_is_done_once(phones: Phones) -> None:
    phones.says("1 pass", message="same")

    assert phones.says("1 pass", message="same") == ""
    found = phones.store.alert("a1")
    assert found is not None
    assert found.tier == 2


def test_a_stranger_is_told_nothing_about_alerts(phones: Phones) -> None:
    assert phones.says("1 ack", sender=STRANGER) == "This number is not registered here."
    assert phones.says("all done", sender=STRANGER) == "This number is not registered here."
    assert phones.status() == "triggered"


def test_another_persons_numbers_are_not_mine(phones: Phones) -> None:
    assert phones.says("1 ack", sender=PHONES["ben"]) == "Nothing waits for you."
    assert phones.status() == "triggered"


def test_two_machines_that_answer_each_other_come_to_an_end(phones: Phones) -> None:
    answers = [phones.says("thank you for your message", sender=STRANGER) for _ in range(15)]

    assert [bool(answer) for answer in answers] == [True] * 10 + [False] * 5


def test_a_phone_that_opted_out_is_still_obeyed(phones: Phones) -> None:
    phones.phone.refused["ana.sms"] = "opted out"

    assert phones.says("1 ack") == ""
    assert phones.status() == "acknowledged"
