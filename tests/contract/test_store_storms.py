"""What is promised of counting and silencing, on the fake and on DynamoDB alike."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.event import Noted
from chalicelib.domain.errors import DuplicateMentionError, StaleAlertError, TooLargeError, UnavailableError
from chalicelib.domain.judged.group import BUCKET, reposts
from chalicelib.domain.judged.outcome import Heard, Outcome
from chalicelib.domain.judged.routing import Decision
from chalicelib.domain.judged.silence import Silence, SilenceKind
from chalicelib.domain.rules.routes import Action
from chalicelib.ports import Store
from tests.builders import NOON, a_heard, a_mention, an_alert, an_author
from tests.contract.conftest import World

DELAYS = Decision(action=Action.ALERT, department="care", theme="delays", reason="route 'complaints'")
HOUR = timedelta(hours=1)


def about_delays(id: str = "1", *, after: timedelta = timedelta(0)) -> Heard:
    """A mention of care's delays."""
    return a_heard(a_mention(id), outcome=Outcome.TRIGGERED, decision=DELAYS, heard_at=NOON + after)


def a_silence(subject: str = "x:900", *, until: timedelta = HOUR) -> Silence:
    """Ana's, of an author, from NOON."""
    return Silence(
        id=f"silence-{subject}",
        kind=SilenceKind.AUTHOR,
        subject=subject,
        by="ana",
        reason="a known joker",
        at=NOON,
        until=NOON + until,
    )


def test_what_was_never_heard_counts_nothing(store: Store) -> None:
    assert store.tally("care/delays", NOON, NOON + HOUR) == 0


def test_each_recorded_mention_of_a_group_counts_once(store: Store) -> None:
    for number in range(20):
        store.save(Change(alert=an_alert(id=f"a{number}")), heard=about_delays(str(number)))

    assert store.tally("care/delays", NOON, NOON + BUCKET) == 20
    assert store.tally("care/baggage", NOON, NOON + BUCKET) == 0


def test_a_mention_that_is_saved_twice_counts_once(store: Store) -> None:
    store.save(Change(alert=an_alert()), heard=about_delays())
    with pytest.raises(DuplicateMentionError):
        store.save(Change(alert=an_alert(version=1)), heard=about_delays())

    assert store.tally("care/delays", NOON, NOON + BUCKET) == 1


def test_a_save_that_was_too_late_counts_nothing(store: Store) -> None:
    store.save(Change(alert=an_alert()))
    with pytest.raises(StaleAlertError):
        store.save(Change(alert=an_alert()), heard=about_delays())

    assert store.tally("care/delays", NOON, NOON + BUCKET) == 0


def test_only_the_buckets_that_began_in_the_interval_count(store: Store) -> None:
    for number, after in enumerate([timedelta(0), BUCKET - timedelta(seconds=1), BUCKET, 2 * BUCKET]):
        store.save(Change(alert=an_alert(id=f"a{number}")), heard=about_delays(str(number), after=after))

    assert store.tally("care/delays", NOON, NOON + BUCKET) == 2
    assert store.tally("care/delays", NOON + BUCKET, NOON + 2 * BUCKET) == 1
    assert store.tally("care/delays", NOON - HOUR, NOON) == 0


def test_the_counter_is_one_of_the_hundred_items_that_go_together(store: Store) -> None:
    notes = tuple(Noted(alert_id="a1", at=NOON, by="ana", text=str(number)) for number in range(98))
    with pytest.raises(TooLargeError, match="a change writes 101 items"):
        store.save(Change(alert=an_alert(), events=notes), heard=about_delays())

    store.save(Change(alert=an_alert(), events=notes[:97]), heard=about_delays())
    assert store.tally("care/delays", NOON, NOON + BUCKET) == 1


