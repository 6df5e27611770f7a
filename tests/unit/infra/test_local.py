"""The parts of the local run that decide something, without an emulator."""

import json
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from chalicelib.domain.notification import NotificationStatus
from chalicelib.domain.person import Channel
from chalicelib.domain.policies import Policies
from chalicelib.domain.source import SourcePolicy, SourceState
from infra.errors import OperatorError
from infra.local import feeds
from infra.local.completeness import Settling, missing
from infra.local.options import DEMO
from infra.local.outbox import Received
from infra.local.page import view
from infra.local.ports import free_ports, ports_from
from infra.local.report import report
from infra.local.rules import Listening, localized
from infra.local.watch import Followed, Snapshot
from infra.local.workspace import Workspace
from infra.stage import Stage
from tests.builders import NOON, a_heard, a_notification, an_alert, policies_for

STAGE = Stage("local")
NOTHING = Listening(handle=None, reads_x=False, feeds=(), keeps_feeds=False)
BRAND_SOURCES = (
    SourcePolicy(name="x", kind="x", every=timedelta(minutes=1), daily_budget=5, max_age=timedelta(days=7)),
    SourcePolicy(name="blog", kind="feed", options={"url": "https://blog.example/feed"}),
    SourcePolicy(name="reviews", kind="webhook"),
)


def policies() -> Policies:
    rules = policies_for()
    return replace(rules, brand=replace(rules.brand, sources=BRAND_SOURCES))


def a_snapshot(**changes: object) -> Snapshot:
    """A run in which nothing has happened yet."""
    values: dict[str, object] = {
        "at": NOON,
        "policies": policies_for(),
        "public_url": "http://127.0.0.1:8080",
        "heard": (),
        "alerts": (),
        "received": (),
        "sources": (),
    }
    return Snapshot(**(values | changes))  # type: ignore[arg-type]


def names(listening: Listening) -> list[str]:
    return [source.name for source in localized(policies(), listening).brand.sources]


# What a run listens to


def test_a_source_that_this_machine_cannot_read_is_left_out() -> None:
    assert names(NOTHING) == ["reviews"]


def test_recordings_make_x_readable_and_feeds_are_added() -> None:
    assert names(replace_listening(reads_x=True, feeds=("http://127.0.0.1:1/a.xml",))) == [
        "x",
        "reviews",
        "local-feed-1",
    ]


def test_another_brands_own_feeds_are_kept() -> None:
    assert names(replace_listening(keeps_feeds=True)) == ["blog", "reviews"]


def test_recordings_are_read_whole_whatever_their_age_and_price() -> None:
    x = localized(policies(), replace_listening(reads_x=True)).brand.sources[0]

    assert (x.daily_budget, x.max_age) == (None, None)


def test_a_handle_replaces_the_brand_and_its_account() -> None:
    brand = localized(policies(), replace_listening(handle="@kfc")).brand

    assert brand.name == "kfc"
    assert brand.handles["x"] == ("kfc",)


def test_what_was_pushed_locally_never_looks_like_what_the_files_hold() -> None:
    assert localized(policies(), NOTHING).version == f"{policies().version}-local"


def replace_listening(**changes: object) -> Listening:
    return Listening(**({"handle": None, "reads_x": False, "feeds": (), "keeps_feeds": False} | changes))  # type: ignore[arg-type]


# When a run is complete


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


# What is reported


def test_every_message_that_arrived_is_reported_with_its_alert_and_tier() -> None:
    sent = a_notification(status=NotificationStatus.SENT, receipt="r1", tier=1)
    arrived = Received(Channel.SMS, "+12025550101", "", "Hello", "r1")
    seen = a_snapshot(alerts=(Followed(an_alert(), (), (sent,)),), received=(arrived,))

    summary = report(seen, missing(seen, Settling(), STAGE, lambda _: 0))

    assert summary["notifications"] == [
        {"channel": "sms", "to": "+12025550101", "subject": "", "text": "Hello", "alert": sent.alert_id, "tier": 1}
    ]
    assert json.dumps(summary)


def test_what_two_sources_handed_over_counts_as_one_mention_and_one_duplicate() -> None:
    seen = a_snapshot(heard=(a_heard(),), sources=(dry("x", 1, 1), dry("blog", 1, 1)))

    summary = report(seen, missing(seen, Settling(), STAGE, lambda _: 0))

    assert summary["collected"] == 2
    assert sum(summary["outcomes"].values()) == 2
    assert summary["outcomes"]["duplicate"] == 1


# What is shown


def test_only_earshots_own_links_are_clickable_whatever_a_stranger_wrote() -> None:
    text = 'see <b>http://evil.example/a/x</b> http://127.0.0.1:8080/a/tok"onclick="x'

    shown = str(view.linked(text, "http://127.0.0.1:8080"))

    assert shown.count("<a ") == 1
    assert 'href="http://127.0.0.1:8080/a/tok"' in shown
    assert "<b>" not in shown
    assert 'onclick="' not in shown


def test_the_next_step_says_what_happens_and_when() -> None:
    alert = an_alert(tier=1)
    assert alert.due_at is not None

    assert view.next_step(alert, alert.due_at - timedelta(seconds=75)) == "next tier told in 1 min 15 s"
    assert view.next_step(alert, alert.due_at) == "next tier told now"


# What is served and where


@pytest.fixture
def served() -> Iterator[str]:
    with feeds.served([DEMO / "feed.xml"], free_ports().feeds, newest=NOON) as [address]:
        yield address


def test_the_shipped_feed_tells_of_today(served: str) -> None:
    with urllib.request.urlopen(served) as answer:  # noqa: S310  # loopback
        body = answer.read().decode()

    assert "2026-05-04T12:00:00Z" in body
    assert "2026-04-14" not in body
    assert "2026-05-04T10:34:00Z" in body


def test_nothing_but_the_named_files_is_served(served: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(served.replace("feed.xml", "../../../../Makefile"))  # noqa: S310  # loopback


def test_a_feed_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(OperatorError, match=r"--feed .*nowhere\.xml cannot be read"),
        feeds.served([tmp_path / "nowhere.xml"], 0),
    ):
        pass


def test_a_taken_port_is_named_with_the_flag_that_helps() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(OperatorError, match=rf"port {port} is taken.*--port N"):
            ports_from(port)


def test_a_deploy_is_needed_again_when_its_environment_changes(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "run", layers=tmp_path / "layers")
    workspace.copy_project({"X_API_URL": "http://127.0.0.1:1"})
    workspace.deployed.parent.mkdir(parents=True)
    workspace.deployed.write_text("{}")
    workspace.mark_current({"X_API_URL": "http://127.0.0.1:1"})

    assert workspace.is_current({"X_API_URL": "http://127.0.0.1:1"})
    assert not workspace.is_current({"X_API_URL": "http://127.0.0.1:2"})


def test_what_is_deployed_locally_is_the_repository_for_this_machine(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "run", layers=tmp_path / "layers")

    workspace.copy_project({"X_API_URL": "http://127.0.0.1:1"})

    local = json.loads((workspace.project / ".chalice" / "config.json").read_text())["stages"]["local"]
    assert local["environment_variables"]["EARSHOT_TABLE"] == "earshot-local"
    assert local["environment_variables"]["X_API_URL"] == "http://127.0.0.1:1"
    assert local["lambda_architecture"] in {"x86_64", "arm64"}
    assert (workspace.project / "app.py").exists()
    assert list(workspace.project.rglob("__pycache__")) == []
