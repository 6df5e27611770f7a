"""Mastodon, and what speaks as it does, as a source, through Mastodon.py. Options: server, query."""

from collections.abc import Mapping
from datetime import timedelta

from chalicelib.adapters.sources.line import Line, origin_of
from chalicelib.adapters.sources.mastodon.client import MastodonClient
from chalicelib.adapters.sources.mastodon.source import MastodonSource
from chalicelib.domain.errors import SourceError
from chalicelib.domain.rules.brand import SourcePolicy

REACH = timedelta(days=7)
"""How far back a first pass looks, unless `max_age` is shorter."""


def mastodon_source(
    policy: SourcePolicy,
    *,
    handles: tuple[str, ...],
    secrets: Mapping[str, str],
    hashtag: str = "",
    feed_hosts: frozenset[str] = frozenset(),
    timeout: float = 10.0,
    **_: object,
) -> MastodonSource:
    """Build the source that `policy` describes; the access token is the secret `mastodon-token`."""
    own = tuple(handle.removeprefix("@") for handle in handles)
    whole = next((handle for handle in own if "@" in handle), None)
    if whole is None:
        raise SourceError(
            f"{policy.name}: the brand has no handle on Mastodon with its server, such as brand@social.example"
        )
    server = policy.options.get("server") or whole.partition("@")[2]
    origin = origin_of(server, of=policy.name, allowed_hosts=feed_hosts)
    line = Line(network="mastodon", origin=origin, allowed_hosts=feed_hosts, timeout=timeout)
    return MastodonSource(
        name=policy.name,
        client=MastodonClient(secrets.get("mastodon-token", ""), line=line),
        origin=origin,
        handles=own,
        hashtag=hashtag.removeprefix("#"),
        query=policy.options.get("query", ""),
        backfill=min(policy.max_age or REACH, REACH),
    )


__all__ = ["MastodonSource", "mastodon_source"]
