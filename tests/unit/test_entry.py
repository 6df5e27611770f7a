"""One bad message never takes its neighbours along, and is never lost."""

import logging
from dataclasses import dataclass, field

import pytest
from aws_lambda_powertools import Logger

from chalicelib.domain.errors import BadRequestError, UnavailableError
from chalicelib.entry import each_message


@dataclass
class Message:
    body: str

    @property
    def receipt_handle(self) -> str:
        return f"receipt of {self.body}"


@dataclass
class Queue:
    deleted: list[str] = field(default_factory=list)

    def delete(self, receipt_handle: str) -> None:
        self.deleted.append(receipt_handle)


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
