"""The part of X's search language that the recordings can answer, as a test of one post."""

import re
from collections.abc import Callable

from localrun.x_recordings import Post, Recordings, named, references, reposted, same

Matches = Callable[[Post], bool]

_TOKEN = re.compile(r'\(|\)|-?[\w.]+:"[^"]*"|-?"[^"]*"|-?\(|[^\s()]+')
_KINDS = {"is:retweet": "retweeted", "is:reply": "replied_to", "is:quote": "quoted"}


class UnknownQueryError(ValueError):
    """The query is malformed, or uses a part of the language that is not spoken here."""


def matcher(query: str, recordings: Recordings) -> Matches:
    """Read a query: handles, operators, phrases and words, `-`, `OR`, parentheses; what stands side by side is AND."""
    tokens = _TOKEN.findall(query)
    matches = _any_of(tokens, recordings)
    if tokens:
        raise UnknownQueryError(f"nothing was expected at {tokens[0]!r}")
    return matches


def _any_of(tokens: list[str], recordings: Recordings) -> Matches:
    choices = [_all_of(tokens, recordings)]
    while tokens and tokens[0] == "OR":
        tokens.pop(0)
        choices.append(_all_of(tokens, recordings))
    return lambda post: any(choice(post) for choice in choices)


def _all_of(tokens: list[str], recordings: Recordings) -> Matches:
    terms = []
    while tokens and tokens[0] not in ("OR", ")"):
        terms.append(_term(tokens, recordings))
    if not terms:
        raise UnknownQueryError("a term is missing")
    return lambda post: all(term(post) for term in terms)


def _term(tokens: list[str], recordings: Recordings) -> Matches:
    token = tokens.pop(0)
    if token.startswith("-") and len(token) > 1:
        tokens.insert(0, token[1:])
        unwanted = _term(tokens, recordings)
        return lambda post: not unwanted(post)
    if token != "(":  # noqa: S105
        return _test(token, recordings)
    inner = _any_of(tokens, recordings)
    if not tokens or tokens.pop(0) != ")":
        raise UnknownQueryError("a parenthesis is open")
    return inner


def _test(token: str, recordings: Recordings) -> Matches:
    operator, colon, value = token.partition(":")
    if token in _KINDS:
        return lambda post: any(one["type"] == _KINDS[token] for one in references(post))
    if colon and operator in _OPERATORS:
        return lambda post: _OPERATORS[operator](recordings, post, value.strip('"').removeprefix("@"))
    if colon and not token.startswith('"'):
        raise UnknownQueryError(f"the operator {operator!r} is not spoken here")
    if token.startswith("@"):
        return lambda post: any(same(name, token[1:]) for name in named(post))
    words = re.compile(rf"(?<!\w){re.escape(token.strip(chr(34)))}(?!\w)", re.IGNORECASE)
    return lambda post: bool(words.search(post.get("text", "")))


def _is_repost_of(recordings: Recordings, post: Post, handle: str) -> bool:
    original = recordings.post(reposted(post) or "")
    return original is not None and same(recordings.handle(original["author_id"]), handle)


_OPERATORS: dict[str, Callable[[Recordings, Post, str], bool]] = {
    "from": lambda recordings, post, value: same(recordings.handle(post["author_id"]), value),
    "to": lambda recordings, post, value: same(recordings.handle(post.get("in_reply_to_user_id")), value),
    "retweets_of": _is_repost_of,
    "conversation_id": lambda _, post, value: bool(post.get("conversation_id") == value),
    "lang": lambda _, post, value: bool(post.get("lang") == value),
}
