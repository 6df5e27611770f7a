"""The last resort of every alert: whoever it is, an alert does not fall silent without anybody knowing."""

from datetime import UTC, datetime

from chalicelib.domain.alert.event import Exhausted
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.people.address import Proof, address_id
from chalicelib.domain.rules.person import Hours
from chalicelib.domain.rules.routes import Route, Urgency
from tests.builders import NOON, PHONES, a_person, a_policy
from tests.functional.town import Town, town_policies

STOPPED = "the phone of dana opted out of messages"
EVENING = datetime(2026, 5, 4, 21, tzinfo=UTC)
URGENT = (Route(name="all", department="care", urgency=Urgency.URGENT),)


def told_last(town: Town, post: Mention) -> list[tuple[tuple[str, ...], int]]:
    """Who got each last call, and how many minutes after the first."""
    calls = town.events_of(post, Exhausted)
    return [(call.told, int((call.at - calls[0].at).total_seconds() // 60)) for call in calls]


def test_a_last_call_is_repeated_every_half_hour_and_then_every_two_hours() -> None:
    town = Town(town_policies(a_policy("ana")))
    post = town.post("x", "you lost my bag")
    town.fast_forward(hours=6)

    minutes = [after for _, after in told_last(town, post)]
    assert minutes == [0, 30, 60, 90, 120, 240]


def test_somebody_who_has_it_ends_the_last_calls() -> None:
    town = Town(town_policies(a_policy("ana")))
    post = town.post("x", "you lost my bag")
    town.fast_forward(minutes=15)
    town.phone("dana").expects_sms("NOBODY").then_opens_link().then_presses("Acknowledge")
    town.fast_forward(minutes=45)

    assert len(told_last(town, post)) == 1


def test_at_night_only_what_is_urgent_is_called_again() -> None:
    calm, urgent = (Town(town_policies(a_policy("ana"), **more), at=EVENING) for more in ({}, {"routes": URGENT}))
    posts = [town.post("x", "you lost my bag") for town in (calm, urgent)]
    for town in (calm, urgent):
        town.fast_forward(hours=11)

    assert [after for _, after in told_last(calm, posts[0])][:4] == [0, 30, 585, 615]
    assert [after for _, after in told_last(urgent, posts[1])] == [0, 30, 60, 90, 120, 240, 360, 480, 600]


def test_a_last_call_that_the_carrier_refuses_goes_to_the_next_best_and_alarms() -> None:
    town = Town(town_policies())
    town.world.phone.refused["dana.sms"] = STOPPED
    post = town.post("x", "you lost my bag")
    town.fast_forward(minutes=32)

    assert told_last(town, post) == [(("dana",), 0), (("ben",), 1)]
    assert town.world.telemetry.forgotten == [town.alert_of(post).id]
    assert "NOBODY ANSWERED" in town.unread("ben", "sms")[-1].text  # type: ignore[arg-type]


def test_where_nobody_at_all_can_be_told_it_says_so_and_tries_again() -> None:
    people = {id: a_person(id, email=None, hours=Hours(closures=(NOON.date(),))) for id in PHONES}
    town = Town(town_policies(people=people))
    post = town.post("x", "you lost my bag")
    town.fast_forward(hours=1)

    assert told_last(town, post)[:2] == [((), 0), ((), 1)]
    assert town.alert_of(post).timers


def test_the_last_resort_is_proven_by_a_press_behind_its_link_and_not_by_a_look() -> None:
    town = Town(town_policies(a_policy("ana")))
    town.post("x", "you lost my bag")
    town.fast_forward(minutes=15)
    page = town.phone("dana").expects_sms("NOBODY").then_opens_link()
    town.fast_forward(minutes=1)
    assert town.world.outside.store.address(address_id(PHONES["dana"])).proof is None

    page.then_presses("Acknowledge")
    town.fast_forward(minutes=1)
    assert town.world.outside.store.address(address_id(PHONES["dana"])).proof is Proof.OPENED
    assert (town.world.telemetry.proven[0], town.world.telemetry.proven[-1]) == (False, True)
