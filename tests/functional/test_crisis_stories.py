"""A crisis as people see it: one call to press, silence for the rest, and an end that somebody decides."""

from datetime import timedelta

from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert, ChildrenEnd, Crisis, Timer
from chalicelib.domain.alert.asked import Acknowledge, EndCrisis
from chalicelib.domain.alert.crisis import crisis_id
from chalicelib.domain.alert.event import CrisisOpened, Inhibited, Released, Resolved
from chalicelib.domain.heard.mention import Network
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.routes import Route, Urgency
from tests.builders import a_mention, an_author
from tests.functional.deaths import Fate
from tests.functional.stormy import STATEMENT, a_stormy_town, posts_about_delays, stormy_policies, words_for
from tests.functional.town import Town

CRISIS = crisis_id("Wayfare", "care/delays")


def crisis_of(town: Town) -> Alert:
    found = town.world.outside.store.alert(CRISIS)
    assert found
    return found


def end_the_crisis(town: Town, children: ChildrenEnd) -> None:
    town.world.respond.act(CRISIS, "zoe", EndCrisis(reason="systems are back", children=children))
    town.world.drain()


def test_the_first_mention_above_normal_calls_press_once() -> None:
    town = a_stormy_town()
    posts_about_delays(town, 50)
    town.phone("zoe").expects_nothing()

    posts_about_delays(town, 30, first=50)

    town.phone("zoe").expects_sms("CRISIS", "three hours at gate 50")
    town.phone("zoe").expects_nothing()
    assert crisis_of(town).crisis == Crisis(group="care/delays", statement=STATEMENT)


def test_a_crisis_that_nobody_takes_reaches_the_executives() -> None:
    town = a_stormy_town()
    posts_about_delays(town, 60)
    words_for(town, "zoe")
    town.fast_forward(minutes=15)

    town.phone("omar").expects_sms("CRISIS")


def test_while_a_crisis_is_open_its_alerts_call_nobody() -> None:
    town = a_stormy_town()
    before, after = posts_about_delays(town, 50), posts_about_delays(town, 30, first=50)
    town.world.respond.act(CRISIS, "zoe", Acknowledge())
    town.fast_forward(minutes=45)

    assert not words_for(town, "ben")
    assert all(town.events_of(post, Inhibited) for post in (*before, *after))
    children = town.world.outside.store.children(CRISIS, limit=1_000)
    assert {child.id for child in children} == {town.alert_of(post).id for post in (*before, *after)}


def test_other_troubles_go_on_calling_in_a_crisis() -> None:
    town = a_stormy_town()
    posts_about_delays(town, 60)
    town.post("x", "you lost my suitcase")
    town.phone("mei").expects_sms("you lost my suitcase")
    town.fast_forward(minutes=15)

    town.phone("kofi").expects_sms("you lost my suitcase")


def test_an_ended_crisis_wakes_its_alerts() -> None:
    town = a_stormy_town()
    posts = posts_about_delays(town, 60)
    town.fast_forward(minutes=25)
    words_for(town, "ben")

    end_the_crisis(town, ChildrenEnd.REARM)
    town.fast_forward(minutes=6)

    assert all(town.events_of(post, Released) for post in posts)
    assert town.world.outside.store.children(CRISIS) == []
    assert any("50 alerts wait for you" in words for words in words_for(town, "ben"))


def test_a_crisis_may_take_its_alerts_with_it() -> None:
    town = a_stormy_town()
    posts = posts_about_delays(town, 60)
    town.fast_forward(minutes=20)
    for person in ("ana", "zoe", "omar"):
        words_for(town, person)

    end_the_crisis(town, ChildrenEnd.RESOLVE)
    town.fast_forward(hours=2)

    assert {town.alert_of(post).is_resolved for post in posts} == {True}
    assert {type(town.events_of(post, Resolved)[-1]) for post in posts} == {Resolved}
    town.expects_nothing_more()


def test_no_second_crisis_within_the_cooldown_and_one_after_it() -> None:
    town = a_stormy_town()
    posts_about_delays(town, 60)
    end_the_crisis(town, ChildrenEnd.RESOLVE)
    town.fast_forward(hours=5)
    posts_about_delays(town, 60)
    assert crisis_of(town).is_resolved

    town.fast_forward(hours=2)
    posts_about_delays(town, 60)

    assert not crisis_of(town).is_resolved
    opened = [event for event in town.world.outside.store.timeline(CRISIS) if isinstance(event, CrisisOpened)]
    assert [event.at - opened[0].at for event in opened] == [timedelta(0), timedelta(hours=7)]


def test_what_is_read_hours_late_calls_people_and_is_no_crisis() -> None:
    town = a_stormy_town()
    earlier = town.world.clock.at - timedelta(hours=3)
    posts = [town.hear(a_mention(str(id), author=an_author(str(id)), posted_at=earlier)) for id in range(80)]

    town.fast_forward(minutes=10)

    assert town.world.outside.store.alert(CRISIS) is None
    assert all(town.alert_of(post).is_triggered for post in posts)
    assert 1 < len(words_for(town, "ana")) < 6


