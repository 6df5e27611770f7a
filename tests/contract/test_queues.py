"""The queues' promises, on the fakes and on SQS alike, and what only SQS does."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import boto3
import msgspec
import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from chalicelib.adapters.sqs import (
    SqsMentionQueue,
    SqsNotificationQueue,
    SqsSourceQueue,
    mention_in,
    notification_in,
    source_in,
)
from chalicelib.domain.errors import BadRequestError, TooLargeError, UnavailableError
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.heard.source import Turn
from chalicelib.ports import MentionQueue, NotificationQueue, SourceQueue
from tests.aws import MENTIONS, NOTIFICATIONS, SOURCES, make_queue
from tests.builders import NOON, a_mention
from tests.contract.faults import Faults
from tests.fakes import FakeMentionQueue, FakeNotificationQueue, FakeSourceQueue, HandClock


@dataclass(frozen=True)
class Sqs:
    """The queues in SQS. `bodies` receives everything that one of them hands out now, and deletes it."""

    mentions: SqsMentionQueue
    notifications: SqsNotificationQueue
    turns: SqsSourceQueue
    bodies: Callable[[str], list[str]]
    faults: Faults
    pauses: list[float]


@dataclass(frozen=True)
class Mentions:
    """A queue of mentions, what it hands out now, and a way to break it."""

    queue: MentionQueue
    taken: Callable[[], list[Mention]]
    throttle: Callable[[], None]


@dataclass(frozen=True)
class Notifications:
    """A queue of notification ids, what it hands out now, and a way to break it."""

    queue: NotificationQueue
    taken: Callable[[], list[str]]
    throttle: Callable[[], None]


@pytest.fixture
def sqs(account: None) -> Iterator[Sqs]:
    """Empty queues."""
    client = make_queue(MENTIONS)
    make_queue(NOTIFICATIONS)
    make_queue(SOURCES)
    faults, pauses = Faults(client), list[float]()

    def bodies(name: str) -> list[str]:
        url, received = client.get_queue_url(QueueName=name)["QueueUrl"], list[str]()
        while messages := client.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            received += [message["Body"] for message in messages]
        return received

    yield Sqs(
        mentions=SqsMentionQueue(client, MENTIONS, pause=pauses.append),
        notifications=SqsNotificationQueue(client, NOTIFICATIONS, pause=pauses.append),
        turns=SqsSourceQueue(client, SOURCES, pause=pauses.append),
        bodies=bodies,
        faults=faults,
        pauses=pauses,
    )
    unbroken = boto3.client("sqs")
    for name in (MENTIONS, NOTIFICATIONS, SOURCES):
        unbroken.delete_queue(QueueUrl=unbroken.get_queue_url(QueueName=name)["QueueUrl"])


@dataclass(frozen=True)
class Turns:
    """A queue of turns, what it hands out now, and a way to break it."""

    queue: SourceQueue
    taken: Callable[[], list[str]]
    throttle: Callable[[], None]


@pytest.fixture(params=["memory", "sqs"])
def turns(request: pytest.FixtureRequest) -> Turns:
    if request.param == "memory":
        fake = FakeSourceQueue(HandClock(NOON))
        return Turns(queue=fake, taken=fake.take, throttle=lambda: setattr(fake, "is_down", True))
    sqs: Sqs = request.getfixturevalue("sqs")
    return Turns(
        queue=sqs.turns,
        taken=lambda: [source_in(body) for body in sqs.bodies(SOURCES)],
        throttle=sqs.faults.throttle_everything,
    )


@pytest.fixture(params=["memory", "sqs"])
def mentions(request: pytest.FixtureRequest) -> Mentions:
    if request.param == "memory":
        fake = FakeMentionQueue()
        return Mentions(queue=fake, taken=fake.take, throttle=lambda: setattr(fake, "is_down", True))
    sqs: Sqs = request.getfixturevalue("sqs")
    return Mentions(
        queue=sqs.mentions,
        taken=lambda: [mention_in(body) for body in sqs.bodies(MENTIONS)],
        throttle=sqs.faults.throttle_everything,
    )


@pytest.fixture(params=["memory", "sqs"])
def notifications(request: pytest.FixtureRequest) -> Notifications:
    if request.param == "memory":
        fake = FakeNotificationQueue(HandClock(NOON))
        return Notifications(queue=fake, taken=fake.take, throttle=lambda: setattr(fake, "is_down", True))
    sqs: Sqs = request.getfixturevalue("sqs")
    return Notifications(
        queue=sqs.notifications,
        taken=lambda: [notification_in(body) for body in sqs.bodies(NOTIFICATIONS)],
        throttle=sqs.faults.throttle_everything,
    )


def by_id(mention: Mention) -> str:
    return mention.id


def test_turns_come_out_when_they_are_due(turns: Turns) -> None:
    waits = {"late": -90, "now": 0, "soon": 50, "far": 9_000}
    turns.queue.line_up([Turn(source=name, wait=timedelta(seconds=wait)) for name, wait in waits.items()])

    assert sorted(turns.taken()) == ["late", "now"]


def test_every_source_of_many_gets_its_turn(turns: Turns) -> None:
    names = [f"feed {number:03d} ü" for number in range(25)]
    turns.queue.line_up([Turn(source=name) for name in names])

    assert sorted(turns.taken()) == names


def test_sqs_holds_each_turn_back_by_itself(sqs: Sqs) -> None:
    sqs.turns.line_up([Turn(source=str(wait), wait=timedelta(seconds=wait)) for wait in (-3, 0.2, 59, 9_000)])

    [sent] = sqs.faults.sent("SendMessageBatch")
    assert [entry["DelaySeconds"] for entry in sent["Entries"]] == [0, 1, 59, 900]


def test_a_throttled_queue_of_turns_says_so(turns: Turns) -> None:
    turns.throttle()

    with pytest.raises(UnavailableError):
        turns.queue.line_up([Turn(source="x")])


def test_a_mention_comes_out_as_it_went_in(mentions: Mentions) -> None:
    mention = a_mention(text="wütend 😡\n<b>", title="&", language=None)
    mentions.queue.put([mention])

    assert mentions.taken() == [mention]
    assert mentions.taken() == []


def test_more_mentions_than_one_batch_holds_all_come_out(mentions: Mentions) -> None:
    put = [a_mention(f"{number:02d}") for number in range(23)]
    mentions.queue.put(put)

    assert sorted(mentions.taken(), key=by_id) == put


def test_mentions_too_large_to_travel_together_all_come_out(mentions: Mentions) -> None:
    put = [a_mention(str(number), text="x" * 90_000) for number in range(9)]
    put += [a_mention("9", text="ü" * 400_000)]
    mentions.queue.put(put)

    assert sorted(mentions.taken(), key=by_id) == put


def test_nothing_is_put_without_a_call(mentions: Mentions) -> None:
    mentions.queue.put([])

    assert mentions.taken() == []


def test_a_mention_that_no_message_holds_is_refused_in_words_and_nothing_is_queued(mentions: Mentions) -> None:
    with pytest.raises(TooLargeError, match="mention x:2"):
        mentions.queue.put([a_mention("1"), a_mention("2", text="x" * 1024 * 1024)])

    assert mentions.taken() == []


def test_a_throttled_queue_of_mentions_says_so(mentions: Mentions) -> None:
    mentions.throttle()

    with pytest.raises(UnavailableError):
        mentions.queue.put([a_mention()])


def test_a_throttled_queue_of_notifications_says_so(notifications: Notifications) -> None:
    notifications.throttle()
    with pytest.raises(UnavailableError):
        notifications.queue.put(["a1/0.1/ana.sms"])


def test_notification_ids_come_out_as_they_went_in(notifications: Notifications) -> None:
    put = [f"a1/0.{number:02d}/ana.sms" for number in range(1, 12)]
    notifications.queue.put(put)

    assert sorted(notifications.taken()) == put
    assert notifications.taken() == []


def test_a_delayed_notification_is_held_back(notifications: Notifications) -> None:
    notifications.queue.put(["a1/0.1/ana.sms"], delay=timedelta(minutes=15))
    notifications.queue.put(["a1/0.1/ben.sms"], delay=timedelta(seconds=-3))

    assert notifications.taken() == ["a1/0.1/ben.sms"]


@pytest.mark.parametrize(("minutes", "early"), [(1, 0.999), (15, 14.999), (400, 14.999)])
def test_the_fake_hands_out_after_the_delay_and_after_15_minutes_at_most(minutes: float, early: float) -> None:
    clock = HandClock(NOON)
    queue = FakeNotificationQueue(clock)
    queue.put(["n1"], delay=timedelta(minutes=minutes))

    clock.forward(minutes=early)
    assert queue.take() == []
    clock.at = NOON + timedelta(minutes=min(minutes, 15))
    assert queue.take() == ["n1"]


@pytest.mark.parametrize(
    ("delay", "seconds"),
    [
        (timedelta(0), 0),
        (timedelta(microseconds=1), 1),
        (timedelta(seconds=59.2), 60),
        (timedelta(minutes=15), 900),
        (timedelta(hours=3), 900),
        (timedelta(seconds=-5), 0),
    ],
)
def test_sqs_is_asked_for_whole_seconds_never_too_few(sqs: Sqs, delay: timedelta, seconds: int) -> None:
    sqs.notifications.put(["n1"], delay=delay)

    [sent] = sqs.faults.sent("SendMessageBatch")
    assert [entry["DelaySeconds"] for entry in sent["Entries"]] == [seconds]


def test_no_batch_is_larger_than_sqs_takes(sqs: Sqs) -> None:
    large = [a_mention(str(number), text="x" * 300_000) for number in range(7)]
    sqs.mentions.put([*large, *(a_mention(str(number)) for number in range(7, 30))])

    batches = [[len(entry["MessageBody"]) for entry in sent["Entries"]] for sent in sqs.faults.sent("SendMessageBatch")]
    assert [len(batch) for batch in batches] == [3, 3, 10, 10, 4]
    assert max(map(sum, batches)) <= 1024 * 1024


def test_what_a_batch_left_out_is_sent_again_and_nothing_else(sqs: Sqs) -> None:
    sqs.faults.answer("SendMessageBatch", _left_out("1", "2"))
    sqs.notifications.put(["n0", "n1", "n2"])

    assert sorted(sqs.bodies(NOTIFICATIONS)) == ['{"notification":"n1"}', '{"notification":"n2"}']
    assert sqs.pauses == [0.05]


def test_what_is_always_left_out_is_counted(sqs: Sqs) -> None:
    for _ in range(4):
        sqs.faults.answer("SendMessageBatch", _left_out("0", "1"))

    with pytest.raises(UnavailableError, match="2 messages could not be put on the queue"):
        sqs.mentions.put([a_mention(str(number)) for number in range(12)])

    assert sorted(mention_in(body).id for body in sqs.bodies(MENTIONS)) == ["10", "11"]


def test_what_sqs_will_never_take_is_not_sent_again(sqs: Sqs) -> None:
    sqs.faults.answer("SendMessageBatch", _left_out("0", sender_fault=True))

    with pytest.raises(UnavailableError, match="1 messages could not be put on the queue"):
        sqs.notifications.put(["n0"])
    assert sqs.pauses == []


def test_a_queue_that_cannot_be_reached_can_be_tried_again(sqs: Sqs) -> None:
    sqs.faults.lose("SendMessageBatch", ReadTimeoutError(endpoint_url="https://sqs"))

    with pytest.raises(UnavailableError, match="ReadTimeoutError"):
        sqs.mentions.put([a_mention()])


def test_a_queue_that_is_not_there_is_no_throttling(sqs: Sqs) -> None:
    sqs.faults.fail("SendMessageBatch", "AWS.SimpleQueueService.NonExistentQueue")

    with pytest.raises(ClientError, match="NonExistentQueue"):
        sqs.mentions.put([a_mention()])


def test_characters_that_sqs_refuses_travel_in_disguise(sqs: Sqs) -> None:
    odd = a_mention(text="a\x00b\ufffec\uffffd\x7f")
    sqs.mentions.put([odd])

    [body] = sqs.bodies(MENTIONS)
    assert not set(body) & {"\x00", "\ufffe", "\uffff"}
    assert mention_in(body) == odd


def test_the_address_of_a_queue_is_asked_for_once(sqs: Sqs) -> None:
    for number in range(3):
        sqs.mentions.put([a_mention(str(number))])

    assert sqs.faults.asked.count("GetQueueUrl") == 1


def test_a_finished_message_is_deleted_by_its_receipt(sqs: Sqs) -> None:
    sqs.notifications.put(["n1"])
    client = boto3.client("sqs")
    url = client.get_queue_url(QueueName=NOTIFICATIONS)["QueueUrl"]
    [message] = client.receive_message(QueueUrl=url, VisibilityTimeout=0)["Messages"]

    sqs.notifications.delete(message["ReceiptHandle"])

    assert sqs.bodies(NOTIFICATIONS) == []


@pytest.mark.parametrize("body", ["", "null", "{}", "[1]", '{"notification": 7}', "\ud800", '"x"'])
def test_a_body_that_holds_nothing_of_ours_is_a_bad_request(body: str) -> None:
    with pytest.raises(BadRequestError, match="the message holds no mention"):
        mention_in(body)
    with pytest.raises(BadRequestError, match="the message holds no notification"):
        notification_in(body)
    with pytest.raises(BadRequestError, match="the message names no source"):
        source_in(body)


def test_a_body_of_a_newer_version_of_the_code_can_be_read() -> None:
    newer = msgspec.to_builtins(a_mention()) | {"from_the_future": 7}

    assert mention_in(msgspec.json.encode(newer).decode()) == a_mention()
    assert notification_in('{"notification":"n1","from_the_future":7}') == "n1"


def _left_out(*ids: str, sender_fault: bool = False) -> dict[str, object]:
    failed = [{"Id": id, "Code": "InternalError", "SenderFault": sender_fault} for id in ids]
    return {"Successful": [], "Failed": failed}
