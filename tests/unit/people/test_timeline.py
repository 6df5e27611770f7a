"""The timeline in words."""

from datetime import timedelta
from typing import get_args

import pytest
from msgspec.structs import replace

from chalicelib.domain.alert import event as events
from chalicelib.domain.alert.event import AnyEvent
from chalicelib.domain.alert.notification import MOST_TRIES, NotificationKind, NotificationStatus, tried
from chalicelib.domain.rules.person import Channel
from chalicelib.web.links.timeline import SENTENCES, Voice, sentence, tries
from tests.builders import NOON, a_notification, policies_for

VOICE = Voice(policies=policies_for(), zone="Europe/Berlin", at=NOON)
LATER = NOON + timedelta(hours=1)


def test_everything_that_can_happen_has_a_sentence() -> None:
    assert set(SENTENCES) == set(get_args(AnyEvent))


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (
            events.Acknowledged(alert_id="a1", at=NOON, owner="ana", until=LATER),
            "Ana acknowledged it, until 15:00 CEST",
        ),
        (
            events.Escalated(alert_id="a1", at=NOON, cycle=0, tier=2, told=("ana", "ben")),
            "Told Ana, Ben (tier 2)",
        ),
        (
            events.Exhausted(alert_id="a1", at=NOON, cycle=0, told=()),
            "Nobody acknowledged; told nobody",
        ),
        (
            events.Transferred(
                alert_id="a1",
                at=NOON,
                by="ana",
                from_department="it",
                to_department="care",
                to_person=None,
                note="yours?",
                until=LATER,
            ),
            "Ana handed it to Customer care, to accept by 15:00 CEST: yours?",
        ),
        (
            events.Transferred(
                alert_id="a1",
                at=NOON,
                by="ana",
                from_department="it",
                to_department="it",
                to_person="ben",
                note="",
                until=LATER,
            ),
            "Ana handed it to Ben, to accept by 15:00 CEST",
        ),
        (
            events.Answered(
                alert_id="a1",
                at=NOON,
                handle="wayfare",
                person=None,
                url="https://x.com/wayfare/status/2",
                after_s=610,
                counted=True,
            ),
            "@wayfare answered in public after 10 min",
        ),
        (
            events.Noted(alert_id="a1", at=NOON, by="helpdesk", text="ticket {4711}\n\u202eis open"),
            "helpdesk wrote: ticket {4711} is open",
        ),
    ],
)
def test_an_event_is_told_in_names_and_on_the_readers_clock(event: AnyEvent, words: str) -> None:
    assert sentence(event, VOICE) == words


ESCALATED = events.Escalated(alert_id="a1", at=NOON, cycle=0, tier=1, told=("ana", "ben"))
REMINDED = events.Reminded(alert_id="a1", at=NOON, owner="ana", until=LATER)
WAITS = a_notification(status=NotificationStatus.DEFERRED, reason="the phone is full", due_at=LATER)
REFUSED = a_notification(
    person="ben", status=NotificationStatus.REFUSED, reason="the phone of ben opted out of messages"
)
SENT = a_notification(channel=Channel.EMAIL, status=NotificationStatus.SENT, sent_at=NOON + timedelta(minutes=3))


def test_told_is_said_only_of_whom_something_was_sent_to() -> None:
    assert sentence(ESCALATED, VOICE, [WAITS, REFUSED]) == "Calls Ana, Ben (tier 1): nothing went out yet"
    assert sentence(ESCALATED, VOICE, [WAITS, REFUSED, SENT]) == "Told Ana (tier 1)"
    assert sentence(ESCALATED, VOICE, [replace(SENT, owed_at=LATER)]) == "Told Ana, Ben (tier 1)"


def test_reminded_is_said_only_where_a_reminder_left() -> None:
    reminder = replace(SENT, kind=NotificationKind.REMINDER)

    assert sentence(REMINDED, VOICE, [reminder]) == "Reminded Ana that 15:00 CEST is near"
    assert sentence(REMINDED, VOICE, [replace(reminder, sent_at=None)]) == (
        "Reminds Ana that 15:00 CEST is near: nothing went out yet"
    )


def test_each_try_of_a_contact_is_told_with_its_reason_and_its_own_time() -> None:
    owed = tried(tried(WAITS, at=NOON), at=NOON + timedelta(minutes=5))
    gone = tried(replace(owed, status=NotificationStatus.SENT, reason="", sent_at=LATER), at=LATER)

    assert tries(gone, VOICE) == [
        (NOON, "SMS to Ana: put off until 15:00 CEST: the phone is full"),
        (LATER, "SMS to Ana: sent at 15:00 CEST (owed since 14:00 CEST)"),
    ]


def test_what_an_older_version_stored_tells_what_it_is_now() -> None:
    assert tries(SENT, VOICE) == [
        (NOON + timedelta(minutes=3), "email to Ana: sent at 14:03 CEST (owed since 14:00 CEST)")
    ]
    assert tries(REFUSED, VOICE) == [(NOON, "SMS to Ben: refused: the phone of ben opted out of messages")]


def test_a_notification_keeps_its_newest_tries() -> None:
    owed = WAITS
    for number in range(MOST_TRIES + 3):
        owed = tried(replace(owed, reason=f"reason {number}"), at=NOON)

    assert [each.reason for each in owed.tries] == [f"reason {number}" for number in range(3, MOST_TRIES + 3)]
