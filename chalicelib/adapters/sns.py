"""Telling people through SNS: an SMS by phone number, an email through their department's topic.

SNS accepts messages that reach nobody, so whoever cannot be reached is found out before publishing.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.adapters.aws_errors import error_code, translated
from chalicelib.adapters.remembered import Remembered
from chalicelib.adapters.subscriptions import Readers
from chalicelib.domain.deployment import Deployment
from chalicelib.domain.errors import RefusedError, UnavailableError
from chalicelib.domain.rules.brand import SmsPolicy
from chalicelib.domain.rules.person import Person
from chalicelib.domain.said import said
from chalicelib.domain.told.message import Email
from chalicelib.ports import Clock

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sns.type_defs import MessageAttributeValueTypeDef

E164 = re.compile(r"\+[1-9][0-9]{6,14}")

MILLIONTHS = 1_000_000

FINISH = "`./earshot finish`"

REFUSALS = {
    "InvalidParameter": said("SNS does not accept the address or the message"),
    "InvalidParameterValue": said("SNS does not accept the address or the message"),
    "ParameterValueInvalid": said("SNS does not accept the address or the message"),
    "ValidationException": said("SNS does not accept the address or the message"),
    "OptedOut": said("the phone opted out of messages"),
    "EndpointDisabled": said("the address is switched off"),
    "NotFound": said("the department's topic does not exist: run {command}", command=FINISH),
}
"""Error codes that will be the same the next time. All others may be mended while the message waits."""


class SnsPhone:
    """Fulfils Phone."""

    def __init__(
        self,
        client: "SNSClient",
        deployment: Callable[[], Deployment],
        clock: Clock,
        sms_policy: Callable[[], SmsPolicy] = SmsPolicy,
    ) -> None:
        self._client = client
        self._deployment = deployment
        self._sms_policy = sms_policy
        self._readers = Readers(client, clock)
        self._opted_out = Remembered(self._has_opted_out, clock)

    def sms(self, person: Person, text: str) -> str:
        if not person.phone:
            raise RefusedError(said("{person} has no phone", person=person.id))
        if not E164.fullmatch(person.phone):
            raise RefusedError(
                said(
                    "the phone number of {person} is not in the international form, such as +12025550101",
                    person=person.id,
                )
            )
        with _refusals():
            if self._opted_out(person.phone):
                raise RefusedError(said("the phone of {person} opted out of messages", person=person.id))
            answer = self._client.publish(
                PhoneNumber=person.phone,
                Message=text,
                MessageAttributes=_attributes(self._sms_policy()),
            )
        return answer["MessageId"]

    def email(self, person: Person, department: str, email: Email) -> str:
        with _refusals():
            answer = self._client.publish(
                TopicArn=self._topic(person, department),
                Subject=email.subject,
                Message=email.body,
                MessageAttributes={"person": {"DataType": "String", "StringValue": person.id}},
            )
        return answer["MessageId"]

    def _topic(self, person: Person, department: str) -> str:
        """The department's topic, or another that reaches the person.

        A transfer may go to somebody of elsewhere, and a department may be renamed while its alert is open.
        """
        topics = self._deployment().topics
        for topic in dict.fromkeys((topics.get(department, ""), *topics.values())):
            if topic and self._readers.reach(person, topic):
                return topic
        if department not in topics:
            raise RefusedError(
                said("no topic is deployed for {department}: run {command}", department=department, command=FINISH)
            )
        raise RefusedError(
            said(
                "{person} has not confirmed the email subscription of {department}",
                person=person.id,
                department=department,
            )
        )

    def _has_opted_out(self, phone: str) -> bool:
        return self._client.check_if_phone_number_is_opted_out(phoneNumber=phone)["isOptedOut"]


def _attributes(policy: SmsPolicy) -> dict[str, "MessageAttributeValueTypeDef"]:
    told: dict[str, MessageAttributeValueTypeDef] = {
        "AWS.SNS.SMS.SMSType": {"DataType": "String", "StringValue": "Transactional"}
    }
    if policy.origination_number:
        told["AWS.MM.SMS.OriginationNumber"] = {"DataType": "String", "StringValue": policy.origination_number}
    if policy.sender_id:
        told["AWS.SNS.SMS.SenderID"] = {"DataType": "String", "StringValue": policy.sender_id}
    if policy.max_price is not None:
        told["AWS.SNS.SMS.MaxPrice"] = {"DataType": "Number", "StringValue": f"{policy.max_price / MILLIONTHS:g}"}
    return told


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        with translated("SNS"):
            yield
    except ClientError as error:
        reason = REFUSALS.get(error_code(error))
        if reason:
            raise RefusedError(reason) from error
        raise UnavailableError(said("SNS does not let us send: {code}", code=error_code(error))) from error
