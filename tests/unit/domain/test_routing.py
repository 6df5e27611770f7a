"""Routing: the first route that matches decides, and urgent words never wait."""

from datetime import UTC, datetime

import pytest

from chalicelib.domain.heard.classification import Classification, Intent, Keyword, Label, Sentiment
from chalicelib.domain.heard.mention import Author, Mention, Network
from chalicelib.domain.judged.routing import Decision, Tried, decide
from chalicelib.domain.rules.brand import Brand
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.routes import Action, Route, Theme, Urgency
from chalicelib.domain.rules.tiers import Department

COMPLAINT = "classification.intent.value == 'complaint'"


def a_mention(followers: int | None = 12) -> Mention:
    return Mention(
        source="x",
        network=Network.X,
        id="1",
        url="https://x.example/1",
        text="@wayfare lost my bag",
        author=Author(id="9", handle="kim", followers=followers),
        posted_at=datetime(2026, 7, 1, 12, tzinfo=UTC),
        thread="1",
    )


def a_classification(*themes: str, intent: Intent = Intent.COMPLAINT) -> Classification:
    return Classification(
        sentiment=Label(value=Sentiment.NEGATIVE, confidence=0.9),
        intent=Label(value=intent, confidence=0.8),
        complaint=Label(value=intent is Intent.COMPLAINT, confidence=0.9),
        needs_answer=Label(value=True, confidence=0.9),
        language=Label(value="en", confidence=1.0),
        keywords=tuple(Keyword(theme=theme, phrase=theme, matched=theme, start=0, end=1) for theme in themes),
        model="test@1",
    )


def some_policies(*routes: Route) -> Policies:
    return Policies(
        version="1",
        brand=Brand(name="Wayfare"),
        people={},
        departments={name: Department(id=name, name=name, escalation=name) for name in ("care", "press", "it")},
        escalation={},
        routes=routes,
        duty_manager="dana",
        themes={
            "baggage": Theme(name="baggage", phrases=("lost bag",)),
            "injury": Theme(name="injury", phrases=("injured",), urgent=True),
        },
        fallback_department="care",
    )


def routed(*routes: Route, themes: tuple[str, ...] = (), intent: Intent = Intent.COMPLAINT) -> Decision:
    return decide(a_mention(), a_classification(*themes, intent=intent), some_policies(*routes))


def test_the_first_route_that_matches_wins() -> None:
    decision = routed(
        Route(name="praise", action=Action.IGNORE, when="classification.intent.value == 'praise'"),
        Route(name="complaints", department="care", when=COMPLAINT),
        Route(name="rest", department="press"),
    )

    assert (decision.route, decision.department, decision.action) == ("complaints", "care", Action.ALERT)
    assert decision.tried == (
        Tried(
            route="praise",
            matched=False,
            why="its condition does not hold: classification.intent.value == 'praise'",
        ),
        Tried(route="complaints", matched=True, why=f"{COMPLAINT} holds"),
    )


def test_a_route_without_conditions_takes_every_mention() -> None:
    assert routed(Route(name="rest", department="press")).reason == "route 'rest': it takes every mention"


def test_a_mention_that_no_route_matches_is_ignored() -> None:
    decision = routed(Route(name="bags", department="care", themes=("baggage",)))

    assert (decision.action, decision.reason) == (Action.IGNORE, "no route matched")
    assert decision.tried == (Tried(route="bags", matched=False, why="none of its themes matched: baggage"),)


def test_a_route_needs_its_theme_and_its_condition() -> None:
    bags = Route(name="bags", department="care", themes=("baggage",), when=COMPLAINT)

    decision = routed(bags, themes=("baggage",))
    assert decision.tried[-1].why == f"theme 'baggage' matched and {COMPLAINT} holds"
    assert routed(bags, themes=("baggage",), intent=Intent.QUESTION).route is None


def test_the_reason_that_people_read_names_themes_and_no_condition() -> None:
    bags = Route(name="bags", department="care", themes=("baggage",), when=COMPLAINT)
    complaints = Route(name="complaints", department="care", when=COMPLAINT)

    assert routed(bags, themes=("baggage",)).reason == "route 'bags': theme 'baggage' matched"
    assert routed(complaints, themes=("baggage",)).reason == "route 'complaints'"


