"""The emulator enforces IAM, so what the stories do is what infra/iam/ allows: here is what it does not."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from infra.stage import Stage
from tests.e2e.local_run import REPOSITORY, LocalRun, emulator_of

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("e2e")]

STAGE = Stage("local")
POLICIES = REPOSITORY / "infra" / "iam" / "local"

Client = Callable[[str], Any]
"""Makes a boto3 client of somebody who has the rights of one function."""


@pytest.fixture
def with_rights_of(run: LocalRun, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Client]:
    for name, value in emulator_of(run).items():
        monkeypatch.setenv(name, value)
    return lambda role: somebody(POLICIES / f"{role}.json")


def somebody(policy: Path) -> Client:
    iam = boto3.client("iam")
    name = policy.stem
    iam.create_user(UserName=name)
    iam.put_user_policy(UserName=name, PolicyName="same", PolicyDocument=policy.read_text())
    key = iam.create_access_key(UserName=name)["AccessKey"]
    session = boto3.Session(aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"])
    make: Client = session.client  # type: ignore[assignment]  # overloaded for each service
    return make


def test_what_reads_sources_cannot_tell_anybody_anything(with_rights_of: Callable[[str], Client]) -> None:
    client = with_rights_of("read_sources")

    with pytest.raises(ClientError, match="not authorized"):
        client("sns").publish(PhoneNumber="+12025550101", Message="hello")
    with pytest.raises(ClientError, match="not authorized"):
        client("ssm").get_parameter(Name=STAGE.secret("link-key"))


def test_what_only_says_whose_turn_it_is_reads_no_secret(with_rights_of: Callable[[str], Client]) -> None:
    client = with_rights_of("collect_mentions")

    with pytest.raises(ClientError, match="not authorized"):
        client("ssm").get_parameter(Name=STAGE.secret("x-bearer-token"))


def test_what_delivers_reaches_phones_and_departments_but_no_other_topic(
    run: LocalRun, with_rights_of: Callable[[str], Client]
) -> None:
    foreign = boto3.client("sns").create_topic(Name="payroll")["TopicArn"]
    sns = with_rights_of("deliver_notifications")("sns")

    assert sns.publish(PhoneNumber="+12025550199", Message="hello")["MessageId"]
    with pytest.raises(ClientError, match="not authorized"):
        sns.publish(TopicArn=foreign, Message="hello")
