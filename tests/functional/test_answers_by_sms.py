"""What people answer by SMS is done once and confirmed; strangers learn nothing."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import cast

import pytest
from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert, AlertStatus, Timer
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.notification import Contact
from chalicelib.domain.errors import UnavailableError
from chalicelib.domain.people.address import Proof, address_id
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Channel
from chalicelib.domain.rules.routes import Urgency
from chalicelib.domain.told.gsm import ONE_PART, fold, septets
from chalicelib.domain.told.pace import Pace
from chalicelib.domain.told.sms_answer import HELP
from chalicelib.pipeline.hear_sms import HearSms
from chalicelib.pipeline.known_phone import KnownPhone
from chalicelib.pipeline.numbering import Numbering
from chalicelib.pipeline.respond import Respond
from chalicelib.ports import Telemetry
from tests.builders import NOON, PHONES, an_alert, policies_for
from tests.fakes import FakeNotificationQueue, FakePhone, FakeStore, HandClock
from tests.functional.api import Quiet

STRANGER = "+12025550199"
ANA, BEN = (Contact(person=id, channel=Channel.SMS) for id in ("ana", "ben"))


TAKEN = {"status": AlertStatus.ACKNOWLEDGED, "owner": "ben", "timers": {}}


@dataclass
class Phones:
    """Ana's phone knows alert a1 as 1, and what else a test stores; `says` answers with what she reads then."""

    clock: HandClock = field(default_factory=lambda: HandClock(NOON))
    store: FakeStore = field(default_factory=FakeStore)
    phone: FakePhone = field(default_factory=FakePhone)
    policies: Policies = field(default_factory=policies_for)
    telemetry: Quiet = field(default_factory=Quiet)

    def __post_init__(self) -> None:
        notifications, telemetry = FakeNotificationQueue(self.clock), cast(Telemetry, self.telemetry)
        respond = Respond(self.store, notifications, lambda: self.policies, self.clock, telemetry)
        carrier = KnownPhone(self.phone, self.store, self.clock)
        self.hear = HearSms(self.store, respond, carrier, lambda: self.policies, self.clock)
        self.number = Numbering(self.store, lambda: self.policies, self.clock)
        self.heard = 0

    def know(self, *alerts: Alert) -> None:
        for alert in alerts:
            self.store.save(Change(alert=alert))
        self.number(ANA, [alert.id for alert in alerts])

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
    assert phones.says("1 ack") == "1 @customer900: yours."
    assert phones.status() == "acknowledged"


def test_pass_calls_the_next_tier_at_once(phones: Phones) -> None:
    assert phones.says("1 pass") == "1 @customer900: passed on."
    found = phones.store.alert("a1")
    assert found is not None
    assert found.tier == 2


def test_done_ends_the_alert(phones: Phones) -> None:
    assert phones.says("1 Done!") == "1 @customer900: done."
    assert phones.status() == "resolved"


def test_all_ack_takes_every_alert_of_this_phone(two: Phones) -> None:
    assert two.says("all ack") == "1 @customer900, 2 @kim: yours."
    assert (two.status("a1"), two.status("a2")) == ("acknowledged", "acknowledged")


def test_without_a_number_the_only_alert_is_meant(phones: Phones) -> None:
    assert phones.says("ack") == "1 @customer900: yours."


def test_without_a_number_one_of_several_is_asked_for(two: Phones) -> None:
    assert two.says("ack") == "Which one? 1 @customer900, 2 @kim"
    assert two.status("a1") == "triggered"


def test_a_number_of_nothing_changes_nothing(phones: Phones) -> None:
    assert phones.says("7 ack") == "Nothing of yours has the number 7."
    assert phones.status() == "triggered"


def test_what_cannot_be_done_says_why(phones: Phones) -> None:
    phones.says("1 ack")

    assert phones.says("1 pass") == "1 @customer900: cannot pass alert a1 on: it is acknowledged."


