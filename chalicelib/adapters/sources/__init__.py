"""Where mentions come from: a further source is a module of its own and one line in SOURCES.

A source's code is imported when a policy first asks for its kind, so tweepy and feedparser load only in the collector.
"""

from collections.abc import Callable, Mapping
from importlib import import_module

from chalicelib.adapters.sources.vault import Vault
from chalicelib.domain.errors import SourceError
from chalicelib.domain.heard.mention import Network
from chalicelib.domain.rules.brand import SourcePolicy
from chalicelib.domain.rules.compiled import Policies
from chalicelib.ports import Source

SOURCES: Mapping[str, str] = {
    "x": "chalicelib.adapters.sources.x:x_source",
    "feed": "chalicelib.adapters.sources.feed:feed_source",
    "bluesky": "chalicelib.adapters.sources.bluesky:bluesky_source",
    "mastodon": "chalicelib.adapters.sources.mastodon:mastodon_source",
}
"""Kind in brand.yaml -> the function that builds it. (The kind `webhook` is never fetched: it is told.)"""


def make_source(
    policy: SourcePolicy,
    *,
    handles: tuple[str, ...],
    staff: tuple[str, ...] = (),
    secrets: Mapping[str, str],
    vault: Vault | None = None,
    hashtag: str = "",
    x_api_url: str | None = None,
    feed_hosts: frozenset[str] = frozenset(),
    timeout: float = 10.0,
) -> Source:
    """Build the source of one policy; raise SourceError where the policy asks for what no source can do.

    `handles` are the brand's own on that network, `staff` those of registered staff: no source searches for them one
    by one. `hashtag` is what marks what they say for the brand, without its #. `vault` is where a source keeps its
    session. `x_api_url` stands in for X. `feed_hosts` (host:port) may be read although their address is private; the
    local run needs that, for feeds and for the servers that it plays.
    `timeout` is in seconds.
    """
    if policy.kind not in SOURCES:
        raise SourceError(f"{policy.name}: there is no kind of source called {policy.kind!r}")
    world = {
        "handles": handles,
        "staff": staff,
        "secrets": secrets,
        "vault": vault,
        "hashtag": hashtag,
        "x_api_url": x_api_url,
        "feed_hosts": feed_hosts,
        "timeout": timeout,
    }
    return _factory(SOURCES[policy.kind])(policy, **world)


def source_of(
    policy: SourcePolicy,
    policies: Policies,
    secrets: Mapping[str, str],
    *,
    vault: Vault | None,
    x_api_url: str | None,
    feed_hosts: frozenset[str],
) -> Source:
    """The source of one policy among the rules, which know the brand's handles and those of staff."""
    network = Network(policy.kind)
    staff = (person.handles.get(network) for person in policies.people.values())
    return make_source(
        policy,
        handles=policies.brand.handles.get(network, ()),
        staff=tuple(handle for handle in staff if handle),
        secrets=secrets,
        vault=vault,
        hashtag=policies.brand.credit.hashtag,
        x_api_url=x_api_url,
        feed_hosts=feed_hosts,
    )


def _factory(place: str) -> Callable[..., Source]:
    module, _, function = place.partition(":")
    factory: Callable[..., Source] = getattr(import_module(module), function)
    return factory
