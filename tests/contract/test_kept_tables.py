"""A new version reads what the old one wrote, and the old one passes over what it does not know."""

import base64
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, get_args

import msgspec
import pytest

from chalicelib.adapters.dynamodb import DynamoStore
from chalicelib.adapters.dynamodb.addresses import Proven, Stopped
from chalicelib.adapters.dynamodb.figures import Closed
from chalicelib.adapters.dynamodb.shifts import Calendar
from chalicelib.domain.alert.alert import Alert, AlertStatus, Timer
from chalicelib.domain.alert.event import AnyEvent
from chalicelib.domain.alert.happened import Event
from chalicelib.domain.alert.notification import Notification, NotificationKind, NotificationStatus
from chalicelib.domain.deployment import Deployment
from chalicelib.domain.figures.figures import Figures
from chalicelib.domain.heard.reply import Reply
from chalicelib.domain.heard.source import SourceState
from chalicelib.domain.judged.outcome import Heard, Outcome
from chalicelib.domain.judged.silence import Silence
from chalicelib.domain.people.swap import Absence, Swap
from chalicelib.domain.told.link import Link
from chalicelib.domain.told.pace import Pace
from chalicelib.domain.told.sms_numbers import Numbers
from tests.aws import TABLE, aws, make_table

FOLDER = Path(__file__).parents[1] / "fixtures"
KEPT = sorted(path.name for path in FOLDER.glob("table_v*.json"))
OF_TOMORROW = {"of_tomorrow": {"new": [1, 2, 3]}}

BY_KEY: dict[str, Any] = {
    "alert#/alert": Alert,
    "alert#/event#": AnyEvent,
    "alert#/notification#": Notification,
    "mention#/mention": Heard,
    "thread#/reply#": Reply,
    "sources/": SourceState,
    "silences/": Silence,
    "shifts/swap#": Swap,
    "shifts/absence#": Absence,
    "calendar#/token": Calendar,
    "link#/link": Link,
    "address#/proof": Proven,
    "address#/stop": Stopped,
    "contact#/pace": Pace,
    "contact#/numbers": Numbers,
    "deployment/current": Deployment,
    "figures#/day#": Figures,
    "figures/month#": Figures,
    "figures/closed": Closed,
}
"""What the body of an item is, by the beginnings of its keys."""


class Item(NamedTuple):
    """One item of a kept table: where it lies, and its body, if it has one."""

    pk: str
    sk: str
    body: dict[str, Any] | None

    @property
    def kind(self) -> Any:
        [kind] = [kind for keys, kind in BY_KEY.items() if self._lies_under(*keys.split("/"))]
        return kind

    def _lies_under(self, pk: str, sk: str) -> bool:
        return self.pk.startswith(pk) and self.sk.startswith(sk)


def document(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / name).read_text())
    return found


def items_of(name: str) -> list[Item]:
    return [
        Item(item["pk"]["S"], item["sk"]["S"], json.loads(item["body"]["S"]) if "body" in item else None)
        for item in document(name)["items"]
    ]


def is_kept(stored: Any, read: Any) -> bool:
    """Whether everything that was stored is in what was read; a newer version may have added to it."""
    if isinstance(stored, dict):
        return isinstance(read, dict) and all(key in read and is_kept(stored[key], read[key]) for key in stored)
    if isinstance(stored, list):
        return isinstance(read, list) and len(stored) == len(read) and all(map(is_kept, stored, read))
    return bool(stored == read)


@pytest.fixture(params=KEPT)
def kept(request: pytest.FixtureRequest) -> str:
    """Each kept table in turn."""
    return str(request.param)


