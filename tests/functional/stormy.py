"""A town with three departments and a crisis rule, where many people post at once."""

from typing import Any

from msgspec.structs import replace

from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.routes import Route, Theme
from chalicelib.domain.rules.storms import CrisisRule, StormRule
from chalicelib.domain.rules.tiers import Department
from tests.builders import a_policy
from tests.functional.town import Town, town_policies

STATEMENT = "Our systems are down. Nobody's booking is lost. Updates every 30 minutes."
RULE = CrisisRule(department="press", escalation="crisis", statement=STATEMENT, floor=50)


def stormy_policies(**changes: Any) -> Policies:
    """Care (ana, ben) has delays and cabins, baggage (mei, kofi) has baggage, press (zoe, omar) has crises."""
    base = town_policies(
        departments={
            name: Department(id=name, name=name.title(), escalation=escalation)
            for name, escalation in {"care": "care", "baggage": "baggage", "press": "crisis"}.items()
        },
        escalation={
            "care": a_policy("ana", "ben"),
            "baggage": a_policy("mei", "kofi"),
            "crisis": a_policy("zoe", "omar"),
        },
        themes={
            "delays": Theme(name="delays", phrases=("hours",)),
            "cabin": Theme(name="cabin", phrases=("broken",)),
            "baggage": Theme(name="baggage", phrases=("lost",)),
            "safety": Theme(name="safety", phrases=("smoke",), urgent=True),
        },
        routes=(
            Route(name="baggage", department="baggage", themes=("baggage",)),
            Route(name="complaints", department="care", when="classification.intent.value == 'complaint'"),
        ),
        storm=StormRule(after=5),
        crisis=RULE,
    )
    return replace(base, **changes)


def a_stormy_town(**changes: Any) -> Town:
    return Town(stormy_policies(**changes))


def posts_about_delays(town: Town, count: int, *, first: int = 0) -> list[Mention]:
    """That many people complain at once, each on their own; `first` is where their numbers begin."""
    numbers = range(first, first + count)
    return [town.post("x", f"three hours at gate {number}", by=f"late{number}") for number in numbers]


def words_for(town: Town, person: str) -> list[str]:
    """Everything that a person's phone got so far; the story need not expect each."""
    got = [message for message in town.world.phone.delivered if message.person == person]
    for message in got:
        town.read(message)
    return [message.text for message in got]
