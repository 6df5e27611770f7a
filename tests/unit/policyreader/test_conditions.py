"""Conditions that some mention can fulfil are taken as they are written."""

import pytest
from jmespath import compile as compiled

from chalicelib.domain.heard.classification import Classification, Intent, Keyword, Label, Sentiment
from chalicelib.domain.judged.routing import routing_document
from chalicelib.domain.judged.themes import Themes
from policyreader.conditions import DOCUMENT, parse_condition
from policyreader.forms import Fields
from tests.unit.domain.test_routing import a_mention


@pytest.mark.parametrize(
    "expression",
    [
        "mention.author.followers >= `1000` && !(mention.author.verified)",
        "classification.intent.value == 'complaint' || classification.sentiment.confidence > `0.9`",
        "contains(['question', 'request'], classification.intent.value)",
        "contains(classification.themes, 'baggage')",
        "classification.keywords[?theme == 'baggage'].phrase | [0]",
        "length(classification.keywords[].matched) > `2`",
        "starts_with(mention.text, '@wayfare') && mention.network == 'mastodon'",
        "mention.engagement.reposts > `50` && mention.language != 'en'",
        "not_null(mention.title, mention.text) != ''",
        "mention.posted_at >= '2026-01-01'",
        "sort_by(classification.keywords, &start)[0].theme == 'baggage'",
        "classification.keywords[0:2].theme",
        "mention.engagement.* | max(@) > `50`",
        "{big: mention.author.followers}.big > `10`",
    ],
)
def test_a_condition_on_what_there_is_is_taken(expression: str) -> None:
    assert parse_condition(expression) == expression


@pytest.mark.parametrize(
    ("expression", "fault"),
    [
        ("classification.keywords[?thema == 'a']", "has no 'thema' (did you mean 'theme'?)"),
        ("classification.keywords[].word", "has no 'word'"),
        ("mention.network == 'twitter'", "nothing there is 'twitter'"),
        ("length(mention.auther) > `1`", "has no 'auther' (did you mean 'author'?)"),
        ("mention.themes", "has no 'themes'"),
        ("mention.engagment.* | max(@) > `50`", "has no 'engagment' (did you mean 'engagement'?)"),
        ("classification.sentiment == mention.text.raw", "'raw' is asked of something that has no fields"),
    ],
)
def test_a_condition_on_what_there_never_is_is_refused(expression: str, fault: str) -> None:
    with pytest.raises(ValueError, match="can never hold") as refused:
        parse_condition(expression)

    assert fault in str(refused.value)


def test_what_a_condition_may_ask_is_what_routing_gives_it() -> None:
    keyword = Keyword(theme="baggage", phrase="lost bag", matched="lost bag", start=0, end=8)
    classification = Classification(
        sentiment=Label(value=Sentiment.NEGATIVE, confidence=0.9),
        intent=Label(value=Intent.COMPLAINT, confidence=0.9),
        complaint=Label(value=True, confidence=0.9),
        needs_answer=Label(value=True, confidence=0.9),
        language=Label(value="en", confidence=1.0),
        keywords=(keyword,),
        model="test@1",
    )
    document = routing_document(a_mention(), classification, Themes(("baggage",)))

    assert _names(DOCUMENT) == {f"{part}.{field}" for part, fields in document.items() for field in fields}
    assert compiled("classification.themes[0]").search(document) == "baggage"


def _names(document: Fields) -> set[str]:
    return {
        f"{part}.{field}"
        for part, fields in document.parts.items()
        if isinstance(fields, Fields)
        for field in fields.parts
    }


@pytest.mark.parametrize(
    ("expression", "fault"),
    [
        ("contains(mention.text, `null`)", "cannot be told: TypeError"),
        ("contains(mention.text, mention.author.followers)", "cannot be told: TypeError"),
        ("(" * 3_000 + "mention.text" + ")" * 3_000, "is nested deeper than 60"),
        ("!" * 3_000 + "mention.text", "is nested deeper than 60"),
        ("!(" * 70 + "mention.text" + ")" * 70, "is nested deeper than 60"),
        ("abs(mention.text) > `1`", "can never be told"),
    ],
)
def test_a_condition_that_raises_whatever_comes_is_refused(expression: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        parse_condition(expression)


def test_a_condition_that_lacks_something_only_now_and_then_is_taken() -> None:
    assert parse_condition("starts_with(mention.language, 'en')")
