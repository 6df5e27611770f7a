"""Whatever is done to them in whatever order, the fake and DynamoDB answer the same."""

from collections.abc import Callable
from datetime import datetime, timedelta

import boto3
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.adapters.dynamodb import DynamoStore
from chalicelib.domain.alert.alert import AlertStatus, Timer
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.event import Noted
from chalicelib.domain.alert.notification import Notification, NotificationStatus
from chalicelib.domain.errors import EarshotError
from chalicelib.domain.heard.source import SourceState
from chalicelib.domain.told.pace import Pace
from chalicelib.ports import Store
from tests.aws import TABLE, make_table
from tests.builders import NOON, a_heard, a_mention, a_notification, an_alert
from tests.fakes import FakeStore

Act = Callable[[Store], object]

LATEST = NOON + timedelta(hours=1)

alert_ids = st.sampled_from(["a1", "a2"])
instants = st.integers(0, 6).map(lambda minutes: NOON + timedelta(minutes=minutes))
contacts = st.sampled_from(["ana", "ben"])
steps = st.sampled_from(["0.1", "0.2"])
versions = st.integers(0, 3)
seldom = st.integers(0, 4).map(lambda chance: chance == 0)


@st.composite
def notifications(draw: st.DrawFn, alert: str) -> Notification:
    person, step, due_at = draw(contacts), draw(steps), draw(instants)
    status = draw(st.sampled_from(NotificationStatus))
    return a_notification(step, alert=alert, person=person, due_at=due_at, status=status)


@st.composite
def saves(draw: st.DrawFn) -> Act:
    id, version, due_at, is_resolved = draw(alert_ids), draw(versions), draw(instants), draw(seldom)
    alert = an_alert(
        id=id,
        version=version,
        status=AlertStatus.RESOLVED if is_resolved else AlertStatus.TRIGGERED,
        timers={} if draw(seldom) else {Timer.TIER: due_at},
        opened_at=NOON + timedelta(seconds=int(id[1:])),
    )
    events = tuple(Noted(alert_id=id, at=NOON, by="ana", text=text) for text in draw(st.lists(st.text(), max_size=2)))
    owed = tuple(draw(st.lists(notifications(id), max_size=2)))
    heard = a_heard(a_mention(draw(st.sampled_from("123"))), heard_at=due_at) if draw(st.booleans()) else None
    return lambda store: store.save(Change(alert=alert, events=events, owed=owed), heard=heard)


@st.composite
def deliveries(draw: st.DrawFn) -> Act:
    notification, at = draw(alert_ids.flatmap(notifications)), draw(instants)
    pace = Pace(contact=notification.contact.id, sent=(at,), version=draw(versions))
    acts: list[Act] = [
        lambda store: store.mark([notification]),
        lambda store: store.keep_pace(pace),
    ]
    return draw(st.sampled_from(acts))


@st.composite
def collections(draw: st.DrawFn) -> Act:
    name, at, number = draw(st.sampled_from(["x", "blogs"])), draw(instants), draw(st.sampled_from("123"))
    state, heard = SourceState(name=name, next_at=at), a_heard(a_mention(number), heard_at=at)
    acts: list[Act] = [
        lambda store: store.lease(name, at=at, until=at + timedelta(minutes=2)),
        lambda store: store.advance(state),
        lambda store: store.record(heard),
        lambda store: store.first_seen(name, at=at, keep=timedelta(minutes=2)),
    ]
    return draw(st.sampled_from(acts))


@settings(max_examples=25, deadline=None)
@given(acts=st.lists(st.one_of(saves(), saves(), deliveries(), collections()), max_size=30), at=instants)
def test_the_fake_and_dynamodb_answer_alike(account: None, acts: list[Act], at: datetime) -> None:
    fake, real = FakeStore(), DynamoStore(make_table(), TABLE)
    try:
        for act in [*acts, *reads(at)]:
            assert outcome(act, fake) == outcome(act, real)
    finally:
        boto3.client("dynamodb").delete_table(TableName=TABLE)


def reads(at: datetime) -> list[Act]:
    """Everything that can be asked, at the end."""
    return [
        lambda store: store.due(at),
        lambda store: store.unresolved(),
        lambda store: store.due_notifications(at),
        lambda store: list(store.heard_between(NOON, at)),
        lambda store: list(store.heard_between(at, LATEST)),
        lambda store: store.sources(),
        *(read for id in ("a1", "a2") for read in reads_of_alert(id)),
        *(read for contact in ("ana.sms", "ben.sms") for read in reads_of_contact(contact)),
    ]


def reads_of_alert(id: str) -> list[Act]:
    return [lambda store: store.alert(id), lambda store: store.timeline(id), lambda store: store.notifications(id)]


def reads_of_contact(contact: str) -> list[Act]:
    return [lambda store: store.unsent(contact), lambda store: store.pace(contact)]


def outcome(act: Act, store: Store) -> object:
    """What an act answers: a value, or a kind of error with its words."""
    try:
        return act(store)
    except EarshotError as error:
        return type(error), str(error)
