"""The searches that hear the brand on X: what is said to it, and what the brand and its staff say."""

import re
from collections.abc import Iterable

from chalicelib.domain.errors import SourceError

LONGEST = 512
"""Characters that X accepts in a recent search."""

_HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}")


def searches(
    handles: Iterable[str], staff: Iterable[str] = (), *, about: str | None = None, reposts: bool = True
) -> tuple[str, ...]:
    """As few queries as hold every term. `about` stands in for "what is said to the handles" where it is given."""
    own = tuple(map(checked, handles))
    said = (f"({about})",) if about else tuple(term for handle in own for term in (f"@{handle}", f"to:{handle}"))
    heard = (*said, *(f"from:{handle}" for handle in dict.fromkeys((*own, *map(checked, staff)))))
    return _packed(heard, suffix="" if reposts else " -is:retweet")


def posts_by(staff: Iterable[str]) -> tuple[str, ...]:
    """The queries that hear what these accounts say, and nothing else."""
    return _packed(tuple(f"from:{checked(handle)}" for handle in staff), suffix="")


def checked(handle: str) -> str:
    """The handle without its @, refused unless X could have given it: a handle must not smuggle in operators."""
    bare = handle.removeprefix("@")
    if not _HANDLE.fullmatch(bare):
        raise SourceError(f"x: {handle!r} is not a handle: up to 15 letters, digits and underscores")
    return bare


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
