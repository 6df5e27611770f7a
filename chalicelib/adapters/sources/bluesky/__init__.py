"""Bluesky as a source: its XRPC calls over the HTTP library in use. Options: server, query."""

from collections.abc import Mapping
from datetime import timedelta

from chalicelib.adapters.sources.bluesky.client import BlueskyClient
from chalicelib.adapters.sources.bluesky.sessions import Sessions
from chalicelib.adapters.sources.bluesky.source import BlueskySource
from chalicelib.adapters.sources.line import Line, origin_of
from chalicelib.adapters.sources.vault import Vault
from chalicelib.domain.errors import SourceError
from chalicelib.domain.rules.brand import SourcePolicy

HOME = "bsky.social"
"""The server of whoever has none of their own."""

REACH = timedelta(days=7)
"""How far back a first pass looks, unless `max_age` is shorter."""

LONGEST_WAIT = 6.0
"""Seconds for one answer: a fetch asks for at most five, the session's included, and ends before the collector does."""


def bluesky_source(
    policy: SourcePolicy,
    *,
    handles: tuple[str, ...],
    secrets: Mapping[str, str],
    vault: Vault | None = None,
    hashtag: str = "",
    feed_hosts: frozenset[str] = frozenset(),
    timeout: float = 10.0,
    **_: object,
) -> BlueskySource:
    """Build the source that `policy` describes; it logs in with the secret `bluesky-app-password`."""
    if vault is None:
        raise SourceError(f"{policy.name}: there is nowhere to keep a session")
    if not handles:
        raise SourceError(f"{policy.name}: the brand has no handle on Bluesky to listen for")
    origin = origin_of(policy.options.get("server") or HOME, of=policy.name, allowed_hosts=feed_hosts)
    wait = min(timeout, LONGEST_WAIT)
    line = Line(network="bluesky", origin=origin, allowed_hosts=feed_hosts, timeout=wait)
    handle, password = handles[0].removeprefix("@"), secrets.get("bluesky-app-password", "")
    return BlueskySource(
        name=policy.name,
        client=BlueskyClient(line, Sessions(line=line, vault=vault, handle=handle, password=password)),
        account=f"{handle} {origin}",
        hashtag=hashtag.removeprefix("#"),
        query=policy.options.get("query", ""),
        backfill=min(policy.max_age or REACH, REACH),
    )


__all__ = ["BlueskySource", "bluesky_source"]
