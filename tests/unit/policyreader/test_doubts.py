"""What a push lets pass and still names: whom nothing ever reaches, and urgent alerts that ring no phone."""

from msgspec.structs import replace

from chalicelib.domain.heard.mention import Network
from chalicelib.domain.rules.person import Channel
from chalicelib.domain.rules.tiers import Tier
from policyreader import doubts
from tests.builders import QUARTER, a_person, a_policy, policies_for, to_person


def test_somebody_whom_nothing_names_is_named() -> None:
    people = {id: a_person(id) for id in ("ana", "ben", "dana", "noor")}
    people["priya"] = a_person("priya", handles={Network.X: "priya_wayfare"})
    people["tom"] = a_person("tom", email=None)

    assert list(doubts(policies_for(people=people))) == [
        "people.people.noor: is in no tier and no rota and has no handle, so nothing is ever sent to them"
    ]


def test_a_department_whose_urgent_alerts_reach_only_an_inbox_is_named() -> None:
    by_email = (Tier(notify=(to_person("ana", Channel.EMAIL),), wait=QUARTER),)
    people = {id: a_person(id) for id in ("ana", "dana")}
    rules = policies_for(replace(a_policy(), tiers=by_email), people=people)

    assert list(doubts(rules)) == ["escalation.care: urgent alerts of care reach only an inbox"]
    assert list(doubts(replace(rules, escalation={"care": a_policy("ana")}))) == []
