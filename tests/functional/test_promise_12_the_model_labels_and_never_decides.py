"""Promise 12: the model labels, rules decide, and why shows every rule, confidence, version, notification and skip."""

import pytest
from msgspec.structs import replace

from chalicelib.domain.alert.notification import NotificationStatus
from chalicelib.domain.alert.opening import join, open_alert
from chalicelib.domain.errors import NotFoundError
from chalicelib.domain.judged.outcome import Outcome
from chalicelib.domain.judged.routing import decide
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Rota, Target, TargetKind
from chalicelib.domain.rules.routes import Action
from chalicelib.domain.rules.tiers import Tier
from chalicelib.pipeline.why import Explain
from tests.builders import NOON, QUARTER, a_classification, a_heard, a_mention, a_policy, policies_for, to_person
from tests.fakes import FakeStore


def explain_with(policies: Policies) -> tuple[Explain, str]:
    """A store that holds one alert about a_mention(), opened at NOON, and its id."""
    store = FakeStore()
    mention, classification = a_mention(), a_classification()
    decision = decide(mention, classification, policies)
    change = open_alert(mention, decision, policies=policies, at=NOON)
    heard = a_heard(
        mention,
        outcome=Outcome.TRIGGERED,
        alert_id=change.alert.id,
        classification=classification,
        decision=decision,
        reason=decision.reason,
    )
    store.save(change, heard=heard)
    return Explain(store, lambda: policies), change.alert.id


def test_the_surest_label_opens_nothing_where_no_rule_asks_for_it() -> None:
    sure = a_classification(confidence=1.0)

    assert decide(a_mention(), sure, policies_for(routes=())).action is Action.IGNORE
    assert decide(a_mention(), sure, policies_for()).action is Action.ALERT


def test_why_shows_every_route_tried_and_each_confidence() -> None:
    explain, alert = explain_with(policies_for())

    [mention] = explain.why(alert).mentions

    assert [(tried.route, tried.matched) for tried in mention.tried] == [("complaints", True)]
    assert {(found.label, found.value): found.confidence for found in mention.confidences}["intent", "complaint"] == 0.9
    assert mention.policies_version == "v1"


def test_why_shows_each_notification_and_what_became_of_it() -> None:
    explain, alert = explain_with(policies_for())

    assert [(told.notification, told.status) for told in explain.why(alert).notifications] == [
        (f"{alert}/0.1/ana.email", "owed"),
        (f"{alert}/0.1/ana.sms", "deferred"),
    ]


@pytest.mark.parametrize("status", [NotificationStatus.SKIPPED, NotificationStatus.REFUSED])
def test_why_shows_what_was_never_sent_and_the_reason(status: NotificationStatus) -> None:
    explain, alert = explain_with(policies_for())
    owed = explain.store.notifications(alert)
    explain.store.mark([replace(each, status=status, reason="nobody wanted it") for each in owed])

    assert [(told.status, told.reason) for told in explain.why(alert).notifications] == [
        (status, "nobody wanted it")
    ] * 2


def test_why_shows_every_mention_that_joined_and_whether_each_needs_an_answer() -> None:
    explain, alert = explain_with(policies := policies_for())
    found, later, read = explain.store.alert(alert), a_mention("2", thread="1"), a_classification()
    assert found
    decision = decide(later, read, policies)
    joined = join(found, later, decision, policies=policies, at=NOON)
    heard = a_heard(later, alert_id=alert, classification=read, decision=decision)
    explain.store.save(joined, heard=heard)

    mentions = explain.why(alert).mentions

    assert [mention.mention for mention in mentions] == ["x:1", "x:2"]
    sure = {found.label: found.confidence for mention in mentions for found in mention.confidences}
    assert sure["needs_answer"] == read.needs_answer.confidence


def test_a_mention_is_explained_by_its_own_key_too() -> None:
    explain, alert = explain_with(policies_for())

    found = explain.why("x:1")

    assert found.alert is not None
    assert found.alert.id == alert


def test_why_not_me_names_who_had_the_shift() -> None:
    rota = Rota(id="care", members=("ana", "ben"), starts=NOON.replace(tzinfo=None))
    policy = replace(a_policy("ana"), tiers=(Tier(notify=(Target(kind=TargetKind.ROTA, id="care"),), wait=QUARTER),))
    explain, alert = explain_with(policies_for(policy, rotas={"care": rota}))

    assert explain.why(alert, person="ben").why_not == ("cycle 0, tier 1: ana was on call in rota 'care'",)
    assert explain.why(alert, person="ana").why_not == ("cycle 0, tier 1: was told",)
    assert explain.why(alert, person="zoe").why_not == ("cycle 0, tier 1: the tier does not name them",)


def test_why_not_me_says_what_a_skipped_tier_lacked() -> None:
    policy = replace(a_policy("ana"), tiers=(Tier(notify=(to_person("zoe"),), wait=QUARTER), *a_policy("ana").tiers))
    policies = policies_for(policy)
    zoe = replace(policies.people["zoe"], phone=None, email=None)
    explain, alert = explain_with(replace(policies, people=policies.people | {"zoe": zoe}))

    assert explain.why(alert, person="zoe").why_not[0] == "cycle 0, tier 1: zoe has no phone and no email"


def test_asking_about_nothing_says_how_to_ask() -> None:
    explain, _ = explain_with(policies_for())

    with pytest.raises(NotFoundError, match="a mention is named network:id"):
        explain.why("nonsense")
