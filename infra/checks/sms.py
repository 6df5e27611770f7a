"""Looks at whether SMS leave and arrive: the account's limits, who they come from, and the phones that said STOP."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.domain.deployment import Deployment
from chalicelib.domain.rules.brand import SmsPolicy
from chalicelib.domain.rules.compiled import Policies
from infra.checks.finding import Finding, fault, good, note
from infra.stage import Stage

if TYPE_CHECKING:
    from mypy_boto3_pinpoint_sms_voice_v2 import PinpointSMSVoiceV2Client
    from mypy_boto3_pinpoint_sms_voice_v2.type_defs import PhoneNumberInformationTypeDef
    from mypy_boto3_sns import SNSClient

DEFAULT_LIMIT = "1"
"""US dollars a month that AWS lets a new account spend on SMS."""
NORTH_AMERICA = "+1"
"""Where no SMS arrives that does not come from a number of the account."""
SNS = "sns.amazonaws.com"
WHERE = 'docs/operating.md, "SMS"'


def check_sms(policies: Policies | None, deployment: Deployment, stage: Stage) -> Iterator[Finding]:
    """The account may send SMS to everybody, from what the brand says, and nobody's phone said STOP."""
    phones = _phones(policies)
    if policies is None or not phones:
        return
    sns = boto3.client("sns")
    yield from check_limits(sns)
    try:
        yield from check_origin(
            boto3.client("pinpoint-sms-voice-v2"),
            policies.brand.sms,
            phones=list(phones.values()),
            answers=stage.sms_topic if deployment.sms_replies else None,
        )
    except (BotoCoreError, ClientError) as error:
        yield note("sms", f"the account's phone numbers cannot be read: {error}")
    yield from check_opted_out(sns, phones)


def check_limits(sns: "SNSClient") -> Iterator[Finding]:
    """The account may send SMS to anybody, and for more than the first dollar."""
    try:
        sandboxed = sns.get_sms_sandbox_account_status()["IsInSandbox"]
        limit = sns.get_sms_attributes(attributes=["MonthlySpendLimit"])["attributes"].get(
            "MonthlySpendLimit", DEFAULT_LIMIT
        )
    except ClientError as error:
        yield note("sms", f"the account's SMS limits cannot be read: {error}")
        return
    if sandboxed:
        yield fault(
            "sms", "the account is in the SMS sandbox: only verified numbers are reached (SNS console, Text messaging)"
        )
    elif limit == DEFAULT_LIMIT:
        yield fault("sms", "SMS end after $1 a month: ask AWS Support for a higher MonthlySpendLimit")
    else:
        yield good("sms", f"out of the sandbox, up to ${limit} a month")


def check_origin(
    voice: "PinpointSMSVoiceV2Client", sms: SmsPolicy, *, phones: list[str], answers: str | None
) -> Iterator[Finding]:
    """What SMS come from is the account's, and SNS may use it. `answers` is the topic to hear what comes in."""
    pages = voice.get_paginator("describe_phone_numbers").paginate()
    numbers = {number["PhoneNumber"]: number for page in pages for number in page["PhoneNumbers"]}
    if sms.sender_id:
        yield from _sender_id(voice, sms.sender_id)
    if sms.origination_number is None:
        yield from _unnamed(numbers, phones)
    elif sms.origination_number in numbers:
        yield from _number(voice, numbers[sms.origination_number], answers)
    else:
        yield fault("sms origin", f"{sms.origination_number} is not a number of this account and region ({WHERE})")


def check_opted_out(sns: "SNSClient", phones: dict[str, str]) -> Iterator[Finding]:
    """Nobody whom the policies would call said STOP. `phones` maps people's ids to their numbers."""
    try:
        stopped = [
            person
            for person, phone in phones.items()
            if sns.check_if_phone_number_is_opted_out(phoneNumber=phone)["isOptedOut"]
        ]
    except ClientError as error:
        yield note("sms", f"which phones said STOP cannot be read: {error}")
        return
    if stopped:
        yield fault(
            "sms", f'these said STOP and get no SMS: {", ".join(stopped)} (docs/operating.md, "Stopped phones")'
        )
    else:
        yield good("sms", f"none of {len(phones)} phones said STOP")


def _phones(policies: Policies | None) -> dict[str, str]:
    people = policies.people.values() if policies else ()
    return {person.id: person.phone for person in people if person.phone}


def _unnamed(numbers: dict[str, "PhoneNumberInformationTypeDef"], phones: list[str]) -> Iterator[Finding]:
    american = sum(phone.startswith(NORTH_AMERICA) for phone in phones)
    if numbers:
        yield note("sms origin", f"AWS chooses among {len(numbers)} numbers: name one in brand.yaml ({WHERE})")
    elif american:
        yield fault(
            "sms origin", f"{american} phones are in North America, where nothing arrives without a number ({WHERE})"
        )
    else:
        yield note("sms origin", f"the account has no number of its own: not every country lets SMS in so ({WHERE})")


def _number(
    voice: "PinpointSMSVoiceV2Client", number: "PhoneNumberInformationTypeDef", answers: str | None
) -> Iterator[Finding]:
    name = number["PhoneNumber"]
    wrong = [*_unfit(number), *_deaf(number, answers)]
    if not _sns_may_use(voice, number["PhoneNumberArn"]):
        wrong.append("its resource policy does not let SNS send from it")
    for what in wrong:
        yield fault("sms origin", f"{name}: {what} ({WHERE})")
    if not wrong:
        yield good("sms origin", f"{name} sends" + (" and receives" if answers else ""))


def _unfit(number: "PhoneNumberInformationTypeDef") -> Iterator[str]:
    if number["Status"] != "ACTIVE":
        yield f"it is {number['Status']}"
    if "SMS" not in number["NumberCapabilities"]:
        yield "it cannot send SMS"
    if number["MessageType"] != "TRANSACTIONAL":
        yield f"it is for {number['MessageType']} messages"


def _deaf(number: "PhoneNumberInformationTypeDef", answers: str | None) -> Iterator[str]:
    if answers and not number["TwoWayEnabled"]:
        yield "answers by SMS are offered, and it does not receive"
    elif answers and not number.get("TwoWayChannelArn", "").endswith(f":{answers}"):
        yield f"answers by SMS are offered, and what it receives does not go to {answers}"


def _sns_may_use(voice: "PinpointSMSVoiceV2Client", arn: str) -> bool:
    """Whether its policy names SNS: what else the policy says is not judged here."""
    try:
        return SNS in voice.get_resource_policy(ResourceArn=arn).get("Policy", "")
    except voice.exceptions.ResourceNotFoundException:
        return False


def _sender_id(voice: "PinpointSMSVoiceV2Client", sender_id: str) -> Iterator[Finding]:
    pages = voice.get_paginator("describe_sender_ids").paginate()
    countries = [
        found["IsoCountryCode"] for page in pages for found in page["SenderIds"] if found["SenderId"] == sender_id
    ]
    if countries:
        yield good("sms origin", f"{sender_id} is shown in {', '.join(sorted(countries))}")
    else:
        yield note("sms origin", f"{sender_id} is registered nowhere: countries that ask for it show another ({WHERE})")
