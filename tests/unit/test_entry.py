"""One bad message never takes its neighbours along, and is never lost."""

import logging
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from aws_lambda_powertools import Logger

from chalicelib.domain.errors import BadRequestError, UnavailableError
from chalicelib.entry import each_message, pause_after


@dataclass
class Message:
    body: str
    tries: int = 1

    @property
    def receipt_handle(self) -> str:
        return f"receipt of {self.body}"

    def to_dict(self) -> dict[str, Any]:
        return {"body": self.body, "attributes": {"ApproximateReceiveCount": str(self.tries)}}


@dataclass
class Queue:
    deleted: list[str] = field(default_factory=list)
    put_back: dict[str, timedelta] = field(default_factory=dict)
    is_down: bool = False

    def delete(self, receipt_handle: str) -> None:
        self.deleted.append(receipt_handle)

    def hand_out_after(self, receipt_handle: str, pause: timedelta) -> None:
        if self.is_down:
            raise UnavailableError("SQS cannot answer now")
        self.put_back[receipt_handle] = pause


def refuse_poison(body: str) -> None:
    if body == "poison":
        raise BadRequestError("the message holds no mention")


def quiet() -> Logger:
    return Logger(service="test", level=logging.CRITICAL)


def test_a_batch_without_faults_is_left_for_lambda_to_delete() -> None:
    queue = Queue()

    each_message([Message("a"), Message("b")], refuse_poison, queue, quiet())

    assert queue.deleted == []


def test_the_good_messages_of_a_bad_batch_are_deleted_and_the_bad_one_stays() -> None:
    queue = Queue()

    with pytest.raises(UnavailableError, match="1 of 3 messages failed and stay in the queue"):
        each_message([Message("a"), Message("poison"), Message("b")], refuse_poison, queue, quiet())

    assert queue.deleted == ["receipt of a", "receipt of b"]


def test_the_messages_after_a_bad_one_are_handled_too() -> None:
    handled: list[str] = []

    def handle(body: str) -> None:
        handled.append(body)
        refuse_poison(body)

    with pytest.raises(UnavailableError):
        each_message([Message("poison"), Message("b")], handle, Queue(), quiet())

    assert handled == ["poison", "b"]


def test_a_message_that_failed_comes_back_within_seconds_and_then_ever_later() -> None:
    for tries, seconds in [(1, 5), (2, 10), (5, 80), (8, 640), (9, 900), (20, 900)]:
        queue = Queue()
        with pytest.raises(UnavailableError):
            each_message([Message("a"), Message("poison", tries)], refuse_poison, queue, quiet())

        assert queue.put_back == {"receipt of poison": timedelta(seconds=seconds)}


def test_an_outage_of_an_hour_uses_up_few_of_a_messages_tries() -> None:
    waited, tries = timedelta(), 0
    while waited < timedelta(hours=1):
        tries += 1
        waited += pause_after(tries)

    assert tries < 15


def test_a_queue_that_is_down_keeps_what_failed_until_its_own_time_is_over() -> None:
    with pytest.raises(UnavailableError, match="1 of 1 messages failed and stay in the queue"):
        each_message([Message("poison")], refuse_poison, Queue(is_down=True), quiet())
