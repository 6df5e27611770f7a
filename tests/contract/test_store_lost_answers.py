"""A write whose answer was lost is sent again by the client, meets itself, and is not taken for somebody else's."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.adapters.dynamodb import DynamoStore
from chalicelib.domain.told.pace import Pace
from chalicelib.domain.told.sms_numbers import Numbers
from tests.builders import NOON, a_heard
from tests.contract.conftest import Dynamo

UNTIL = NOON + timedelta(minutes=2)
AGAIN = NOON + timedelta(seconds=10)

Write = Callable[[DynamoStore], object]


def leases(store: DynamoStore) -> bool:
    return store.lease("x-mentions", at=NOON, until=UNTIL)


def sees(store: DynamoStore) -> bool:
    return store.first_seen("msg_1", at=NOON, keep=timedelta(minutes=10))


def paces(store: DynamoStore) -> bool:
    return store.keep_pace(Pace(contact="ana.sms", busy_by="me"))


def numbers(store: DynamoStore) -> bool:
    return store.keep_numbers(Numbers(contact="ana.sms"))


TAKEN_ONCE = [
    pytest.param(leases, "UpdateItem", id="lease"),
    pytest.param(sees, "PutItem", id="first_seen"),
    pytest.param(paces, "PutItem", id="keep_pace"),
    pytest.param(numbers, "PutItem", id="keep_numbers"),
]


@pytest.mark.parametrize(("take", "operation"), TAKEN_ONCE)
def test_who_wrote_knows_its_own_hand_although_the_answer_was_lost(dynamo: Dynamo, take: Write, operation: str) -> None:
    dynamo.faults.repeat(operation)

    assert take(dynamo.store) is True


@pytest.mark.parametrize(("take", "operation"), TAKEN_ONCE)
def test_somebody_else_is_somebody_else_whatever_was_lost(dynamo: Dynamo, take: Write, operation: str) -> None:
    take(dynamo.store)
    dynamo.faults.repeat(operation)

    assert take(dynamo.store) is False


@pytest.mark.parametrize("read", [0, 1], ids=["first", "later"])
def test_a_pace_is_kept_whichever_version_was_read(dynamo: Dynamo, read: int) -> None:
    if read:
        dynamo.store.keep_pace(Pace(contact="ana.sms"))
    dynamo.faults.repeat("PutItem")

    assert dynamo.store.keep_pace(Pace(contact="ana.sms", version=read))
    assert dynamo.store.pace("ana.sms").version == read + 1


def test_a_lease_taken_over_after_its_end_is_its_new_holders(dynamo: Dynamo) -> None:
    leases(dynamo.store)
    dynamo.faults.repeat("UpdateItem")
    assert dynamo.store.lease("x-mentions", at=UNTIL, until=UNTIL + timedelta(minutes=2))

    assert not dynamo.store.lease("x-mentions", at=UNTIL, until=UNTIL + timedelta(minutes=2))


def test_a_mention_that_touches_no_alert_is_recorded_and_no_duplicate_of_itself(dynamo: Dynamo) -> None:
    dynamo.faults.repeat("PutItem")
    dynamo.store.record(a_heard())

    assert dynamo.store.heard("x:1") == a_heard()


def test_an_allowance_is_taken_once(dynamo: Dynamo) -> None:
    dynamo.faults.repeat("UpdateItem")

    assert dynamo.store.take("reading", 6, day="2026-05-04", limit=10) == 6
    assert dynamo.store.take("reading", 6, day="2026-05-04", limit=10) == 4


def test_what_was_replaced_before_the_client_asked_again_is_somebody_elses(dynamo: Dynamo) -> None:
    """Another process may have written in between: then what stands there is not ours."""
    later = Pace(contact="ana.sms", version=1, busy_by="another")
    dynamo.faults.repeat("PutItem", meanwhile=lambda: dynamo.store.keep_pace(later))

    assert not dynamo.store.keep_pace(Pace(contact="ana.sms"))
    assert dynamo.store.pace("ana.sms").busy_by == "another"


def test_the_client_does_send_the_call_again(dynamo: Dynamo) -> None:
    seen: list[str] = []
    dynamo.faults.repeat("PutItem", meanwhile=lambda: seen.append("between the two"))
    sees(dynamo.store)

    assert seen == ["between the two"]
