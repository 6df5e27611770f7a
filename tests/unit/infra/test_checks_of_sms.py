"""What the doctor sees of SMS: who they come from, whether SNS may use it, and who said STOP."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.stub import Stubber

from chalicelib.domain.rules.brand import SmsPolicy
from infra.checks.finding import Finding, Verdict
from infra.checks.sms import check_opted_out, check_origin
from tests.aws import aws

if TYPE_CHECKING:
    from mypy_boto3_pinpoint_sms_voice_v2 import PinpointSMSVoiceV2Client

NUMBER, ARN = "+12025550100", "arn:aws:sms-voice:eu-central-1:123456789012:phone-number/phone-1"
TOPIC = "earshot-dev-sms-answers"
LETS_SNS = '{"Statement": [{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}}]}'
NAMED = SmsPolicy(origination_number=NUMBER)


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with aws(monkeypatch):
        yield


@pytest.fixture
def voice(account: None) -> "PinpointSMSVoiceV2Client":
    return boto3.client("pinpoint-sms-voice-v2")


def a_number(**changed: Any) -> dict[str, Any]:
    told = {
        "PhoneNumberArn": ARN,
        "PhoneNumber": NUMBER,
        "Status": "ACTIVE",
        "IsoCountryCode": "US",
        "MessageType": "TRANSACTIONAL",
        "NumberCapabilities": ["SMS"],
        "NumberType": "TOLL_FREE",
        "MonthlyLeasingPrice": "2.00",
        "TwoWayEnabled": True,
        "TwoWayChannelArn": f"arn:aws:sns:eu-central-1:123456789012:{TOPIC}",
        "SelfManagedOptOutsEnabled": False,
        "OptOutListName": "Default",
        "DeletionProtectionEnabled": False,
        "CreatedTimestamp": 0,
    }
    return told | changed


def looked_at(
    voice: "PinpointSMSVoiceV2Client",
    sms: SmsPolicy,
    *numbers: dict[str, Any],
    policy: str | None = LETS_SNS,
    phones: tuple[str, ...] = ("+4930123456",),
    answers: str | None = None,
) -> list[Finding]:
    with Stubber(voice) as stub:
        stub.add_response("describe_phone_numbers", {"PhoneNumbers": list(numbers)})
        if policy is None:
            stub.add_client_error("get_resource_policy", "ResourceNotFoundException")
        else:
            stub.add_response("get_resource_policy", {"ResourceArn": ARN, "Policy": policy})
        return list(check_origin(voice, sms, phones=list(phones), answers=answers))


def test_a_number_that_sns_may_use_is_good(voice: "PinpointSMSVoiceV2Client") -> None:
    [found] = looked_at(voice, NAMED, a_number(), answers=TOPIC)

    assert found.verdict is Verdict.GOOD
    assert found.found == f"{NUMBER} sends and receives"


@pytest.mark.parametrize(
    ("changed", "policy", "answers", "said"),
    [
        ({}, None, None, "its resource policy does not let SNS send from it"),
        ({}, '{"Statement": []}', None, "its resource policy does not let SNS send from it"),
        ({"Status": "PENDING"}, LETS_SNS, None, "it is PENDING"),
        ({"NumberCapabilities": ["VOICE"]}, LETS_SNS, None, "it cannot send SMS"),
        ({"MessageType": "PROMOTIONAL"}, LETS_SNS, None, "it is for PROMOTIONAL messages"),
        ({"TwoWayEnabled": False}, LETS_SNS, TOPIC, "answers by SMS are offered, and it does not receive"),
        ({"TwoWayChannelArn": f"{ARN}-else"}, LETS_SNS, TOPIC, f"what it receives does not go to {TOPIC}"),
    ],
)
def test_a_number_that_cannot_do_what_is_asked_of_it_is_at_fault(
    voice: "PinpointSMSVoiceV2Client", changed: dict[str, Any], policy: str | None, answers: str | None, said: str
) -> None:
    [found] = looked_at(voice, NAMED, a_number(**changed), policy=policy, answers=answers)

    assert found.verdict is Verdict.FAULT
    assert said in found.found


def test_a_number_of_another_account_is_at_fault(voice: "PinpointSMSVoiceV2Client") -> None:
    [found] = looked_at(voice, SmsPolicy(origination_number="+12025550177"), a_number())

    assert found.verdict is Verdict.FAULT
    assert "+12025550177 is not a number of this account" in found.found


@pytest.mark.parametrize(("phones", "verdict"), [(("+12025550101",), Verdict.FAULT), (("+4930123456",), Verdict.NOTE)])
def test_without_a_number_nothing_arrives_in_north_america(
    voice: "PinpointSMSVoiceV2Client", phones: tuple[str, ...], verdict: Verdict
) -> None:
    [found] = looked_at(voice, SmsPolicy(), phones=phones)

    assert found.verdict is verdict


def test_a_sender_id_says_where_it_is_shown(voice: "PinpointSMSVoiceV2Client") -> None:
    with Stubber(voice) as stub:
        stub.add_response("describe_phone_numbers", {"PhoneNumbers": []})
        sender = {"SenderIdArn": ARN, "SenderId": "WAYFARE", "MessageTypes": ["TRANSACTIONAL"]}
        shared = {"MonthlyLeasingPrice": "0", "DeletionProtectionEnabled": False, "Registered": True}
        stub.add_response("describe_sender_ids", {"SenderIds": [{**sender, **shared, "IsoCountryCode": "DE"}]})
        shown, _ = check_origin(voice, SmsPolicy(sender_id="WAYFARE"), phones=[], answers=None)

    assert shown.found == "WAYFARE is shown in DE"


def test_who_said_stop_is_named(account: None) -> None:
    """moto holds every number that ends in 99 to have opted out."""
    [found] = check_opted_out(boto3.client("sns"), {"ana": "+12025550101", "ben": "+12025550199"})

    assert found.verdict is Verdict.FAULT
    assert "get no SMS: ben" in found.found
