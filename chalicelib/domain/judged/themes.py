"""Which of a post's themes count: not what reads as praise where the theme says so, nor other brands' trouble."""

import re

from msgspec import Struct

from chalicelib.domain.heard.classification import Classification, Intent, Keyword, Sentiment
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.routes import Exemption

SURE = 0.6
"""A post reads as praise from this confidence on."""

_HANDLE = re.compile(r"(?<![\w@.])@(\w+(?:[.@-]\w+)*)")
_NEXT_CLAUSE = re.compile(r"[.!?;\n]|,?\s+(?:so|but|then|now|hence)\s|,\s")
_STARTING = re.compile(r"(?:\s*@\S+)+")


class Themes(Struct, frozen=True):
    """The names of the themes that count, in the order of the text, and for each that does not, why it does not.

    `of_others` are those that are somebody else's trouble.
    """

    counting: tuple[str, ...]
    let_be: dict[str, str] = {}
    of_others: tuple[str, ...] = ()


def themes_of(mention: Mention, classification: Classification, policies: Policies) -> Themes:
    """Ask of each matched theme whether it counts. An urgent theme counts whosever it is: a mistake costs too much."""
    matches: dict[str, list[Keyword]] = {}
    for keyword in classification.keywords:
        matches.setdefault(keyword.theme, []).append(keyword)
    let_be: dict[str, str] = {}
    of_others: list[str] = []
    for name, found in matches.items():
        theme = policies.themes.get(name)
        if theme is not None and theme.unless is Exemption.PRAISE and _is_praise(classification):
            let_be[name] = f"theme '{name}' is let be: the post reads as praise"
        elif theme is not None and not theme.urgent:
            whose = {_whose(mention, keyword, policies) for keyword in found}
            if None not in whose:
                of_others.append(name)
                let_be[name] = f"theme '{name}' is about @{min(filter(None, whose))}"
    return Themes(tuple(name for name in matches if name not in let_be), let_be, tuple(of_others))


def _is_praise(read: Classification) -> bool:
    if read.complaint.value:
        return False
    return read.intent.value is Intent.PRAISE or (
        read.sentiment.value is Sentiment.POSITIVE and read.sentiment.confidence >= SURE
    )


def _whose(mention: Mention, keyword: Keyword, policies: Policies) -> str | None:
    """The other account that a match is about; None for us.

    It is the last account named before the match in its clause, unless the post is said to us, or begins with handles
    and ours is among them.
    """
    if mention.addressed:
        return None
    text = mention.words
    own = {_plain(handle) for handle in policies.brand.handles.get(mention.network, ())}
    starts_with = _STARTING.match(text)
    if starts_with and own.intersection(_plain(found) for found in _HANDLE.findall(starts_with[0])):
        return None
    clause = max((found.end() for found in _NEXT_CLAUSE.finditer(text, 0, keyword.start)), default=0)
    named = _HANDLE.findall(text, clause, keyword.start)
    return named[-1] if named and _plain(named[-1]) not in own else None


def _plain(handle: str) -> str:
    return handle.strip().removeprefix("@").casefold()
