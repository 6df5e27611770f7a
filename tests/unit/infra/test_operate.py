"""The operator's steps can be taken twice, and take nothing back that somebody relies on."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from msgspec.structs import replace

from chalicelib.domain.deployment import Deployment
from chalicelib.domain.rules.brand import SourcePolicy
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Channel
from infra import secrets
from infra.chalice import rest_api_url
from infra.checks.finding import Verdict
from infra.checks.people import check_secrets
from infra.errors import OperatorError
from infra.records import finish, push
from infra.stage import Stage
from infra.topics import email_subscriptions, readers, subscribe_everybody
from tests.aws import aws
from tests.builders import NOON, a_person, a_policy, policies_for, to_person
from tests.fakes import FakeStore

STAGE = Stage("dev")


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with aws(monkeypatch):
        yield


def filters(topic: str) -> dict[str, Any]:
    """Address -> the people whose messages its subscription asks for."""
    sns = boto3.client("sns")
    return {
        found["Endpoint"]: json.loads(
            sns.get_subscription_attributes(SubscriptionArn=found["SubscriptionArn"])["Attributes"]["FilterPolicy"]
        )["person"]
        for found in sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    }


def test_a_secret_is_never_overwritten(account: None) -> None:
    assert secrets.make_missing(STAGE) == ["link-key", "webhook-secret"]
    first = boto3.client("ssm").get_parameter(Name=STAGE.secret("webhook-secret"), WithDecryption=True)

    assert secrets.make_missing(STAGE) == []
    again = boto3.client("ssm").get_parameter(Name=STAGE.secret("webhook-secret"), WithDecryption=True)

    assert first["Parameter"]["Value"] == again["Parameter"]["Value"]
    assert first["Parameter"]["Value"].startswith("whsec_")
    assert secrets.present(STAGE) == {"link-key", "webhook-secret"}


def test_a_webhook_source_whose_token_nobody_stored_is_a_fault(account: None) -> None:
    secrets.make_missing(STAGE)
    source = SourcePolicy(name="reviews", kind="webhook", token="inbound-reviews")
    brand = replace(policies_for().brand, sources=(source,))
    policies = policies_for(brand=brand)

    [lacking] = [each.found for each in check_secrets(policies, STAGE) if each.verdict is Verdict.FAULT]
    assert lacking == (
        "/earshot/dev/inbound-reviews is missing: "
        "aws ssm put-parameter --type SecureString --name /earshot/dev/inbound-reviews --value ..."
    )
    secrets.put_once(STAGE, "inbound-reviews", "a-token-of-reviews-0123456789")
    assert [each.verdict for each in check_secrets(policies, STAGE)] == [Verdict.GOOD]


def test_whoever_a_department_can_tell_reads_its_topic_and_the_duty_manager_too() -> None:
    policies = policies_for(a_policy("ana", "ben"))

    assert [person.id for person in readers(policies, "care")] == ["ana", "ben", policies.duty_manager]


def test_who_is_told_by_sms_only_is_not_asked_to_confirm_an_email() -> None:
    tier = replace(a_policy("ben").tiers[0], notify=(to_person("ben", Channel.SMS),))
    policies = policies_for(replace(a_policy("ana"), tiers=(a_policy("ana").tiers[0], tier)))

    assert "ben" not in [person.id for person in readers(policies, "care")]


def test_everybody_gets_their_own_messages_only(account: None) -> None:
    topics = subscribe_everybody(STAGE, policies_for(a_policy("ana", "ben")))

    assert filters(topics["care"])["ana@wayfare.example"] == ["ana"]
    assert filters(topics["care"])["ben@wayfare.example"] == ["ben"]


def test_two_people_with_one_mailbox_share_one_subscription(account: None) -> None:
    policies = sharing_a_mailbox(policies_for(a_policy("ana", "ben")))

    topics = subscribe_everybody(STAGE, policies)

    assert filters(topics["care"])["desk@wayfare.example"] == ["ana", "ben"]


def sharing_a_mailbox(policies: Policies) -> Policies:
    both = {id: a_person(id, email="desk@wayfare.example") for id in ("ana", "ben")}
    return replace(policies, people=policies.people | both)


def test_subscribing_twice_subscribes_once_and_who_left_is_unsubscribed(account: None) -> None:
    subscribe_everybody(STAGE, policies_for(a_policy("ana", "ben")))
    topics = subscribe_everybody(STAGE, policies_for(a_policy("ana", "zoe")))
    again = subscribe_everybody(STAGE, policies_for(a_policy("ana", "zoe")))

    addresses = [found.address for found in email_subscriptions(again["care"])]
    assert topics == again
    assert sorted(addresses) == ["ana@wayfare.example", "dana@wayfare.example", "zoe@wayfare.example"]


def test_a_push_keeps_the_public_address_and_a_finish_keeps_the_topics(account: None) -> None:
    records = FakeStore()
    finish(STAGE, records, public_url="https://earshot.example/api/")
    pushed = push(STAGE, records, policies_for(), at=NOON)

    finished = finish(STAGE, records, public_url="https://earshot.example/api")

    assert pushed == finished == records.deployment()
    assert finished == Deployment(public_url="https://earshot.example/api", topics=pushed.topics)
    assert list(finished.topics) == ["care"]


def test_a_stage_that_was_never_deployed_says_how_to_deploy_it(tmp_path: Any) -> None:
    with pytest.raises(OperatorError, match="chalice deploy --stage dev"):
        rest_api_url(tmp_path, STAGE)