def test_help_and_nonsense_say_how_to_answer(phones: Phones) -> None:
    assert phones.says("HELP") == fold(HELP)
    assert phones.says("who is this?") == fold(f"That was not understood. {HELP}")


def test_an_answer_that_the_carrier_delivers_twice_is_done_once(phones: Phones) -> None:
    phones.says("1 pass", message="same")

    assert phones.says("1 pass", message="same") == ""
    found = phones.store.alert("a1")
    assert found is not None
    assert found.tier == 2


def test_a_stranger_is_not_answered(phones: Phones) -> None:
    assert [phones.says(text, sender=STRANGER) for text in ("1 ack", "all done", "help", "STOP")] == ["", "", "", ""]
    assert phones.status() == "triggered"
    assert not phones.telemetry.silent


def test_another_persons_numbers_are_not_mine(phones: Phones) -> None:
    assert phones.says("1 ack", sender=PHONES["ben"]) == "Nothing waits for you."
    assert phones.status() == "triggered"


def test_two_machines_that_answer_each_other_come_to_an_end(phones: Phones) -> None:
    answers = [phones.says("thank you for your message") for _ in range(15)]

    assert [bool(answer) for answer in answers] == [True] * 10 + [False] * 5


def test_a_phone_that_opted_out_is_still_obeyed(phones: Phones) -> None:
    phones.phone.refused["ana.sms"] = "opted out"

    assert phones.says("1 ack") == ""
    assert phones.status() == "acknowledged"


def test_every_acknowledgement_of_a_busy_night_counts() -> None:
    phones = Phones()
    phones.know(*[an_alert(id=f"a{number}", conversation=f"x:{number}") for number in range(1, 15)])
    for number in range(1, 15):
        phones.says(f"{number} ack")
        phones.clock.forward(seconds=20)

    assert [phones.status(f"a{number}") for number in range(1, 15)] == ["acknowledged"] * 14


def test_an_answer_whose_first_try_failed_is_done_by_the_second(phones: Phones) -> None:
    real, tries = phones.store.save, iter((True,))

    def hiccup(change: Change, **more: object) -> None:
        if next(tries, False):
            raise UnavailableError("the table is throttled")
        real(change, **more)  # type: ignore[arg-type]

    phones.store.save = hiccup  # type: ignore[method-assign]
    with pytest.raises(UnavailableError):
        phones.says("1 ack", message="same")

    assert phones.says("1 ack", message="same") == "1 @customer900: yours."
    assert phones.status() == "acknowledged"


def test_what_is_done_stays_done_where_the_confirmation_fails(phones: Phones) -> None:
    real, tries = phones.store.pace, iter((True,))

    def hiccup(contact: str) -> Pace:
        if next(tries, False):
            raise UnavailableError("the table is throttled")
        return real(contact)

    phones.store.pace = hiccup  # type: ignore[method-assign]
    with pytest.raises(UnavailableError):
        phones.says("1 pass", message="same")
    phones.says("1 pass", message="same")

    found = phones.store.alert("a1")
    assert found is not None
    assert found.tier == 2


def test_of_two_answers_at_once_both_count(two: Phones) -> None:
    real, others = two.store.keep_pace, iter((True,))

    def meanwhile(pace: Pace) -> bool:
        if next(others, False):
            two.says("2 ack")
        return real(pace)

    two.store.keep_pace = meanwhile  # type: ignore[method-assign]

    assert "1 @customer900: yours." in two.says("1 ack")
    assert (two.status("a1"), two.status("a2")) == ("acknowledged", "acknowledged")


def test_several_numbers_are_taken_together(two: Phones) -> None:
    assert two.says("1,2 ack") == "1 @customer900, 2 @kim: yours."


def test_ack_without_a_number_means_the_only_one_that_is_free() -> None:
    phones = Phones()
    phones.know(
        an_alert(), an_alert(id="a2", conversation="x:2", **TAKEN), an_alert(id="a3", conversation="x:3", **TAKEN)
    )

    assert phones.says("ok") == "1 @customer900: yours."
    assert phones.status("a2") == "acknowledged"


