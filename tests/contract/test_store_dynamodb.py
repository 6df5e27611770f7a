"""What only DynamoDB does: throttling, conflicts, lost answers, indexes that lag, and items that expire."""

from datetime import UTC, datetime, timedelta

import boto3
import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from chalicelib.adapters.dynamodb.asides import move_aside
from chalicelib.adapters.dynamodb.due import SHARDS, due_attributes
from chalicelib.adapters.dynamodb.keys import stamp
from chalicelib.domain.alert.acts import acknowledge, resolve
from chalicelib.domain.alert.alert import Alert, Timer
from chalicelib.domain.alert.aside import FIRST_PAUSE
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.notification import NotificationStatus
from chalicelib.domain.errors import (
    DuplicateMentionError,
    PoliciesError,
    StaleAlertError,
    UnavailableError,
    UnreadableError,
)
from tests.aws import TABLE
from tests.builders import NOON, a_heard, a_link, a_notification, a_reply, an_alert, policies_for
from tests.contract.conftest import Dynamo

FIXED_WIDTH = len("2026-05-04T12:00:00.000000Z")


def opened(dynamo: Dynamo) -> Alert:
    """Alert a1 as it was read after it opened."""
    dynamo.store.save(Change(alert=an_alert(), owed=(a_notification(),)))
    alert = dynamo.store.alert("a1")
    assert alert
    return alert


def raw_items() -> list[dict[str, dict[str, str]]]:
    """The whole table, as DynamoDB holds it."""
    items: list[dict[str, dict[str, str]]] = boto3.client("dynamodb").scan(TableName=TABLE)["Items"]  # type: ignore[assignment]
    return items


@pytest.mark.parametrize("reason", ["ThrottlingError", "ProvisionedThroughputExceeded"])
def test_a_throttled_transaction_is_not_stale(dynamo: Dynamo, reason: str) -> None:
    dynamo.faults.cancel("None", reason)

    with pytest.raises(UnavailableError, match=reason):
        dynamo.store.save(Change(alert=an_alert()), heard=a_heard())

    assert dynamo.store.alert("a1") is None
    assert dynamo.pauses == []


def test_a_short_conflict_is_waited_for(dynamo: Dynamo) -> None:
    dynamo.faults.cancel("None", "TransactionConflict", times=3)
    dynamo.store.save(Change(alert=an_alert()), heard=a_heard())

    assert dynamo.store.heard("x:1") == a_heard()
    assert dynamo.pauses == [0.02, 0.05, 0.1]


def test_a_lasting_conflict_can_be_tried_again_later(dynamo: Dynamo) -> None:
    dynamo.faults.cancel("TransactionConflict", times=4)

    with pytest.raises(UnavailableError, match="TransactionConflict"):
        dynamo.store.save(Change(alert=an_alert()))


def test_a_failed_condition_beside_a_conflict_is_stale(dynamo: Dynamo) -> None:
    dynamo.faults.cancel("TransactionConflict", "ConditionalCheckFailed")

    with pytest.raises(StaleAlertError):
        dynamo.store.save(Change(alert=an_alert()), heard=a_heard())


def test_a_transaction_cancelled_for_another_reason_fails_as_it_is(dynamo: Dynamo) -> None:
    dynamo.faults.cancel("ValidationError")

    with pytest.raises(ClientError, match="TransactionCanceledException"):
        dynamo.store.save(Change(alert=an_alert()))


@pytest.mark.parametrize(
    "code", ["ProvisionedThroughputExceededException", "RequestLimitExceeded", "ThrottlingException"]
)
def test_a_throttled_call_can_be_tried_again(dynamo: Dynamo, code: str) -> None:
    dynamo.faults.fail("TransactWriteItems", code)
    with pytest.raises(UnavailableError, match=code):
        dynamo.store.save(Change(alert=an_alert()))

    dynamo.faults.fail("GetItem", code)
    with pytest.raises(UnavailableError, match=code):
        dynamo.store.alert("a1")


def test_a_server_error_can_be_tried_again(dynamo: Dynamo) -> None:
    dynamo.faults.fail("PutItem", "InternalServerError", status=500)

    with pytest.raises(UnavailableError, match="InternalServerError"):
        dynamo.store.note_reply(a_reply())


def test_a_table_that_cannot_be_reached_can_be_tried_again(dynamo: Dynamo) -> None:
    dynamo.faults.lose("Query", ConnectTimeoutError(endpoint_url="https://dynamodb"))

    with pytest.raises(UnavailableError, match="ConnectTimeoutError"):
        dynamo.store.due(NOON)


