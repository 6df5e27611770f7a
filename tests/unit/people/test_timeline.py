"""The timeline in words."""

from datetime import timedelta
from typing import get_args

import pytest

from chalicelib.domain.alert import event as events
from chalicelib.domain.alert.event import AnyEvent
from chalicelib.web.links.timeline import SENTENCES, Voice, sentence
from tests.builders import NOON, policies_for

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