def test_done_without_a_number_ends_the_one_that_is_mine(two: Phones) -> None:
    two.says("2 ack")

    assert two.says("done") == "2 @kim: done."
    assert two.status("a1") == "triggered"


@pytest.mark.parametrize("confirmed", ["yes", "Yes!", "1 yes", "1 done yes"])
def test_done_on_something_urgent_that_nobody_took_asks_back(confirmed: str) -> None:
    phones = Phones()
    phones.know(an_alert(urgency=Urgency.URGENT))

    assert phones.says("1 done") == '1 @customer900: urgent, and nobody has it. Really done? Answer "yes".'
    assert phones.status() == "triggered"
    assert phones.says(confirmed) == "1 @customer900: done."


def test_a_yes_to_nothing_ends_nothing() -> None:
    phones = Phones()
    phones.know(an_alert(urgency=Urgency.URGENT))
    phones.says("1 done")
    phones.clock.forward(hours=1)

    assert phones.says("yes") == fold(f"That was not understood. {HELP}")
    assert phones.status() == "triggered"


def test_done_on_something_urgent_that_i_have_ends_it() -> None:
    phones = Phones()
    phones.know(an_alert(urgency=Urgency.URGENT))
    phones.says("1 ack")

    assert phones.says("1 done") == "1 @customer900: done."


def test_stop_is_respected_unanswered_and_told_to_ops(phones: Phones) -> None:
    assert phones.says("STOP") == ""
    assert phones.telemetry.silent == ["ana"]
    assert phones.says("1 ack") == ""
    assert phones.status() == "acknowledged"
    assert phones.says("start") == "You get messages again."


def test_an_answer_proves_the_phone(phones: Phones) -> None:
    phones.says("what?")

    assert phones.store.address(address_id(PHONES["ana"])).proof is Proof.ANSWERED


def test_an_answer_about_many_posts_is_one_sms() -> None:
    phones = Phones()
    phones.know(*[an_alert(id=f"a{number}", conversation=f"x:{number}") for number in range(1, 41)])

    answers = [phones.says("ack"), phones.says("all ack"), phones.says("all ack"), phones.says("5,6,7,8,9 pass")]

    assert all(0 < septets(answer) <= ONE_PART for answer in answers), answers
    assert " and 32 more: yours." in answers[1]


def sharing() -> Phones:
    """Ana and ben share one phone; ana alone was told of a1, both of a2."""
    rules = policies_for()
    ben = replace(rules.people["ben"], phone=PHONES["ana"])
    phones = Phones(policies=replace(rules, people={**rules.people, "ben": ben}))
    phones.know(an_alert(), an_alert(id="a2", conversation="x:2"))
    phones.number(BEN, ["a2"])
    return phones


def test_who_shares_a_phone_is_told_apart_by_what_each_was_told() -> None:
    phones = sharing()
    phones.says("1 ack")

    found = phones.store.alert("a1")
    assert found is not None
    assert found.owner == "ana"


def test_who_shares_a_phone_is_asked_where_nothing_tells_them_apart() -> None:
    phones = sharing()

    assert phones.says("2 ack") == 'Who are you? Add your name, like "2 ack ana".'
    assert phones.says("2 ack Ben") == "2 @customer900: yours."
    found = phones.store.alert("a2")
    assert found is not None
    assert found.owner == "ben"


def test_ack_for_a_day_lasts_until_the_same_time_tomorrow(phones: Phones) -> None:
    assert phones.says("ack 1d") == "1 @customer900: yours until Tue 5 May 12:00 UTC."
    found = phones.store.alert("a1")
    assert found is not None
    assert found.timers[Timer.LOAN] == NOON + timedelta(days=1)


def test_a_time_that_is_not_understood_takes_nothing_and_says_how_it_is_written(phones: Phones) -> None:
    answer = phones.says("1 ack 1w")

    assert answer == "1 @customer900: lasting: must be like 2h, 1d or 3 business days, up to 7 days, got '1w'."
    assert phones.status() == "triggered"
