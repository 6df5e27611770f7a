"""The queue of notices in SQS: what comes out is what went in, to the byte."""

import boto3
import pytest

from chalicelib.adapters.sqs import SqsNoticeQueue, notice_in
from chalicelib.domain.alert.notice import Notice
from chalicelib.domain.errors import BadRequestError, UnavailableError
from chalicelib.domain.rules.receiver import NoticeKind
from tests.aws import NOTICES, make_queue
from tests.contract.faults import Faults


def a_notice(number: int) -> Notice:
    return Notice(id=f"msg_{number}", receiver="helpdesk", kind=NoticeKind.TOLD, body='{"text": "ü \ufffe 😀"}')


def test_notices_come_out_as_they_went_in_also_more_than_a_batch(account: None) -> None:
    client, put = make_queue(NOTICES), [a_notice(number) for number in range(12)]
    SqsNoticeQueue(client, NOTICES).put(put)
    url, bodies = client.get_queue_url(QueueName=NOTICES)["QueueUrl"], list[str]()
    while messages := client.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        bodies += [message["Body"] for message in messages]
    boto3.client("sqs").delete_queue(QueueUrl=url)

    assert sorted((notice_in(body) for body in bodies), key=lambda notice: int(notice.id[4:])) == put


def test_a_throttled_queue_says_so(account: None) -> None:
    client = make_queue(NOTICES)
    Faults(client).throttle_everything()

    with pytest.raises(UnavailableError):
        SqsNoticeQueue(client, NOTICES, pause=lambda _: None).put([a_notice(1)])


def test_a_message_that_holds_no_notice_is_refused() -> None:
    with pytest.raises(BadRequestError, match="no notice"):
        notice_in('{"notification": "a1"}')
