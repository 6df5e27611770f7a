"""Storms as people see them: the first word at once, then news, nothing dropped, and nobody else kept waiting."""

from msgspec.structs import replace

from chalicelib.domain.alert.notification import NotificationStatus
from tests.builders import a_person
from tests.functional.stormy import a_stormy_town, posts_about_delays, stormy_policies, words_for
from tests.functional.town import Town


def statuses(town: Town, person: str) -> set[str]:
    """What became of everything that was ever owed to a person."""
    store = town.world.outside.store
    return {
        owed.status
        for alert in store.unresolved()
        for owed in store.notifications(alert.id)
        if owed.contact.person == person
    }


def by_email() -> Town:
    """A town where ana has an inbox only."""
    rules = stormy_policies(crisis=None)
    return Town(replace(rules, people=rules.people | {"ana": a_person("ana", phone=None)}))


def test_a_storm_calls_at_once_and_then_brings_news_to_a_phone_twice_in_a_quarter() -> None:
    town = a_stormy_town()
    town.post("x", "three hours at the gate")
    town.phone("ana").expects_sms("three hours at the gate")

    for _ in range(12):
        posts_about_delays(town, 4)
        town.fast_forward(minutes=1)
    town.fast_forward(minutes=5)

    assert [words.partition(" alerts")[0] for words in words_for(town, "ana")[1:]] == ["20", "28"]
    assert statuses(town, "ana") == {NotificationStatus.SENT}


def test_every_alert_of_a_storm_is_on_a_page_that_somebody_was_sent() -> None:
    town = a_stormy_town()
    posts = posts_about_delays(town, 40)
    town.fast_forward(minutes=14)

    store, delivered = town.world.outside.store, town.world.phone.delivered
    links = [store.link(got.text.rpartition("/a/")[2]) for got in delivered if got.person == "ana"]
    shown = {alert for link in links if link for alert in link.alerts}
    assert shown == {town.alert_of(post).id for post in posts}


def test_another_department_hears_its_first_trouble_at_once_in_a_storm() -> None:
    town = a_stormy_town()
    posts_about_delays(town, 40)
    words_for(town, "ana")

    town.post("x", "you lost my suitcase")

    town.phone("mei").expects_sms("you lost my suitcase")
    town.expects_nothing_more()


def test_another_trouble_reaches_the_same_inbox_within_its_minute_and_is_named_among_the_first() -> None:
    town = by_email()
    posts_about_delays(town, 40)
    words_for(town, "ana")

    town.post("x", "the seat in row 9 is broken")
    town.fast_forward(minutes=1)

    town.inbox("ana").expects_email("40 open", "2. @carla", "the seat in row 9 is broken")
    town.expects_nothing_more()


def test_a_long_storm_leaves_room_in_an_inbox_for_the_first_word_of_other_troubles() -> None:
    town = by_email()
    for _ in range(45):
        posts_about_delays(town, 2)
        town.fast_forward(minutes=1)
    words_for(town, "ana")

    town.post("x", "the seat in row 9 is broken")
    town.fast_forward(minutes=1)

    assert any("row 9 is broken" in words for words in words_for(town, "ana"))


def test_trouble_that_comes_bit_by_bit_leaves_room_for_another_too() -> None:
    town = by_email()
    for _ in range(8):
        posts_about_delays(town, 1)
        town.fast_forward(minutes=1)
    words_for(town, "ana")

    town.post("x", "the seat in row 9 is broken")
    town.fast_forward(minutes=1)

    town.inbox("ana").expects_email("the seat in row 9 is broken")


def test_an_urgent_word_goes_out_at_once_in_a_storm() -> None:
    town = a_stormy_town()
    posts_about_delays(town, 40)
    town.fast_forward(minutes=2)
    words_for(town, "ana")

    town.post("x", "smoke in row 9")

    town.phone("ana").expects_sms("URGENT", "smoke in row 9")


def test_the_second_tier_hears_the_first_word_at_once_and_the_rest_as_news() -> None:
    town = a_stormy_town()
    posts_about_delays(town, 40)
    town.fast_forward(minutes=15)
    town.phone("ben").expects_sms("three hours at gate")
    town.fast_forward(minutes=4)
    town.phone("ben").expects_nothing()
    town.fast_forward(minutes=1)

    town.phone("ben").expects_sms("39 alerts wait for you")
    town.phone("ben").expects_nothing()


def test_after_the_storm_each_call_stands_on_its_own_again() -> None:
    town = a_stormy_town()
    for post in posts_about_delays(town, 10):
        town.brand_replies(post)
    town.fast_forward(minutes=40)
    words_for(town, "ana")

    town.post("x", "two hours on the runway")

    town.phone("ana").expects_sms("two hours on the runway")
    town.expects_nothing_more()
