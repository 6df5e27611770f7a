"""RSS and Atom feeds as a source: blogs, Google Alerts. The only option is `url`."""

from chalicelib.adapters.sources.feed.fetch import Fetcher
from chalicelib.adapters.sources.feed.source import FeedSource
from chalicelib.domain.errors import SourceError
from chalicelib.domain.rules.brand import SourcePolicy


def feed_source(
    policy: SourcePolicy, *, feed_hosts: frozenset[str] = frozenset(), timeout: float = 10.0, **_: object
) -> FeedSource:
    """Build the source that `policy` describes."""
    if not policy.options.get("url"):
        raise SourceError(f"{policy.name}: a feed needs the option `url`")
    fetcher = Fetcher(allowed_hosts=feed_hosts, timeout=timeout)
    return FeedSource(name=policy.name, url=policy.options["url"], fetcher=fetcher)


__all__ = ["FeedSource", "feed_source"]
