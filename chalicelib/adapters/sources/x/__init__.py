"""X (formerly Twitter) as a source, through tweepy. Options: mode, query, reposts, parents (see policies/README.md)."""

from collections.abc import Mapping

from chalicelib.adapters.sources.x.client import XClient
from chalicelib.adapters.sources.x.queries import checked, posts_with, searches
from chalicelib.adapters.sources.x.source import XSource
from chalicelib.adapters.sources.x.windows import REACH
from chalicelib.domain.errors import SourceError
from chalicelib.domain.rules.brand import SourcePolicy


def x_source(
    policy: SourcePolicy,
    *,
    handles: tuple[str, ...],
    staff: tuple[str, ...] = (),
    secrets: Mapping[str, str],
    hashtag: str = "",
    x_api_url: str | None = None,
    timeout: float = 10.0,
    **_: object,
) -> XSource:
    """Build the source that `policy` describes; the bearer token is the secret `x-bearer-token`."""
    if not handles:
        raise SourceError(f"{policy.name}: the brand has no handle on X to listen for")
    options = policy.options
    own = tuple(map(checked, handles))
    by_account = options.get("mode", "search") == "mentions"
    reposts = options.get("reposts", "yes") == "yes"
    return XSource(
        name=policy.name,
        client=XClient(secrets.get("x-bearer-token", ""), api_url=x_api_url, timeout=timeout),
        handles=own,
        staff=tuple(handle.removeprefix("@") for handle in staff),
        searches=posts_with(hashtag)
        if by_account
        else searches(own, hashtag=hashtag, about=options.get("query"), reposts=reposts),
        by_account=by_account,
        backfill=min(policy.max_age or REACH, REACH),
        parents=options.get("parents", "no") == "yes",
    )


__all__ = ["XSource", "x_source"]
