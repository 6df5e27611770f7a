"""When a run that ends is complete, and what it reports."""

import json
from datetime import timedelta

from msgspec.structs import replace

from chalicelib.domain.alert.notification import NotificationStatus
from chalicelib.domain.heard.source import SourceState
from chalicelib.domain.rules.person import Channel
from infra.stage import Stage
from localrun.completeness import Missing, Settling, missing
from localrun.outbox import Received
from localrun.report import report
from localrun.watch import Followed
from tests.builders import NOON, a_heard, a_notification, an_alert, policies_for
from tests.unit.localrun.snapshots import a_snapshot, policies

STAGE = Stage("local")


def dry(name: str, fetched: int, minute: int, **changes: object) -> SourceState:
    at = NOON + timedelta(minutes=minute)
    return replace(SourceState(name=name, fetched=fetched, read_at=at, next_at=at), **changes)


def lacking(settling: Settling, *sources: SourceState, depths: dict[str, int] | None = None) -> tuple[str, ...]:
    seen = a_snapshot(sources=sources, policies=policies())
    return missing(seen, settling, STAGE, lambda queue: (depths or {}).get(queue, 0)).anything


def test_a_source_is_dry_when_it_was_read_again_and_gave_nothing_more() -> None:
    settling = Settling()

    first = lacking(settling, dry("x", 5, 1), dry("blog", 2, 1))
    same_reading = lacking(settling, dry("x", 5, 1), dry("blog", 2, 1))
    second = lacking(settling, dry("x", 5, 2), dry("blog", 2, 2))

    assert first == same_reading == ("source x may have more", "source blog may have more")
    assert second == ()


def test_a_source_with_further_pages_is_not_dry() -> None:
    settling = Settling()
    for minute in (1, 2):
        said = lacking(settling, dry("x", 5, minute, next_at=None), dry("blog", 2, minute))

    assert said == ("source x may have more",)


def test_a_source_that_failed_is_not_waited_for_but_named() -> None:
    said = lacking(
        Settling(), dry("x", 0, 1, failures=1, failure="401"), dry("blog", 0, 1, failures=1, failure="timeout")
    )

    assert said == ("source x failed: 401", "source blog failed: timeout")


def test_what_waits_in_a_queue_and_what_lies_dead_is_missing() -> None:
    settling = Settling()
    lacking(settling, dry("x", 5, 1), dry("blog", 2, 1))

    said = lacking(
        settling,
        dry("x", 5, 2),
        dry("blog", 2, 2),
        depths={"earshot-local-mentions": 3, "earshot-local-mentions-dlq": 1},
    )

    assert said == (
        "3 mentions wait for triage",
        "1 messages in the dead-letter queue earshot-local-mentions-dlq",
    )


def test_a_deferred_notification_is_not_waited_for_and_an_owed_one_is() -> None:
    owed = a_notification(status=NotificationStatus.OWED)
    deferred = a_notification(status=NotificationStatus.DEFERRED)
    seen = a_snapshot(alerts=(Followed(an_alert(), (), (owed, deferred)),), policies=policies_for())

    assert missing(seen, Settling(), STAGE, lambda _: 0).pending == (f"notification {owed.id} is owed",)


def test_every_message_that_arrived_is_reported_with_its_alert_and_tier() -> None:
    sent = a_notification(status=NotificationStatus.SENT, receipt="r1", tier=1)
    arrived = Received(Channel.SMS, "+12025550101", "", "Hello", "r1")
    seen = a_snapshot(alerts=(Followed(an_alert(), (), (sent,)),), received=(arrived,))

    summary = report(seen, missing(seen, Settling(), STAGE, lambda _: 0))

    assert summary["notifications"] == [
        {"channel": "sms", "to": "+12025550101", "subject": "", "text": "Hello", "alert": sent.alert_id, "tier": 1}
    ]
    assert json.dumps(summary)


def test_an_alert_says_which_of_its_messages_still_wait_and_why() -> None:
    paced = "this contact was told as often as it may be for the moment"
    waiting = a_notification(status=NotificationStatus.DEFERRED, reason=paced)
    seen = a_snapshot(alerts=(Followed(an_alert(), (), (waiting,)),))

    [alert] = report(seen, Missing((), ()))["alerts"]

    assert alert["waiting"] == [{"contact": "ana.sms", "status": "deferred", "reason": paced}]


def test_what_two_sources_handed_over_counts_as_one_mention_and_one_duplicate() -> None:
    seen = a_snapshot(heard=(a_heard(),), sources=(dry("x", 1, 1), dry("blog", 1, 1)))

    summary = report(seen, missing(seen, Settling(), STAGE, lambda _: 0))

    assert summary["collected"] == 2
    assert sum(summary["outcomes"].values()) == 2
    assert summary["outcomes"]["duplicate"] == 1
