"""MentionStore's promises, on the fake and on DynamoDB alike."""

from datetime import timedelta, timezone

import pytest

from chalicelib.domain.alert.change import Change
from chalicelib.domain.errors import DuplicateMentionError, TooLargeError, UnavailableError
from chalicelib.domain.heard.mention import Network
from chalicelib.domain.judged.outcome import Outcome
from chalicelib.domain.judged.routing import Decision, Tried
from chalicelib.domain.rules.routes import Action
from chalicelib.ports import Store
from tests.builders import NOON, a_heard, a_mention, a_reply, an_alert
from tests.contract.conftest import World

TICK = timedelta(microseconds=1)
MIDNIGHT = NOON + timedelta(hours=12)


def test_a_mention_that_nobody_heard_is_not_there(store: Store) -> None:
    assert store.heard("x:1") is None


def test_a_recorded_mention_reads_back_with_all_that_was_decided(store: Store) -> None:
    tried = (Tried(route="complaints", matched=True, why="it takes every mention"),)
    heard = a_heard(
        a_mention(text="wütend 😡 \u202e", language=None),
        outcome=Outcome.TRIGGERED,
        alert_id="a1",
        decision=Decision(action=Action.ALERT, department="care", reason="because", tried=tried),
    )
    store.record(heard)

    assert store.heard("x:1") == heard


def test_a_mention_is_recorded_once_and_the_first_record_stays(store: Store) -> None:
    store.record(a_heard())

    with pytest.raises(DuplicateMentionError, match="mention x:1 is recorded already"):
        store.record(a_heard(reason="another"))

    assert store.heard("x:1") == a_heard()


def test_a_mention_saved_with_an_alert_counts_as_recorded(store: Store) -> None:
    store.save(Change(alert=an_alert()), heard=a_heard())

    with pytest.raises(DuplicateMentionError):
        store.record(a_heard())


def test_a_mention_is_found_by_all_that_it_is_known_as(store: Store) -> None:
    heard = a_heard(a_mention(known_as=("feed:address:1", "feed:address:2", "x:1")))
    store.record(heard)

    assert [store.heard(key) for key in ("x:1", "feed:address:1", "feed:address:2")] == [heard] * 3
    assert list(store.heard_between(NOON, NOON + TICK)) == [heard]


@pytest.mark.parametrize("first_with_alert", [False, True])
@pytest.mark.parametrize("second_with_alert", [False, True])
def test_what_is_known_under_another_key_is_recorded_once(
    store: Store, first_with_alert: bool, second_with_alert: bool
) -> None:
    first = a_heard(a_mention("1", known_as=("x:address",)))
    second = a_heard(a_mention("2", known_as=("x:address",)))
    if first_with_alert:
        store.save(Change(alert=an_alert()), heard=first)
    else:
        store.record(first)

    with pytest.raises(DuplicateMentionError, match="mention x:2 is recorded already"):
        if second_with_alert:
            store.save(Change(alert=an_alert(id="a2")), heard=second)
        else:
            store.record(second)
    assert (store.heard("x:2"), store.alert("a2"), store.heard("x:address")) == (None, None, first)


def test_a_key_that_leads_to_a_mention_is_no_other_mentions(store: Store) -> None:
    store.record(a_heard(a_mention("1", known_as=("x:2",))))

    with pytest.raises(DuplicateMentionError):
        store.record(a_heard(a_mention("2")))


def test_the_same_id_on_another_network_is_another_mention(store: Store) -> None:
    store.record(a_heard(a_mention("1", network=Network.X)))
    store.record(a_heard(a_mention("1", network=Network.FEED)))

    assert store.heard("feed:1") == a_heard(a_mention("1", network=Network.FEED))


def test_an_address_of_any_length_can_name_a_mention_and_its_thread(store: Store) -> None:
    address = "https://blog.example/" + "ä" * 3_000
    first = a_heard(a_mention(f"{address}1", network=Network.FEED))
    second = a_heard(a_mention(f"{address}2", network=Network.FEED))
    reply = a_reply(key=f"feed:{address}3", network=Network.FEED, thread=address)
    store.record(first)
    store.record(second)
    store.note_reply(reply)

    assert store.heard(first.mention.key) == first
    assert store.heard(second.mention.key) == second
    assert list(store.heard_between(NOON, NOON + TICK)) != []
    assert store.replies(Network.FEED, address) == [reply]


def test_a_stretch_holds_its_start_and_not_its_end(store: Store) -> None:
    for number, heard_at in enumerate((NOON - TICK, NOON, NOON + TICK, NOON + timedelta(seconds=1))):
        store.record(a_heard(a_mention(str(number)), heard_at=heard_at))

    found = store.heard_between(NOON, NOON + timedelta(seconds=1))

    assert [heard.mention.id for heard in found] == ["1", "2"]


def test_a_stretch_is_told_oldest_first_over_days(store: Store) -> None:
    instants = [MIDNIGHT + timedelta(days=2), MIDNIGHT - TICK, MIDNIGHT, NOON, MIDNIGHT + timedelta(days=1)]
    for number, heard_at in enumerate(instants):
        store.record(a_heard(a_mention(str(number)), heard_at=heard_at.astimezone(timezone(timedelta(hours=-7)))))

    found = store.heard_between(NOON, MIDNIGHT + timedelta(days=2))

    assert [heard.mention.id for heard in found] == ["3", "1", "2", "4"]


def test_a_stretch_of_no_time_holds_nothing(store: Store) -> None:
    store.record(a_heard())

    assert list(store.heard_between(NOON, NOON)) == []
    assert list(store.heard_between(NOON + TICK, NOON - TICK)) == []


def test_many_mentions_of_one_instant_are_all_there_over_many_pages(store: Store) -> None:
    for number in range(120):
        store.record(a_heard(a_mention(f"{number:03d}", text="x" * 12_000)))

    found = store.heard_between(NOON, NOON + TICK)

    assert [heard.mention.id for heard in found] == [f"{number:03d}" for number in range(120)]


def test_a_mention_that_is_too_large_is_refused_in_words(store: Store) -> None:
    with pytest.raises(TooLargeError, match="409600"):
        store.record(a_heard(a_mention(text="x" * 420_000)))

    assert store.heard("x:1") is None


def test_replies_come_oldest_first_and_from_their_thread_only(store: Store) -> None:
    late = a_reply("x:2", at=NOON + timedelta(hours=1))
    early = a_reply("x:3", at=NOON)
    for reply in (late, early, a_reply("x:4", thread="10"), a_reply("feed:5", network=Network.FEED)):
        store.note_reply(reply)

    assert store.replies(Network.X, "1") == [early, late]
    assert store.replies(Network.X, "2") == []


def test_noting_a_reply_twice_changes_nothing(store: Store) -> None:
    store.note_reply(a_reply())
    store.note_reply(a_reply(at=NOON, earns_credit=True))

    assert store.replies(Network.X, "1") == [a_reply()]


def test_a_throttled_record_says_so(world: World) -> None:
    world.throttle()

    with pytest.raises(UnavailableError):
        world.store.record(a_heard())
    with pytest.raises(UnavailableError):
        world.store.note_reply(a_reply())
    with pytest.raises(UnavailableError):
        list(world.store.heard_between(NOON, NOON + TICK))