def test_a_belated_mention_is_not_the_one_that_declares_a_crisis() -> None:
    town = a_stormy_town()
    posts_about_delays(town, 50)
    earlier = town.world.clock.at - timedelta(hours=3)
    text = "three hours at gate 90"
    belated = town.hear(a_mention("late", text=text, author=an_author("late"), posted_at=earlier, network=Network.X))
    assert town.outcome(belated) == "triggered"
    assert town.world.outside.store.alert(CRISIS) is None

    posts_about_delays(town, 1, first=50)

    assert crisis_of(town).is_triggered


def test_a_rush_that_comes_every_week_is_no_crisis() -> None:
    town = a_stormy_town()
    for _ in range(4):
        posts = posts_about_delays(town, 45)
        for post in posts:
            town.brand_replies(post)
        town.world.clock.forward(weeks=1)

    posts_about_delays(town, 60)

    assert town.world.outside.store.alert(CRISIS) is None


def test_a_customer_who_speaks_of_smoke_is_heard_in_a_crisis_of_delays() -> None:
    town = a_stormy_town()
    posts = posts_about_delays(town, 60)
    town.fast_forward(minutes=20)
    for person in ("ana", "ben"):
        words_for(town, person)

    town.post("x", "now there is smoke", by="late59", reply_to=posts[-1])
    town.fast_forward(minutes=1)

    assert any("smoke" in words or "hours" in words for words in words_for(town, "ana"))


def test_one_account_is_no_crisis_however_much_it_posts() -> None:
    town = a_stormy_town()
    for number in range(200):
        town.post("x", f"three hours at gate {number}", by="troll")

    assert town.world.outside.store.alert(CRISIS) is None


def test_one_thread_is_no_crisis_however_many_join_it() -> None:
    town = a_stormy_town()
    first = town.post("x", "three hours at gate 1", by="carla")
    for number in range(80):
        town.post("x", "same here, hours", by=f"joiner{number}", reply_to=first)

    assert town.world.outside.store.alert(CRISIS) is None


def test_what_has_no_theme_is_no_crisis() -> None:
    town = a_stormy_town()
    posts = [town.post("x", f"worst airline, seat {number}", by=f"sad{number}") for number in range(80)]

    assert {town.alert_of(post).crisis for post in posts} == {None}
    assert town.world.outside.store.alert(crisis_id("Wayfare", "care/-")) is None
    assert not any(town.events_of(post, Inhibited) for post in posts)


def urgent_delays() -> Policies:
    """Delays where a child is named must not wait, by their route."""
    rules = stormy_policies()
    urgent = Route(
        name="children",
        department="care",
        themes=("delays",),
        when="contains(mention.text, 'child')",
        urgency=Urgency.URGENT,
    )
    return replace(rules, routes=(urgent, *rules.routes))


def test_what_is_urgent_calls_people_in_the_middle_of_a_crisis() -> None:
    town = Town(urgent_delays())
    posts_about_delays(town, 60)
    urgent = town.post("x", "my child waits for hours and faints", by="dora")
    town.fast_forward(minutes=6)

    owed = town.world.outside.store.notifications(town.alert_of(urgent).id)
    assert {(each.contact.person, each.status) for each in owed} >= {("ana", "sent")}
    assert town.alert_of(urgent).inhibited_by is None
    assert town.alert_of(urgent) not in town.world.outside.store.children(CRISIS, limit=1_000)


def test_an_urgent_alert_goes_on_calling_when_a_crisis_of_its_theme_opens() -> None:
    town = Town(urgent_delays())
    urgent = town.post("x", "my child waits for hours and faints", by="dora")
    posts_about_delays(town, 60)
    town.fast_forward(minutes=20)

    assert not town.events_of(urgent, Inhibited)
    assert any("faints" in words for words in words_for(town, "ben"))


def test_who_has_the_crisis_hears_of_what_is_urgent_in_it() -> None:
    town = Town(urgent_delays())
    posts = posts_about_delays(town, 60)
    town.world.respond.act(CRISIS, "zoe", Acknowledge())
    words_for(town, "zoe")
    town.fast_forward(minutes=2)
    town.post("x", "my child waits for hours and faints", by="dora")
    town.fast_forward(minutes=2)
    town.phone("zoe").expects_sms("URGENT In your crisis", "faints")

    town.post("x", "another child, hours, no water", by="late59", reply_to=posts[59])
    town.fast_forward(minutes=12)  # the phone keeps room for the first word of another emergency
    town.phone("zoe").expects_sms("URGENT In your crisis", "no water")


def test_a_crisis_that_ends_at_the_moment_of_a_sweep_stops_nothing() -> None:
    fate = Fate()
    town = Town(stormy_policies(), fate=fate)
    posts = posts_about_delays(town, 60)
    other = town.post("x", "you lost my suitcase", by="kim")
    town.world.clock.at = crisis_of(town).timers[Timer.TIER] + timedelta(minutes=10)
    end = EndCrisis(reason="systems are back", children=ChildrenEnd.REARM)
    fate.meanwhile(fate.effects, lambda: town.world.second().respond.act(CRISIS, "zoe", end))

    town.world.escalate.run()

    assert town.alert_of(other).tier == 2
    assert all(town.events_of(post, Released) for post in posts[51:])
