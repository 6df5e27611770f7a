"""Tries a condition on mentions that might come, before any does: one that fails whatever comes is a fault now."""

from datetime import UTC, datetime
from typing import Any, Protocol

from jmespath.exceptions import JMESPathError

from chalicelib.domain.heard.classification import Classification, Intent, Keyword, Label, Sentiment
from chalicelib.domain.heard.mention import Author, Mention, Network
from chalicelib.domain.judged.routing import routing_document
from chalicelib.domain.judged.themes import Themes

DEEPEST = 60
"""Expressions within one another: far more than anybody reads, far less than Python's own limit."""

AT = datetime(2026, 1, 1, tzinfo=UTC)


class Compiled(Protocol):
    """A JMESPath expression with its tree."""

    parsed: dict[str, Any]

    def search(self, value: object) -> object: ...


def require_shallow(expression: Compiled) -> None:
    """Raise ValueError for a condition that is nested so deeply that reading it might take all that there is."""
    if _depth(expression.parsed) > DEEPEST:
        raise ValueError(f"is nested deeper than {DEEPEST} expressions: split it into several routes")


def require_tellable(expression: Compiled) -> None:
    """Raise ValueError for a condition that fails instead of being true or false, whatever mention comes."""
    failures = [failure for document in DOCUMENTS if (failure := _failure(expression, document))]
    if len(failures) == len(DOCUMENTS):
        raise ValueError(f"can never be told: {failures[0]}")


def _failure(expression: Compiled, document: object) -> str:
    """Why it cannot be told of this document; empty where it can. Of what is missing in one, another may have it."""
    try:
        expression.search(document)
    except JMESPathError as error:
        return str(error)
    except Exception as error:  # JMESPath lets Python's own errors through, and any of them is a fault
        raise ValueError(f"cannot be told: {type(error).__name__}: {error}") from error
    return ""


def _depth(tree: dict[str, Any]) -> int:
    """How many expressions lie within one another, counted without a call within a call."""
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(child, depth + 1) for child in node.get("children", []) if isinstance(child, dict)]
    return deepest


def _said(**more: Any) -> Mention:
    author = Author(id="1", handle="kim", name="Kim", followers=more.pop("followers", None))
    return Mention(
        source="x",
        network=Network.X,
        id="1",
        url="https://x.com/kim/status/1",
        text="@brand where is my bag?",
        author=author,
        posted_at=AT,
        thread="1",
        **more,
    )


def _read(*keywords: Keyword) -> Classification:
    sure = {"confidence": 0.9}
    return Classification(
        sentiment=Label(value=Sentiment.NEGATIVE, **sure),
        intent=Label(value=Intent.COMPLAINT, **sure),
        complaint=Label(value=True, **sure),
        needs_answer=Label(value=True, **sure),
        language=Label(value="en", **sure),
        keywords=keywords,
        model="model@1",
    )


_BAG = Keyword(theme="baggage", phrase="bag", matched="bag", start=16, end=19)
_ALL = {"title": "A title", "in_reply_to": "0", "reply_to_author": "2", "repost_of": "0", "thread_author": "2"}
DOCUMENTS = (
    routing_document(_said(), _read(), Themes(())),
    routing_document(
        _said(followers=10, language="en", thread_by_brand=True, **_ALL), _read(_BAG), Themes(("baggage",))
    ),
)
"""A mention that lacks what may be lacking, and one that has everything."""