@pytest.fixture
def store(kept: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[DynamoStore]:
    """The table, as the old version left it."""
    with aws(monkeypatch):
        client = make_table()
        for item in document(kept)["items"]:
            client.put_item(TableName=TABLE, Item={name: as_client_takes(value) for name, value in item.items()})
        yield DynamoStore(client, TABLE, pause=lambda _: None)


def as_client_takes(value: dict[str, str]) -> Any:
    return {"B": base64.b64decode(value["B"])} if "B" in value else value


def test_every_item_is_read_whole(kept: str) -> None:
    for item in items_of(kept):
        if item.body is not None:
            read = msgspec.json.decode(json.dumps(item.body), type=item.kind)
            assert is_kept(item.body, json.loads(msgspec.json.encode(read))), f"{item.pk} {item.sk} loses something"


def test_a_field_that_this_version_does_not_know_is_passed_over(kept: str) -> None:
    for item in items_of(kept):
        if item.body is not None:
            known = msgspec.json.decode(json.dumps(item.body), type=item.kind)
            assert msgspec.json.decode(json.dumps(item.body | OF_TOMORROW), type=item.kind) == known


def test_each_thing_is_found_where_the_old_version_put_it(kept: str, store: DynamoStore) -> None:
    now = datetime.fromisoformat(document(kept)["written_at"])
    by_kind: dict[Any, list[Item]] = {}
    for item in items_of(kept):
        if item.body is not None:
            by_kind.setdefault(item.kind, []).append(item)

    alerts = [store.alert(str(item.pk.removeprefix("alert#"))) for item in by_kind[Alert]]
    assert all(alerts)
    running = {alert.id for alert in alerts if alert and not alert.is_resolved}
    crises = {alert.id for alert in alerts if alert and alert.crisis}
    listed = {alert.id for alert in store.unresolved()} | {one.id for id in crises for one in store.children(id)}
    assert listed == running
    assert sum(len(store.timeline(alert.id)) for alert in alerts if alert) == len(by_kind[AnyEvent])
    assert sum(len(store.notifications(alert.id)) for alert in alerts if alert) == len(by_kind[Notification])
    assert len(list(store.heard_between(now.replace(hour=0), now.replace(hour=23)))) == len(by_kind[Heard])
    assert len(store.silences(now)) == len(by_kind[Silence])
    assert [state.name for state in store.sources()] == [str(item.sk) for item in by_kind[SourceState]]
    standing = store.standing()
    assert len(standing.swaps) == len(by_kind.get(Swap, []))
    assert len(standing.absences) == len(by_kind.get(Absence, []))
    assert store.policies().version
    assert store.deployment().public_url


def test_an_event_of_a_later_version_is_passed_over_in_a_timeline(kept: str, store: DynamoStore) -> None:
    alert = store.unresolved()[0]
    before = store.timeline(alert.id)
    body = {"type": "OfTomorrow", "alert_id": alert.id, "at": "2027-01-01T00:00:00Z"}
    event = {"pk": f"alert#{alert.id}", "sk": "event#99999999.00", "body": json.dumps(body)}
    store._table.client.put_item(TableName=TABLE, Item={name: {"S": value} for name, value in event.items()})

    assert store.timeline(alert.id) == before


def test_the_newest_kept_table_holds_one_of_each_kind() -> None:
    """Whoever adds a kind of event, outcome or status writes the next table, beside those that are kept."""
    bodies = [(item.kind, item.body) for item in items_of(KEPT[-1]) if item.body is not None]

    def found(kind: Any, field: str) -> set[str]:
        return {str(body[field]) for of, body in bodies if of is kind}

    assert found(AnyEvent, "type") == {kind.__name__ for kind in get_args(AnyEvent) if issubclass(kind, Event)}
    assert found(Heard, "outcome") == set(Outcome)
    assert found(Alert, "status") == set(AlertStatus)
    claimed = {NotificationStatus.SENDING}  # only earlier versions wrote it
    assert found(Notification, "status") == set(NotificationStatus) - claimed
    assert found(Notification, "kind") == set(NotificationKind)
    assert {timer for of, body in bodies if of is Alert for timer in body.get("timers", {})} == set(Timer)