def test_a_right_that_is_missing_is_no_throttling(dynamo: Dynamo) -> None:
    dynamo.faults.fail("PutItem", "AccessDeniedException")

    with pytest.raises(ClientError, match="AccessDenied"):
        dynamo.store.note_reply(a_reply())


def test_an_answer_lost_after_storing_shows_when_it_is_tried_again(dynamo: Dynamo) -> None:
    dynamo.faults.lose_answer("TransactWriteItems", ConnectTimeoutError(endpoint_url="https://dynamodb"))
    with pytest.raises(UnavailableError):
        dynamo.store.save(Change(alert=an_alert()), heard=a_heard())

    with pytest.raises(DuplicateMentionError):
        dynamo.store.save(Change(alert=an_alert()), heard=a_heard())


def test_no_two_saves_share_a_request_token(dynamo: Dynamo) -> None:
    alert = opened(dynamo)
    dynamo.store.save(Change(alert=alert))
    with pytest.raises(StaleAlertError):
        dynamo.store.save(Change(alert=alert))

    tokens = [sent["ClientRequestToken"] for sent in dynamo.faults.sent("TransactWriteItems")]
    assert len(set(tokens)) == len(tokens) == 3


def test_an_alert_acknowledged_while_the_index_lags_is_not_due(dynamo: Dynamo) -> None:
    alert = opened(dynamo)
    dynamo.faults.meanwhile("BatchGetItem", lambda: dynamo.store.save(acknowledge(alert, by="ana", at=NOON)))

    assert dynamo.store.due(NOON) == []


def test_an_alert_resolved_while_the_index_lags_is_off_the_board(dynamo: Dynamo) -> None:
    alert = opened(dynamo)
    done = resolve(alert, by="ana", reason="needs no answer", at=NOON)
    dynamo.faults.meanwhile("BatchGetItem", lambda: dynamo.store.save(done))

    assert dynamo.store.unresolved() == []


def test_a_notification_sent_while_the_index_lags_is_not_unsent(dynamo: Dynamo) -> None:
    opened(dynamo)
    sent = a_notification(status=NotificationStatus.SENT)
    dynamo.faults.meanwhile("BatchGetItem", lambda: dynamo.store.mark([sent]))
    assert dynamo.store.due_notifications(NOON) == []

    assert dynamo.store.unsent("ana.sms") == []


def test_a_notification_deferred_while_the_index_lags_is_not_due(dynamo: Dynamo) -> None:
    opened(dynamo)
    deferred = a_notification(status=NotificationStatus.DEFERRED, due_at=NOON + timedelta(minutes=1))
    dynamo.faults.meanwhile("BatchGetItem", lambda: dynamo.store.mark([deferred]))

    assert dynamo.store.due_notifications(NOON) == []


def test_two_thousand_are_marked_in_twenty_transactions(dynamo: Dynamo) -> None:
    for _ in range(20):
        dynamo.faults.answer("TransactWriteItems", {})
    dynamo.store.mark([a_notification(alert=f"a{number}", status=NotificationStatus.SENT) for number in range(2_000)])

    assert dynamo.faults.asked == ["TransactWriteItems"] * 20


def test_alerts_are_read_a_hundred_at_a_time(dynamo: Dynamo) -> None:
    for number in range(150):
        dynamo.store.save(Change(alert=an_alert(id=f"a{number}")))
    found = dynamo.store.alerts([f"a{number}" for number in range(150)])

    assert len(found) == 150
    assert dynamo.faults.asked.count("BatchGetItem") == 2


def test_an_alert_that_moves_within_the_index_while_it_is_read_is_asked_for_once(dynamo: Dynamo) -> None:
    alert = opened(dynamo)
    [listed] = [item for item in raw_items() if item["sk"]["S"] == "alert"]
    dynamo.faults.answer("Query", {"Items": [listed, listed]})

    assert dynamo.store.unresolved() == [alert]
    [batch] = dynamo.faults.sent("BatchGetItem")
    assert len(batch["RequestItems"][TABLE]["Keys"]) == 1


def test_a_sweep_asks_each_shard_once_and_what_stands_aside(dynamo: Dynamo) -> None:
    for number in range(20):
        dynamo.store.save(Change(alert=an_alert(id=f"a{number:02d}")))

    assert len(dynamo.store.due(NOON)) == 20
    assert dynamo.faults.asked.count("Query") == SHARDS + 1


