"""The searches that hear the brand on X: what is said to it, what it says, and what its staff say for it."""

import re
from collections.abc import Iterable

from chalicelib.domain.errors import SourceError

LONGEST = 512
"""Characters that X accepts in a recent search."""

_HASHTAG = re.compile(r"\w{1,100}")
_HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}")


def searches(
    handles: Iterable[str], *, hashtag: str = "", about: str | None = None, reposts: bool = True
) -> tuple[str, ...]:
    """As few queries as hold every term. `about` stands in for "what is said to the handles" where it is given.

    Staff are heard by the `hashtag`, and where they answer somebody who named the brand: an answer on X names
    whoever the conversation names. Nobody is searched for by name, so what they post elsewhere is never read.
    """
    own = tuple(map(checked, handles))
    said = (f"({about})",) if about else tuple(term for handle in own for term in (f"@{handle}", f"to:{handle}"))
    heard = (*said, *(f"from:{handle}" for handle in dict.fromkeys(own)), *_tagged(hashtag))
    return _packed(heard, suffix="" if reposts else " -is:retweet")


def posts_with(hashtag: str) -> tuple[str, ...]:
    """The query that hears what carries the hashtag, and nothing else; none where there is no hashtag."""
    return _packed(_tagged(hashtag), suffix=" -is:retweet")


def checked(handle: str) -> str:
    """The handle without its @, refused unless X could have given it: a handle must not smuggle in operators."""
    bare = handle.removeprefix("@")
    if not _HANDLE.fullmatch(bare):
        raise SourceError(f"x: {handle!r} is not a handle: up to 15 letters, digits and underscores")
    return bare


def _tagged(hashtag: str) -> tuple[str, ...]:
    bare = hashtag.removeprefix("#")
    if bare and not _HASHTAG.fullmatch(bare):
        raise SourceError(f"x: {hashtag!r} is not a hashtag: letters, digits and underscores")
    return (f"#{bare}",) if bare else ()


def _packed(terms: tuple[str, ...], *, suffix: str) -> tuple[str, ...]:
    packed: list[str] = []
    for term in terms:
        joined = f"{packed[-1]} OR {term}" if packed else term
        if packed and _fits(joined, suffix):
            packed[-1] = joined
        elif _fits(term, suffix):
            packed.append(term)
        else:
            raise SourceError(f"x: a query may be {LONGEST} characters long, this one is {len(term)}: {term[:40]}...")
    return tuple(f"({query}){suffix}" for query in packed)


def _fits(query: str, suffix: str) -> bool:
    return len(f"({query}){suffix}") <= LONGEST