def test_a_condition_may_ask_for_the_themes_that_matched() -> None:
    route = Route(name="bags", department="care", when="contains(classification.themes, 'baggage')")

    assert routed(route, themes=("baggage",)).route == "bags"
    assert routed(route).route is None


def test_reach_decides_where_it_is_known() -> None:
    loud = Route(name="loud", department="press", when="mention.author.followers >= `10`")
    policies = some_policies(loud)

    assert decide(a_mention(followers=10), a_classification(), policies).route == "loud"
    assert decide(a_mention(followers=9), a_classification(), policies).route is None
    assert decide(a_mention(followers=None), a_classification(), policies).route is None


def test_a_number_is_true_even_when_it_is_zero() -> None:
    assert routed(Route(name="likes", department="care", when="mention.engagement.likes")).route == "likes"


def test_a_condition_that_cannot_be_told_does_not_match_and_says_so() -> None:
    decision = routed(Route(name="bad", when="contains(mention.language, 'en')"), Route(name="rest", department="care"))

    assert decision.route == "rest"
    assert decision.tried[0].matched is False
    assert decision.tried[0].why.startswith("its condition cannot be told: In function contains()")


@pytest.mark.parametrize("when", ["contains(mention.text, `null`)", "(" * 3_000 + "mention.text" + ")" * 3_000])
def test_a_condition_that_raises_does_not_match_and_says_so(when: str) -> None:
    """A push refuses these; one of before may have let them through."""
    decision = routed(Route(name="bad", when=when), Route(name="rest", department="care"))

    assert decision.route == "rest"
    assert decision.tried[0].matched is False
    assert decision.tried[0].why.startswith("its condition cannot be told: ")


def test_a_condition_may_count_and_filter_the_keywords_that_were_found() -> None:
    found = a_classification("bags")
    route = Route(name="bags", department="care", when="length(classification.keywords[?theme == 'bags']) == `1`")

    assert decide(a_mention(), found, some_policies(route)).route == "bags"


def test_an_urgent_theme_makes_an_ignored_mention_an_urgent_alert() -> None:
    decision = routed(Route(name="all", action=Action.IGNORE), themes=("injury",))

    assert (decision.action, decision.urgency, decision.department) == (Action.ALERT, Urgency.URGENT, "care")
    assert decision.reason == "theme 'injury' never waits (route 'all': it takes every mention)"


def test_an_urgent_theme_keeps_the_department_of_the_route_that_matched() -> None:
    decision = routed(Route(name="app", department="it", action=Action.WATCH), themes=("injury",))

    assert (decision.action, decision.urgency, decision.department) == (Action.ALERT, Urgency.URGENT, "it")


def test_an_urgent_theme_without_a_department_goes_to_whoever_has_a_route_for_it() -> None:
    decision = routed(
        Route(name="all", action=Action.IGNORE),
        Route(name="harm", department="press", themes=("injury",)),
        themes=("injury",),
    )

    assert decision.department == "press"


def test_an_urgent_theme_is_heard_even_where_no_route_matches() -> None:
    decision = routed(themes=("injury",))

    assert (decision.action, decision.department) == (Action.ALERT, "care")
    assert decision.reason == "theme 'injury' never waits (no route matched)"


def test_an_urgent_theme_names_the_alert_though_others_matched_before_it() -> None:
    decision = routed(Route(name="bags", department="care", themes=("baggage",)), themes=("baggage", "injury"))

    assert decision.theme == "injury"


def test_an_urgent_route_gives_its_own_reason() -> None:
    harm = Route(name="harm", department="press", urgency=Urgency.URGENT, themes=("injury",))

    assert routed(harm, themes=("injury",)).reason == "route 'harm': theme 'injury' matched"


def test_the_theme_of_the_route_is_the_theme_of_the_mention() -> None:
    care = Route(name="bags", department="care", themes=("baggage",))

    assert routed(care, themes=("delay", "baggage")).theme == "baggage"
