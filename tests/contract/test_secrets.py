"""The stage's secrets: read once, when asked for, and named when they are missing."""

from collections.abc import Iterator
from dataclasses import dataclass

import boto3
import pytest
from botocore.exceptions import ClientError

from chalicelib.adapters.secrets import Secrets
from chalicelib.domain.errors import SettingsError, UnavailableError
from tests.contract.faults import Faults

PATH = "/earshot/test/"


@dataclass(frozen=True)
class Ssm:
    """A parameter store that holds a link key."""

    secrets: Secrets
    faults: Faults


@pytest.fixture
def ssm(account: None) -> Iterator[Ssm]:
    client = boto3.client("ssm")
    client.put_parameter(Name=f"{PATH}link-key", Value="a-key", Type="SecureString")
    yield Ssm(secrets=Secrets(client, PATH), faults=Faults(client))
    boto3.client("ssm").delete_parameter(Name=f"{PATH}link-key")


def test_a_secret_is_decrypted_and_read_once(ssm: Ssm) -> None:
    assert [ssm.secrets["link-key"] for _ in range(3)] == ["a-key"] * 3

    [sent] = ssm.faults.sent("GetParameter")
    assert sent == {"Name": "/earshot/test/link-key", "WithDecryption": True}


def test_nothing_is_read_before_it_is_asked_for(ssm: Ssm) -> None:
    assert (list(ssm.secrets), len(ssm.secrets)) == ([], 0)
    assert ssm.secrets["link-key"] == "a-key"

    assert (list(ssm.secrets), len(ssm.secrets)) == (["link-key"], 1)
    assert ssm.faults.asked == ["GetParameter"]


def test_the_slash_at_the_paths_end_is_a_matter_of_taste(account: None, ssm: Ssm) -> None:
    assert Secrets(boto3.client("ssm"), PATH.rstrip("/"))["link-key"] == "a-key"


def test_a_missing_secret_is_named_with_what_to_do(ssm: Ssm) -> None:
    with pytest.raises(SettingsError) as raised:
        ssm.secrets["x-bearer-token"]

    assert str(raised.value) == (
        "the secret /earshot/test/x-bearer-token is missing: put it into SSM as a SecureString"
    )


def test_a_secret_that_one_can_do_without_is_asked_for_as_of_any_mapping(ssm: Ssm) -> None:
    assert ssm.secrets.get("x-bearer-token") is None
    assert "x-bearer-token" not in ssm.secrets
    assert ssm.secrets.get("link-key") == "a-key"


def test_a_secret_put_later_is_found_later(ssm: Ssm) -> None:
    assert ssm.secrets.get("webhook-secret") is None
    boto3.client("ssm").put_parameter(Name=f"{PATH}webhook-secret", Value="whsec_eA==", Type="SecureString")

    assert ssm.secrets["webhook-secret"] == "whsec_eA=="


def test_a_parameter_store_that_throttles_can_be_tried_again(ssm: Ssm) -> None:
    ssm.faults.fail("GetParameter", "ThrottlingException")

    with pytest.raises(UnavailableError):
        ssm.secrets["link-key"]
    assert ssm.secrets["link-key"] == "a-key"


def test_a_right_that_is_missing_is_not_taken_for_a_missing_secret(ssm: Ssm) -> None:
    ssm.faults.fail("GetParameter", "AccessDeniedException")

    with pytest.raises(ClientError, match="AccessDenied"):
        ssm.secrets.get("link-key")


def test_a_session_is_replaced_and_read_anew(ssm: Ssm) -> None:
    assert ssm.secrets.fresh("bluesky-session") is None

    for value in ("one", "two"):
        ssm.secrets.keep("bluesky-session", value)
        assert ssm.secrets.fresh("bluesky-session") == value

    assert {(sent["Type"], sent["Overwrite"]) for sent in ssm.faults.sent("PutParameter")} == {("SecureString", True)}
    boto3.client("ssm").delete_parameter(Name=f"{PATH}bluesky-session")


@pytest.mark.parametrize(
    ("operation", "code"), [("GetParameter", "AccessDeniedException"), ("PutParameter", "AccessDeniedException")]
)
def test_what_may_not_be_kept_is_said_without_its_value(ssm: Ssm, operation: str, code: str) -> None:
    ssm.faults.fail(operation, code)

    with pytest.raises(
        SettingsError, match=f"the secret {PATH}bluesky-session cannot be kept: SSM says {code}"
    ) as raised:
        ssm.secrets.fresh("bluesky-session")
        ssm.secrets.keep("bluesky-session", "s3cret")
    assert "s3cret" not in str(raised.value)
