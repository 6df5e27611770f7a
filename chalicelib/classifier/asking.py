"""Whether the words of a post ask for something: cues that anybody can read, where no labelled posts exist."""

import re

from chalicelib.classifier.text import words_of_post

_QUESTION_WORDS = (
    "how|what|when|where|who|which|why|can|could|do|does|did|is|are|will|would|should|has|have|any|anyone|anybody"
)
_OPENS_LIKE_A_QUESTION = re.compile(rf"(?:^|[.!?,]\s*)(?:and |but |so |hi |hey |hello )?(?:{_QUESTION_WORDS})\b")
_WONDERS = re.compile(
    r"\b(?:any (?:idea|chance|news|update|word)s?|how (?:do|can|long|much|many)|is there (?:a|any)|do you know"
    r"|wondering (?:if|when|how)|can (?:you|someone|anyone) (?:tell|confirm|explain|let me know))\b"
)
_REQUEST = re.compile(
    r"\b(?:please|pls|plz|(?:can|could|would) you|(?:can|could) i (?:get|have)|i(?:'d| would) like to|i need|we need"
    r"|need (?:some |your )?(?:help|assistance)|help me|someone (?:help|call|contact)|(?:call|contact|dm|send|give) me"
    r"|follow (?:me|back)|let me know|get back to me|look(?:ing)? into|fix (?:this|it|your)|looking for)\b"
)


def question(text: str) -> float:
    """Return from 0 to 1 how much `text` looks like a question that somebody could answer."""
    words = _lower(text)
    marked, opens = "?" in words, bool(_OPENS_LIKE_A_QUESTION.search(words))
    if _WONDERS.search(words) or (marked and opens):
        return 1.0
    return 0.6 if marked else 0.0


def request(text: str) -> float:
    """Return 1 where `text` asks for something to be done, else 0."""
    return 1.0 if _REQUEST.search(_lower(text)) else 0.0


def _lower(text: str) -> str:
    return " ".join(words_of_post(text).lower().replace("’", "'").split())
