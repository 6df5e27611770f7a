"""Handing over at 3 a.m.: nobody is woken who need not be, and nothing vanishes."""

from datetime import UTC, datetime, time

import pytest
from msgspec.structs import replace

from chalicelib.domain.alert.asked import Acknowledge, NoteTicket, TakeBack
from chalicelib.domain.alert.event import Acknowledged
from chalicelib.domain.errors import UnprocessableError
from chalicelib.domain.heard.mention import Mention, Network
from chalicelib.domain.rules.person import Hours, Period, Person
from chalicelib.domain.rules.tiers import Department
from tests.builders import a_person, a_policy
from tests.functional.phones import Page
from tests.functional.town import Town, town_policies

OFFICE = Hours(
    zone="Europe/London", periods=tuple(Period(weekday=day, start=time(8), end=time(17)) for day in range(5))
)
NIGHT = datetime(2026, 5, 5, 2, tzinfo=UTC)
PRIYA = Person(id="priya", name="Priya", handles={Network.X: "priya_wayfare"})
NOOR = a_person("noor", phone="+447700900107", email=None, hours=OFFICE)


def a_town() -> Town:
    """Care never closes; sales (zoe, kofi) keeps office hours. Priya only answers in public, noor is at home."""
    rules = town_policies(a_policy("ana", "ben"))
    departments = {
        "care": Department(id="care", name="Customer care", escalation="care"),
        "sales": Department(id="sales", name="Sales", escalation="sales", hours=OFFICE),
    }
    escalation = {"care": a_policy("ana", "ben"), "sales": a_policy("zoe", "kofi")}
    people = {**rules.people, "priya": PRIYA, "noor": NOOR}
    return Town(replace(rules, people=people, departments=departments, escalation=escalation), at=NIGHT)


def with_ana(town: Town) -> tuple[Mention, Page]:
    post = town.post("x", "you lost my bag")
    return post, town.phone("ana").expects_sms("lost my bag").then_opens_link()


@pytest.mark.parametrize(
    ("to", "why"), [("priya", "priya has no phone and no email"), ("noor", "noor is off until Tuesday 08:00")]
)
def test_somebody_who_cannot_be_told_now_is_refused_and_wakes_nobody(to: str, why: str) -> None:
    town = a_town()
    post, page = with_ana(town)

    with pytest.raises(UnprocessableError, match=why):
        page.then_hands_over(to=to)
    assert town.alert_of(post).handover is None
    town.expects_nothing_more()


def test_a_closed_department_is_told_when_it_opens() -> None:
    town = a_town()
    _, page = with_ana(town)
    page.then_hands_over(to="sales")
    town.fast_forward(hours=4, minutes=55)
    town.expects_nothing_more()

    town.fast_forward(minutes=10)
    town.phone("zoe").expects_sms("From ana").then_opens_link().then_presses("Accept")
    town.expects_nothing_more()


def test_a_department_that_slept_can_be_asked_again_in_the_morning() -> None:
    town = a_town()
    post, page = with_ana(town)
    page.then_hands_over(to="sales")
    town.fast_forward(hours=7)
    assert town.alert_of(post).department == "care"

    page.then_hands_over(to="sales")

    assert town.alert_of(post).department == "sales"


@pytest.mark.parametrize("act", [TakeBack(), Acknowledge()])
def test_the_sender_has_it_again_by_taking_it_back(act: TakeBack | Acknowledge) -> None:
    town = a_town()
    post, page = with_ana(town)
    page.then_hands_over(to="sales")
    town.world.respond.act(town.alert_of(post).id, "ana", act)

    alert = town.alert_of(post)
    assert (alert.owner, alert.department) == ("ana", "care")
    assert [event.owner for event in town.events_of(post, Acknowledged)] == ["ana"]
    town.fast_forward(minutes=45)
    town.expects_nothing_more()


def test_a_ticket_travels_with_the_handover() -> None:
    rules = town_policies()
    brand = replace(rules.brand, ticket_url="https://help.example/{}")
    people = {**rules.people, "kofi": replace(rules.people["kofi"], phone=None, email="kofi@wayfare.example")}
    town = Town(replace(rules, brand=brand, people=people))
    post, page = with_ana(town)
    town.world.respond.act(town.alert_of(post).id, "helpdesk", NoteTicket(ticket="#4711"))
    page.then_hands_over(to="zoe")
    town.phone("zoe").expects_sms("From ana, ticket 4711:")
    page.then_hands_over(to="kofi")

    town.inbox("kofi").expects_email("Ticket: 4711 https://help.example/4711")
