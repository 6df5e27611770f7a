"""Which of a post's themes count: praise that a theme lets be, and other brands' trouble."""

from typing import Any

import pytest

from chalicelib.classifier import KeywordIndex
from chalicelib.domain.heard.classification import Classification, Intent, Sentiment
from chalicelib.domain.heard.mention import Network
from chalicelib.domain.judged.routing import Decision, decide
from chalicelib.domain.judged.themes import themes_of
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.routes import Action, Exemption, Route, Theme, Urgency
from tests.builders import a_classification, a_mention, policies_for

THEMES = {
    "legal": Theme(name="legal", phrases=("my lawyer",), urgent=True, unless=Exemption.PRAISE),
    "danger": Theme(name="danger", phrases=("smoke",), urgent=True),
    "baggage": Theme(name="baggage", phrases=("lost my bag",)),
}
LEGAL = Route(name="legal", themes=("legal",), department="care", urgency=Urgency.URGENT)
OTHERS = Route(
    name="others",
    when="classification.themes_of_others && !(classification.themes)",
    department="care",
    action=Action.WATCH,
)
BAGS = Route(name="bags", themes=("baggage",), department="care")


def rules(*routes: Route) -> Policies:
    return policies_for(themes=THEMES, routes=routes)


def read(text: str, sentiment: Sentiment, intent: Intent, **changes: Any) -> Classification:
    found = KeywordIndex({name: theme.phrases for name, theme in THEMES.items()}).find(text)
    return a_classification(sentiment, intent, keywords=found, **changes)


def decided(text: str, *routes: Route, sentiment: Sentiment, intent: Intent, **changes: Any) -> Decision:
    return decide(a_mention(text=text), read(text, sentiment, intent, **changes), rules(*routes))


PRAISED: dict[str, Any] = {"sentiment": Sentiment.POSITIVE, "intent": Intent.PRAISE}
BLAMED: dict[str, Any] = {"sentiment": Sentiment.NEGATIVE, "intent": Intent.COMPLAINT}


def test_a_theme_lets_be_what_reads_as_praise_and_the_route_says_so() -> None:
    decision = decided("my lawyer says you are the best", LEGAL, **PRAISED)

    assert (decision.action, decision.urgency) == (Action.IGNORE, Urgency.ROUTINE)
    assert decision.tried[0].why == "theme 'legal' is let be: the post reads as praise"


def test_the_same_words_in_a_complaint_never_wait() -> None:
    assert decided("my lawyer will call you", LEGAL, **BLAMED).urgency is Urgency.URGENT


@pytest.mark.parametrize(("confidence", "urgency"), [(0.59, Urgency.URGENT), (0.6, Urgency.ROUTINE)])
def test_a_weak_smile_is_no_praise(confidence: float, urgency: Urgency) -> None:
    smiling: dict[str, Any] = {"sentiment": Sentiment.POSITIVE, "intent": Intent.OTHER, "confidence": confidence}

    assert decided("my lawyer laughed", LEGAL, **smiling).urgency is urgency


def test_a_theme_that_lets_nothing_be_rings_in_praise_too() -> None:
    assert decided("lovely smoke in the cabin, thanks", LEGAL, **PRAISED).urgency is Urgency.URGENT


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("@dalair lost my bag, so I come to @wayfare", False),
        ("flew with @dalair and they lost my bag", False),
        ("@wayfare lost my bag", True),
        ("@wayfare @dalair you lost my bag", True),
        ("hello @dalair. They lost my bag", True),
        ("saw @dalair doing well, but wayfare lost my bag", True),
        ("you lost my bag @dalair laughed", True),
    ],
)
def test_trouble_belongs_to_the_account_named_before_it_in_its_clause(text: str, counts: bool) -> None:
    found = themes_of(a_mention(text=text), read(text, **BLAMED), rules(BAGS))

    assert (found.counting, found.of_others) == ((("baggage",), ()) if counts else ((), ("baggage",)))


def test_danger_counts_whosever_it_is() -> None:
    text = "@dalair there is smoke in here"

    assert themes_of(a_mention(text=text), read(text, **BLAMED), rules()).counting == ("danger",)


def test_a_handle_is_ours_on_its_own_network_only() -> None:
    text = "@wayfare lost my bag"
    elsewhere = a_mention(text=text, network=Network.BLUESKY)

    assert themes_of(elsewhere, read(text, **BLAMED), rules()).of_others == ("baggage",)


def test_a_route_may_ask_for_the_trouble_of_others() -> None:
    decision = decided("@dalair lost my bag, so I come to @wayfare", BAGS, OTHERS, **BLAMED)

    assert (decision.route, decision.action) == ("others", Action.WATCH)
    assert decision.tried[0].why == "theme 'baggage' is about @dalair"
