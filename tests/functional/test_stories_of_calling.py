"""Stories of calling people: tier after tier, until somebody has it."""

from datetime import timedelta

from msgspec.structs import replace

from chalicelib.domain.alert.event import Escalated, Exhausted
from chalicelib.domain.rules.person import Channel, Rota, Target, TargetKind
from chalicelib.domain.rules.tiers import Tier
from tests.builders import NOON, QUARTER, a_person, a_policy, to_person
from tests.functional.deaths import Fate, Mishap
from tests.functional.town import Town, town_policies


def test_an_ignored_alert_reaches_the_second_tier(town: Town) -> None:
    town.post("mastodon", "Wayfare burned my luggage")
    town.phone("ana").expects_sms("burned my luggage")
    town.fast_forward(minutes=15)
    town.phone("ben").expects_sms("burned my luggage").then_opens_link().then_presses("Acknowledge")
    town.fast_forward(minutes=49)
    town.expects_nothing_more()


def test_an_acknowledged_alert_stays_silent(town: Town) -> None:
    town.post("mastodon", "Wayfare burned my luggage")
    town.phone("ana").expects_sms("burned my luggage").then_opens_link().then_presses("Acknowledge")
    town.fast_forward(minutes=49)
    town.expects_nothing_more()


def test_praise_calls_nobody(town: Town) -> None:
    post = town.post("x", "I love flying with you")
    town.fast_forward(hours=2)

    assert town.outcome(post) == "ignored"


def test_a_policy_that_repeats_calls_everybody_again_and_then_the_duty_manager() -> None:
    town = Town(town_policies(a_policy("ana", "ben", repeat=1)))
    post = town.post("x", "you lost my bag")
    for _ in range(2):
        for person in ("ana", "ben"):
            town.phone(person).expects_sms("lost my bag")
            town.expects_nothing_more()
            town.fast_forward(minutes=15)
    town.phone("dana").expects_sms("NOBODY ANSWERED")
    town.fast_forward(minutes=29)

    town.expects_nothing_more()
    [exhausted] = town.events_of(post, Exhausted)
    assert (exhausted.told, exhausted.at) == (("dana",), NOON + timedelta(hours=1))


def test_the_duty_manager_can_still_acknowledge(town: Town) -> None:
    town.post("x", "you lost my bag")
    town.fast_forward(minutes=30)
    town.phone("ana").expects_sms()
    town.phone("ben").expects_sms()
    alert = town.phone("dana").expects_sms("NOBODY").then_opens_link().then_presses("Acknowledge")

    assert alert.owner == "dana"


def test_whoever_has_the_shift_is_called() -> None:
    shifts = Rota(id="care", members=("ana", "ben"), starts=NOON - timedelta(hours=12), days=1)
    tier = Tier(notify=(Target(kind=TargetKind.ROTA, id="care"),), wait=QUARTER)
    town = Town(town_policies(a_policy(tiers=(tier,)), rotas={"care": shifts}))
    town.post("x", "you lost my bag", by="carla")
    town.phone("ana").expects_sms("lost my bag").then_opens_link().then_presses("Needs no answer")
    town.fast_forward(hours=12)
    town.post("x", "you lost my bag", by="dora")

    town.phone("ben").expects_sms("lost my bag").then_opens_link().then_presses("Needs no answer")
    town.expects_nothing_more()


def test_two_people_of_one_tier_are_told_together(town: Town) -> None:
    tier = Tier(notify=(to_person("ana", Channel.SMS), to_person("zoe", Channel.SMS)), wait=QUARTER)
    town = Town(town_policies(a_policy(tiers=(tier,))))
    town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag").then_opens_link().then_presses("Acknowledge")
    town.phone("zoe").expects_sms("lost my bag")
    town.fast_forward(minutes=49)

    town.expects_nothing_more()


def test_a_person_with_phone_and_email_is_told_by_email_and_by_phone_after_half_the_wait() -> None:
    """Routine is quieter than urgent: whoever acknowledges within half the wait gets no SMS."""
    rules = town_policies()
    town = Town(replace(rules, people={**rules.people, "ana": a_person("ana")}))
    town.post("x", "you lost my bag")

    page = town.inbox("ana").expects_email("@carla", "lost my bag").then_opens_link()
    town.fast_forward(minutes=7)
    town.expects_nothing_more()
    town.fast_forward(minutes=1)
    town.phone("ana").expects_sms("lost my bag")
    page.then_presses("Acknowledge")
    town.expects_nothing_more()