def test_what_a_batch_leaves_out_is_asked_for_again(dynamo: Dynamo) -> None:
    alert = opened(dynamo)
    dynamo.faults.answer("BatchGetItem", _unprocessed())

    assert dynamo.store.due(NOON) == [alert]
    assert dynamo.pauses == [0.02]


def test_what_a_batch_keeps_leaving_out_is_never_taken_for_gone(dynamo: Dynamo) -> None:
    opened(dynamo)
    for _ in range(4):
        dynamo.faults.answer("BatchGetItem", _unprocessed())

    with pytest.raises(UnavailableError, match="1 items were left unread"):
        dynamo.store.due(NOON)


def test_reads_that_promise_the_present_are_consistent(dynamo: Dynamo) -> None:
    opened(dynamo)
    dynamo.store.timeline("a1")
    dynamo.store.notifications("a1")
    dynamo.store.due(NOON)

    assert all(sent["ConsistentRead"] for sent in dynamo.faults.sent("GetItem"))
    by_key = [sent for sent in dynamo.faults.sent("Query") if "IndexName" not in sent]
    assert len(by_key) == 2
    assert all(sent["ConsistentRead"] for sent in by_key)
    [batch] = dynamo.faults.sent("BatchGetItem")
    assert batch["RequestItems"][TABLE]["ConsistentRead"]


def test_nothing_scans(dynamo: Dynamo) -> None:
    opened(dynamo)
    dynamo.store.due(NOON)
    dynamo.store.unresolved()
    dynamo.store.due_notifications(NOON)
    dynamo.store.sources()
    list(dynamo.store.heard_between(NOON, NOON + timedelta(days=1)))

    assert set(dynamo.faults.asked) == {"TransactWriteItems", "GetItem", "Query", "BatchGetItem"}


def test_an_item_is_in_its_indexes_only_while_it_has_to_be(dynamo: Dynamo) -> None:
    alert = opened(dynamo)
    assert [item["sk"]["S"] for item in raw_items() if "due_at" in item and "board_at" in item] == [
        "alert",
        "notification#0.1/ana.sms",
    ]

    dynamo.store.save(resolve(alert, by="ana", reason="needs no answer", at=NOON))
    dynamo.store.mark([a_notification(status=NotificationStatus.SKIPPED)])

    indexed = {item["sk"]["S"]: item.keys() & {"due_shard", "due_at", "board"} for item in raw_items()}
    assert {sk for sk, indexing in indexed.items() if indexing} == {"event#00000002.00"}
    assert indexed["event#00000002.00"] == {"board"}, "what happened stays listed by its day, for the figures"


def test_timers_never_depend_on_expiry(dynamo: Dynamo) -> None:
    opened(dynamo)
    dynamo.store.record(a_heard())
    dynamo.store.save_link(a_link())
    dynamo.store.first_seen("msg_1", at=NOON, keep=timedelta(minutes=10))

    expiring = {item["sk"]["S"]: item["expires_at"]["N"] for item in raw_items() if "expires_at" in item}
    assert expiring == {
        "link": str(int((NOON + timedelta(days=33)).timestamp())),
        "seen": str(int((NOON + timedelta(minutes=10)).timestamp()) + 1),
    }


def test_policies_of_another_version_of_the_code_say_so(dynamo: Dynamo) -> None:
    dynamo.store.save_policies(policies_for(), at=NOON)
    boto3.client("dynamodb").put_item(
        TableName=TABLE, Item={"pk": {"S": "policies"}, "sk": {"S": "current"}, "policies": {"B": b"not zlib"}}
    )

    with pytest.raises(PoliciesError, match="cannot be read by this version of the code"):
        dynamo.store.policies()


def test_every_pushed_version_is_kept(dynamo: Dynamo) -> None:
    dynamo.store.save_policies(policies_for(version="v1"), at=NOON)
    dynamo.store.save_policies(policies_for(version="v2"), at=NOON)

    assert sorted(item["sk"]["S"] for item in raw_items()) == ["current", "version#v1", "version#v2"]


def test_fields_of_a_newer_version_of_the_code_are_passed_over(dynamo: Dynamo) -> None:
    alert = opened(dynamo)
    boto3.client("dynamodb").update_item(
        TableName=TABLE,
        Key={"pk": {"S": "alert#a1"}, "sk": {"S": "alert"}},
        UpdateExpression="SET body = :body",
        ExpressionAttributeValues={":body": {"S": _body("alert#a1", "alert")[:-1] + ',"from_the_future":7}'}},
    )

    assert dynamo.store.alert("a1") == alert


