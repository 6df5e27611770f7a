"""Promise 12: the model labels, rules decide, and why shows every rule, confidence, version, notification and skip."""

import pytest
from msgspec.structs import replace

from chalicelib.domain.alert.opening import open_alert
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