def test_edited_policies_do_not_corrupt_a_running_escalation(town: Town) -> None:
    """Ben's tier is taken out while ana is being called: this alert still goes to ben, the next one to mei."""
    old = town.post("x", "you lost my bag", by="carla")
    town.phone("ana").expects_sms("lost my bag")
    town.pushes(replace(town_policies(a_policy("mei")), version="v2"))
    town.fast_forward(minutes=15)
    town.phone("ben").expects_sms("lost my bag").then_opens_link().then_presses("Needs no answer")
    new = town.post("x", "you lost my bag", by="dora")

    town.phone("mei").expects_sms("lost my bag")
    assert (town.alert_of(old).policies_version, town.alert_of(new).policies_version) == ("v1", "v2")


def test_a_lost_queue_message_is_made_good_by_the_sweep(town: Town) -> None:
    town.hear_without_delivering("you lost my bag")
    assert list(town.world.outside.take_notifications())
    town.fast_forward(minutes=1)

    town.phone("ana").expects_sms("lost my bag")


def test_a_carrier_that_was_down_delivers_when_it_is_back(town: Town) -> None:
    town.world.phone.is_down = True
    town.post("x", "you lost my bag")
    town.fast_forward(minutes=8)
    town.expects_nothing_more()
    town.world.phone.is_down = False
    town.fast_forward(minutes=2)

    town.phone("ana").expects_sms("lost my bag")


def test_a_store_that_is_down_for_a_while_loses_nothing() -> None:
    town = Town(fate=(fate := Fate()))
    fate.strike("save", Mishap.FAILS_BEFORE)
    post = town.post("x", "you lost my bag")
    town.expects_nothing_more()
    town.fast_forward(minutes=1)

    town.phone("ana").expects_sms("lost my bag")
    assert town.outcome(post) == "triggered"


def test_a_phone_gets_no_more_than_it_can_bear_and_the_rest_together() -> None:
    """Nine complaints in one minute: one SMS at once, and one about the other eight five minutes later."""
    town = Town(town_policies(a_policy("ana", wait=timedelta(hours=3))))
    for number in range(9):
        town.post("x", "you lost my bag", by=f"customer{number}")
        town.world.clock.forward(seconds=5)
    town.phone("ana").expects_sms("@customer0")
    town.fast_forward(minutes=4)
    town.expects_nothing_more()
    town.fast_forward(minutes=1)

    page = town.phone("ana").expects_sms("8 alerts wait for you", "@customer1").then_opens_link()
    assert [shown.alert.excerpt.handle for shown in page.view.shown] == [f"customer{n}" for n in range(1, 9)]
    town.fast_forward(minutes=30)
    town.expects_nothing_more()


def test_what_was_taken_while_it_waited_is_left_out_of_the_bundle() -> None:
    town = Town(town_policies(a_policy("ana", wait=timedelta(hours=3))))
    posts = [town.post("x", "you lost my bag", by=name) for name in ("carla", "dora", "emil", "fred")]
    town.phone("ana").expects_sms("@carla")
    town.brand_replies(posts[2])
    town.fast_forward(minutes=5)

    page = town.phone("ana").expects_sms("2 alerts wait for you").then_opens_link()
    assert [shown.alert.excerpt.handle for shown in page.view.shown] == ["dora", "fred"]


def test_each_tier_is_told_at_its_own_time() -> None:
    waits = (timedelta(minutes=5), timedelta(minutes=20), timedelta(hours=2))
    tiers = tuple(
        Tier(notify=(to_person(person, Channel.SMS),), wait=wait)
        for person, wait in zip(("ana", "ben", "zoe"), waits, strict=True)
    )
    town = Town(town_policies(a_policy(tiers=tiers)))
    post = town.post("x", "you lost my bag")
    town.fast_forward(hours=3)

    told = [(event.told, event.at - NOON) for event in town.events_of(post, Escalated)]
    assert told == [
        (("ana",), timedelta(0)),
        (("ben",), timedelta(minutes=5)),
        (("zoe",), timedelta(minutes=25)),
    ]
