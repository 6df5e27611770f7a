"""What reaches a person through SNS, and what is found out before SNS swallows it."""

import json
from collections.abc import Iterator

import boto3
import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError
from botocore.stub import Stubber
from moto import mock_aws
from mypy_boto3_sns import SNSClient
from mypy_boto3_sqs import SQSClient

from chalicelib.adapters.sns import SnsPhone
from chalicelib.domain.deployment import Deployment
from chalicelib.domain.errors import RefusedError, UnavailableError
from chalicelib.domain.rules.brand import SmsPolicy
from chalicelib.domain.told.message import Email
from tests.builders import NOON, a_person
from tests.fakes import HandClock

EMAIL = Email(subject="Ana, please look", body="> the gate was closed")
OPTED_OUT = "+12025550199"
"""moto holds every number that ends in 99 to have opted out."""


@pytest.fixture
def sns(monkeypatch: pytest.MonkeyPatch) -> Iterator[SNSClient]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    with mock_aws():
        yield boto3.client("sns")


@pytest.fixture
def clock() -> HandClock:
    return HandClock(NOON)


@pytest.fixture
def topics(sns: SNSClient) -> dict[str, str]:
    return {name: sns.create_topic(Name=f"earshot-{name}")["TopicArn"] for name in ("care", "press")}


@pytest.fixture
def phone(sns: SNSClient, clock: HandClock, topics: dict[str, str]) -> SnsPhone:
    return SnsPhone(sns, lambda: Deployment(public_url="https://wayfare.example", topics=topics), clock)


@pytest.fixture
def mailbox(sns: SNSClient, topics: dict[str, str]) -> "Mailbox":
    return Mailbox(sns, boto3.client("sqs"), topics)


class Mailbox:
    """A queue that reads what a topic sends to one person."""

    def __init__(self, sns: SNSClient, sqs: SQSClient, topics: dict[str, str]) -> None:
        self._sns, self._sqs, self._topics = sns, sqs, topics
        self._queue = sqs.create_queue(QueueName="mailbox")["QueueUrl"]

    def subscribe(self, person: str, department: str) -> None:
        self._sns.subscribe(
            TopicArn=self._topics[department],
            Protocol="sqs",
            Endpoint="arn:aws:sqs:eu-west-1:123456789012:mailbox",
            Attributes={"FilterPolicy": json.dumps({"person": [person]})},
        )

    def read(self) -> list[str]:
        answer = self._sqs.receive_message(QueueUrl=self._queue, MaxNumberOfMessages=10)
        return [json.loads(message["Body"])["Message"] for message in answer.get("Messages", [])]


def test_an_sms_goes_to_the_phone_and_brings_a_receipt(phone: SnsPhone) -> None:
    assert phone.sms(a_person(), "hello")


def test_an_sms_is_transactional(sns: SNSClient, clock: HandClock) -> None:
    with Stubber(sns) as stub:
        stub.add_response("check_if_phone_number_is_opted_out", {"isOptedOut": False}, {"phoneNumber": "+12025550101"})
        stub.add_response(
            "publish",
            {"MessageId": "r1"},
            {
                "PhoneNumber": "+12025550101",
                "Message": "hello",
                "MessageAttributes": {
                    "AWS.SNS.SMS.SMSType": {"DataType": "String", "StringValue": "Transactional"},
                },
            },
        )
        assert SnsPhone(sns, lambda: Deployment(public_url=""), clock).sms(a_person(), "hello") == "r1"