def test_who_is_heard_is_kept_once_and_by_the_bucket(store: Store) -> None:
    spoken = [("1", "kim", NOON), ("2", "kim", NOON), ("3", "lee", NOON), ("4", "lee", NOON + BUCKET)]
    for id, author, at in spoken:
        mention = a_mention(id, author=an_author(author))
        heard = a_heard(mention, outcome=Outcome.TRIGGERED, decision=DELAYS, heard_at=at)
        store.save(Change(alert=an_alert(id=f"a{id}")), heard=heard)

    first, both = (store.crowd("care/delays", NOON, NOON + length) for length in (BUCKET, 2 * BUCKET))
    assert (len(first.authors), len(first.conversations), first.unmarked) == (2, 3, 0)
    assert (len(both.authors), len(both.conversations), both.unmarked) == (2, 4, 0)
    assert store.crowd("care/baggage", NOON, NOON + BUCKET).size == 0


def test_a_repost_that_is_recorded_counts_for_its_post(store: Store) -> None:
    store.record(a_heard(a_mention("2", repost_of="1"), decision=None))
    store.record(a_heard(a_mention("3", repost_of="1"), decision=None))
    with pytest.raises(DuplicateMentionError):
        store.record(a_heard(a_mention("3", repost_of="1"), decision=None))

    assert store.tally(reposts("x:1"), NOON, NOON + BUCKET) == 2


def test_a_name_of_any_length_can_be_counted(store: Store) -> None:
    far = "https://news.example/" + "a" * 2_000
    store.record(a_heard(a_mention("2", repost_of=far), decision=None))

    assert store.tally(reposts(f"x:{far}"), NOON, NOON + BUCKET) == 1


def test_what_a_crisis_stands_for_is_listed_with_it_and_not_on_the_board(store: Store) -> None:
    store.save(Change(alert=an_alert(id="a1", inhibited_by="c1", opened_at=NOON)))
    store.save(Change(alert=an_alert(id="a2", inhibited_by="c1", opened_at=NOON - HOUR)))
    store.save(Change(alert=an_alert(id="a3", inhibited_by="c2")))
    store.save(Change(alert=an_alert(id="a4")))

    assert [alert.id for alert in store.children("c1")] == ["a2", "a1"]
    assert [alert.id for alert in store.children("c1", limit=1)] == ["a2"]
    assert [alert.id for alert in store.unresolved()] == ["a4"]


def test_a_child_that_is_released_is_back_on_the_board(store: Store) -> None:
    store.save(Change(alert=an_alert(inhibited_by="c1")))
    [child] = store.children("c1")
    store.save(Change(alert=replace(child, inhibited_by=None)))

    assert store.children("c1") == []
    assert [alert.id for alert in store.unresolved()] == ["a1"]


def test_a_silence_is_listed_until_its_end_the_first_to_end_first(store: Store) -> None:
    store.save_silence(a_silence("x:1", until=2 * HOUR))
    store.save_silence(a_silence("x:2"))

    assert [silence.subject for silence in store.silences(NOON)] == ["x:2", "x:1"]
    assert [silence.subject for silence in store.silences(NOON + HOUR)] == ["x:1"]
    assert store.silences(NOON + 2 * HOUR) == []


def test_a_silence_is_kept_as_it_was_said_and_replaced_by_the_next(store: Store) -> None:
    store.save_silence(a_silence())
    store.save_silence(a_silence(until=3 * HOUR))

    assert store.silences(NOON) == [a_silence(until=3 * HOUR)]


def test_a_throttled_store_says_so(world: World) -> None:
    world.throttle()

    with pytest.raises(UnavailableError):
        world.store.tally("care/delays", NOON, NOON + HOUR)
    with pytest.raises(UnavailableError):
        world.store.silences(NOON)
    with pytest.raises(UnavailableError):
        world.store.crowd("care/delays", NOON, NOON + HOUR)
    with pytest.raises(UnavailableError):
        world.store.save_silence(a_silence())
    with pytest.raises(UnavailableError):
        world.store.children("c1")
