"""What a public answer does to an alert."""

from datetime import timedelta
from typing import Any

from chalicelib.domain.alert.alert import AlertStatus
from chalicelib.domain.alert.answering import answer, answer_among
from chalicelib.domain.alert.event import Answered, Credited, Resolved
from chalicelib.domain.heard.reply import Reply
from tests.builders import NOON, a_reply, an_alert, policies_for

POLICIES = policies_for()
SINCE = NOON - timedelta(minutes=15)
ANSWERED_AT = NOON - timedelta(minutes=5)


def anas_answer(key: str = "x:2", **changes: Any) -> Reply:
    """Ana answers ten minutes after the mention, and it earns credit."""
    return a_reply(
        key, **{"handle": "ana_wayfare", "person": "ana", "at": ANSWERED_AT, "earns_credit": True, **changes}
    )


def test_the_first_answer_resolves_counts_and_earns_credit() -> None:
    change = answer(an_alert(), anas_answer(), policies=POLICIES, at=NOON)

    assert change is not None
    assert change.alert.is_resolved
    assert (change.alert.answered_by, change.alert.answers) == ("x:2", ("x:2",))
    assert change.events == (
        Answered(
            alert_id="a1",
            at=NOON,
            handle="ana_wayfare",
            person="ana",
            url="https://x.com/wayfare/status/2",
            after_s=600,
            counted=True,
        ),
        Credited(alert_id="a1", at=NOON, person="ana", after_s=600),
        Resolved(alert_id="a1", at=NOON, by="ana", reason="answered in public"),
    )
    assert change.owed == ()


def test_the_brands_answer_resolves_and_credits_nobody() -> None:
    change = answer(an_alert(), a_reply(at=ANSWERED_AT), policies=POLICIES, at=NOON)

    assert change is not None
    assert [type(event) for event in change.events] == [Answered, Resolved]


def test_an_answer_older_than_what_still_needs_one_changes_nothing() -> None:
    assert (
        answer(an_alert(since=SINCE), anas_answer(at=SINCE - timedelta(seconds=1)), policies=POLICIES, at=NOON) is None
    )
    assert answer(an_alert(since=SINCE), anas_answer(at=SINCE), policies=POLICIES, at=NOON) is not None


def test_an_answer_that_was_seen_changes_nothing() -> None:
    first = answer(an_alert(), anas_answer(), policies=POLICIES, at=NOON)

    assert first is not None
    assert answer(first.alert, anas_answer(), policies=POLICIES, at=NOON) is None


def test_a_second_answer_is_shown_and_earns_nothing() -> None:
    first = answer(an_alert(), a_reply("x:2", at=ANSWERED_AT), policies=POLICIES, at=NOON)
    assert first is not None

    second = answer(first.alert, anas_answer("x:3"), policies=POLICIES, at=NOON)

    assert second is not None
    assert [(type(event), getattr(event, "counted", None)) for event in second.events] == [(Answered, False)]
    assert (second.alert.answered_by, second.alert.answers) == ("x:2", ("x:2", "x:3"))


def test_the_first_answer_counts_also_after_somebody_resolved_the_alert() -> None:
    closed = an_alert(status=AlertStatus.RESOLVED, timers={}, resolved_at=NOON)
    change = answer(closed, anas_answer(), policies=POLICIES, at=NOON)

    assert change is not None
    assert [type(event) for event in change.events] == [Answered, Credited]
    assert change.alert.resolved_at == NOON


def test_the_first_of_a_threads_replies_that_speaks_to_the_alert_ends_it() -> None:
    elsewhere, early = a_reply("x:2", thread="9", at=ANSWERED_AT), a_reply("x:3", at=SINCE - timedelta(minutes=1))
    fitting, later = a_reply("x:4", at=ANSWERED_AT), a_reply("x:5", at=NOON)

    change = answer_among(an_alert(), [elsewhere, early, fitting, later], policies=POLICIES, at=NOON)

    assert change is not None
    assert change.alert.answered_by == "x:4"


def test_no_reply_that_speaks_to_the_alert_changes_nothing() -> None:
    assert answer_among(an_alert(), [a_reply(thread="9")], policies=POLICIES, at=NOON) is None
    assert (
        answer_among(an_alert(status=AlertStatus.RESOLVED), [a_reply(at=ANSWERED_AT)], policies=POLICIES, at=NOON)
        is None
    )