def written_by_a_newer_version(pk: str, sk: str, old: str, new: str) -> None:
    """Put into the item a word that this version of the code does not have."""
    body = _body(pk, sk)
    assert old in body
    boto3.client("dynamodb").update_item(
        TableName=TABLE,
        Key={"pk": {"S": pk}, "sk": {"S": sk}},
        UpdateExpression="SET body = :body",
        ExpressionAttributeValues={":body": {"S": body.replace(old, new)}},
    )


def test_an_alert_of_a_newer_version_stands_aside_and_hides_no_other(dynamo: Dynamo) -> None:
    opened(dynamo)
    dynamo.store.save(Change(alert=an_alert(id="a2")))
    written_by_a_newer_version("alert#a1", "alert", '"tier":"2026', '"from-the-future":"2026')

    assert [alert.id for alert in dynamo.store.due(NOON)] == ["a2"]
    assert [alert.id for alert in dynamo.store.unresolved()] == ["a2"]
    [aside] = dynamo.store.asides()
    assert (aside.id, aside.tries) == ("a1", 1)
    assert "cannot be read by this version of the code" in aside.why
    with pytest.raises(UnreadableError, match="from-the-future"):
        dynamo.store.alert("a1")


def test_an_alert_of_a_newer_version_is_tried_again_and_goes_on_once_it_can_be_read(dynamo: Dynamo) -> None:
    opened(dynamo)
    written_by_a_newer_version("alert#a1", "alert", '"tier":"2026', '"from-the-future":"2026')
    assert dynamo.store.due(NOON) == []
    assert dynamo.store.due(NOON + FIRST_PAUSE) == []
    assert [aside.tries for aside in dynamo.store.asides()] == [2]

    written_by_a_newer_version("alert#a1", "alert", '"from-the-future":"2026', '"tier":"2026')
    assert [alert.id for alert in dynamo.store.due(NOON + 4 * FIRST_PAUSE)] == ["a1"]


def test_a_notification_of_a_newer_version_stands_aside_and_hides_no_other(dynamo: Dynamo) -> None:
    newer, known = a_notification("0.1"), a_notification("0.2")
    dynamo.store.save(Change(alert=an_alert(), owed=(newer, known)))
    written_by_a_newer_version("alert#a1", "notification#0.1/ana.sms", '"kind":"call"', '"kind":"from-the-future"')

    assert dynamo.store.due_notifications(NOON) == [known]
    assert dynamo.store.notifications("a1") == [known]
    assert dynamo.store.unsent(known.contact.id) == [known]
    assert [aside.id for aside in dynamo.store.asides()] == [newer.id]


def test_what_somebody_changed_meanwhile_is_not_set_aside(dynamo: Dynamo) -> None:
    opened(dynamo)
    [old] = dynamo.store._table.under("alert#a1", "alert")
    [read] = dynamo.store.due(NOON)
    dynamo.store.save(Change(alert=replace(read, timers={Timer.TIER: NOON + FIRST_PAUSE})))
    move_aside(dynamo.store._table, old, "why", NOON)

    assert dynamo.store.asides() == []


@given(st.lists(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)), min_size=2, max_size=2))  # noqa: DTZ001
def test_stamps_sort_as_their_instants_do(naive: list[datetime]) -> None:
    early, late = sorted(instant.replace(tzinfo=UTC) for instant in naive)

    assert (stamp(early) < stamp(late)) == (early < late)
    assert len(stamp(early)) == len(stamp(late)) == FIXED_WIDTH


def test_alerts_are_spread_over_every_shard() -> None:
    shards = {due_attributes("alert", f"a{number}", NOON)["due_shard"] for number in range(200)}

    assert shards == {f"alert-{shard}" for shard in range(SHARDS)}


def test_due_alerts_of_every_shard_are_found(dynamo: Dynamo) -> None:
    for number in range(40):
        due = replace(an_alert(), id=f"a{number:02d}")
        dynamo.store.save(Change(alert=due))

    assert len({item["due_shard"]["S"] for item in raw_items()}) == SHARDS
    assert [alert.id for alert in dynamo.store.due(NOON)] == [f"a{number:02d}" for number in range(40)]


def _unprocessed() -> dict[str, object]:
    keys = [{"pk": {"S": "alert#a1"}, "sk": {"S": "alert"}}]
    return {"Responses": {TABLE: []}, "UnprocessedKeys": {TABLE: {"Keys": keys, "ConsistentRead": True}}}


def _body(pk: str, sk: str) -> str:
    [item] = [item for item in raw_items() if (item["pk"]["S"], item["sk"]["S"]) == (pk, sk)]
    return item["body"]["S"]