def test_an_sms_leaves_as_the_brand_says(sns: SNSClient, clock: HandClock) -> None:
    policy = SmsPolicy(origination_number="+12025550100", sender_id="WAYFARE", max_price=250_000)
    with Stubber(sns) as stub:
        stub.add_response("check_if_phone_number_is_opted_out", {"isOptedOut": False}, {"phoneNumber": "+12025550101"})
        stub.add_response(
            "publish",
            {"MessageId": "r1"},
            {
                "PhoneNumber": "+12025550101",
                "Message": "hello",
                "MessageAttributes": {
                    "AWS.SNS.SMS.SMSType": {"DataType": "String", "StringValue": "Transactional"},
                    "AWS.MM.SMS.OriginationNumber": {"DataType": "String", "StringValue": "+12025550100"},
                    "AWS.SNS.SMS.SenderID": {"DataType": "String", "StringValue": "WAYFARE"},
                    "AWS.SNS.SMS.MaxPrice": {"DataType": "Number", "StringValue": "0.25"},
                },
            },
        )
        assert SnsPhone(sns, lambda: Deployment(public_url=""), clock, lambda: policy).sms(a_person(), "hello") == "r1"


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (None, "ana has no phone"),
        ("", "ana has no phone"),
        ("0202 5550101", "the phone number of ana is not in the international form, such as +12025550101"),
        ("+1202555010X", "the phone number of ana is not in the international form, such as +12025550101"),
        (OPTED_OUT, "the phone of ana opted out of messages"),
    ],
)
def test_a_phone_that_cannot_be_reached_is_refused_with_the_reason(
    phone: SnsPhone, number: str | None, reason: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        phone.sms(a_person(phone=number), "hello")
    assert str(refused.value) == reason


def test_an_email_reaches_only_the_person_it_is_for(phone: SnsPhone, mailbox: Mailbox) -> None:
    mailbox.subscribe("ana", "care")
    phone.email(a_person("ana"), "care", EMAIL)

    with pytest.raises(RefusedError, match="ben has not confirmed the email subscription of care"):
        phone.email(a_person("ben"), "care", EMAIL)
    assert mailbox.read() == [EMAIL.body]


def test_an_email_to_somebody_of_another_department_goes_through_the_topic_that_they_read(
    phone: SnsPhone, mailbox: Mailbox
) -> None:
    mailbox.subscribe("kofi", "press")
    phone.email(a_person("kofi"), "care", EMAIL)
    assert mailbox.read() == [EMAIL.body]


def test_an_archive_of_a_topic_reaches_nobody(sns: SNSClient, phone: SnsPhone, topics: dict[str, str]) -> None:
    sns.subscribe(TopicArn=topics["care"], Protocol="sqs", Endpoint="arn:aws:sqs:eu-west-1:123456789012:archive")
    with pytest.raises(RefusedError):
        phone.email(a_person(), "care", EMAIL)


def test_an_email_for_a_department_without_a_topic_is_refused(phone: SnsPhone) -> None:
    with pytest.raises(RefusedError) as refused:
        phone.email(a_person(), "sales", EMAIL)
    assert str(refused.value) == "no topic is deployed for sales: run `./earshot finish`"


def test_only_a_confirmed_subscription_counts_and_it_is_looked_up_again_after_five_minutes(
    sns: SNSClient, clock: HandClock
) -> None:
    topic = "arn:aws:sns:eu-west-1:123456789012:care"
    phone = SnsPhone(sns, lambda: Deployment(public_url="", topics={"care": topic}), clock)
    with Stubber(sns) as stub:
        stub.add_response("list_subscriptions_by_topic", {"Subscriptions": [_ana("PendingConfirmation")]})
        with pytest.raises(RefusedError):
            phone.email(a_person(), "care", EMAIL)
        clock.forward(minutes=4, seconds=59)
        with pytest.raises(RefusedError):
            phone.email(a_person(), "care", EMAIL)

        clock.forward(seconds=1)
        stub.add_response("list_subscriptions_by_topic", {"Subscriptions": [], "NextToken": "2"})
        stub.add_response("list_subscriptions_by_topic", {"Subscriptions": [_ana(f"{topic}:1")]})
        stub.add_response("publish", {"MessageId": "r1"})
        assert phone.email(a_person(), "care", EMAIL) == "r1"
        stub.assert_no_pending_responses()


@pytest.mark.parametrize(
    ("code", "status", "error", "sentence"),
    [
        ("InvalidParameter", 400, RefusedError, "SNS does not accept the address or the message"),
        ("EndpointDisabled", 400, RefusedError, "the address is switched off"),
        ("Throttled", 429, UnavailableError, "SNS does not let us send: Throttled"),
        ("Throttling", 400, UnavailableError, "SNS cannot answer now: Throttling"),
        ("InternalError", 500, UnavailableError, "SNS cannot answer now: InternalError"),
        ("AuthorizationError", 403, UnavailableError, "SNS does not let us send: AuthorizationError"),
    ],
)
def test_each_answer_of_sns_says_whether_trying_again_helps(
    sns: SNSClient, clock: HandClock, code: str, status: int, error: type[Exception], sentence: str
) -> None:
    phone = SnsPhone(sns, lambda: Deployment(public_url=""), clock)
    with Stubber(sns) as stub:
        stub.add_response("check_if_phone_number_is_opted_out", {"isOptedOut": False})
        stub.add_client_error("publish", service_error_code=code, http_status_code=status)
        with pytest.raises(error) as raised:
            phone.sms(a_person(), "hello")
    assert str(raised.value) == sentence
    assert isinstance(raised.value.__cause__, ClientError)


def test_a_service_that_does_not_answer_is_unavailable(
    sns: SNSClient, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hang(**_: object) -> None:
        raise ConnectTimeoutError(endpoint_url="https://sns.eu-west-1.amazonaws.com")

    monkeypatch.setattr(sns, "check_if_phone_number_is_opted_out", hang)
    with pytest.raises(UnavailableError):
        SnsPhone(sns, lambda: Deployment(public_url=""), clock).sms(a_person(), "hello")


def _ana(arn: str) -> dict[str, str]:
    return {"SubscriptionArn": arn, "Owner": "1", "Protocol": "email", "Endpoint": "Ana@wayfare.example"}


def test_a_renamed_departments_alert_still_reaches_its_people_by_another_topic(
    phone: SnsPhone, mailbox: Mailbox
) -> None:
    mailbox.subscribe("ana", "press")

    assert phone.email(a_person("ana"), "department-of-yesterday", EMAIL)
