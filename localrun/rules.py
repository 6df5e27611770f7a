"""The policies of a local run: the loaded ones, with sources that this machine can read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from msgspec.structs import replace

from chalicelib.domain.heard.mention import Network
from chalicelib.domain.rules.brand import Brand, SourcePolicy
from chalicelib.domain.rules.compiled import Policies

OFTEN = timedelta(seconds=5)
"""A newcomer looks at the screen."""

ALL = timedelta(days=365)
"""A first reading that calls people for whatever it finds: a pass has no other."""

NEVER = 1_000_000
"""More mentions than a pass will ever hear of one trouble."""


@dataclass(frozen=True)
class Listening:
    """What a run listens to. `feeds` are addresses; `keeps_feeds` keeps those that the policies name themselves.

    `servers` are those that the run plays itself, by the kind of source that reads them.
    `at_once` says that days of posts are read in one pass: that is no storm, and everybody is told of each alert.
    """

    handle: str | None
    reads_x: bool
    feeds: tuple[str, ...]
    keeps_feeds: bool
    servers: Mapping[str, str] = field(default_factory=dict)
    at_once: bool = False


def localized(policies: Policies, listening: Listening) -> Policies:
    """The same rules for another brand's account, and for sources within reach.

    The version says so: what was pushed is not what the files hold.
    """
    brand = policies.brand if listening.handle is None else _renamed(policies.brand, listening.handle)
    sources = [_at_once(source) for source in brand.sources if _is_within_reach(source, listening)]
    sources += [
        SourcePolicy(name=f"local-feed-{number}", kind="feed", every=OFTEN, first_reading=ALL, options={"url": url})
        for number, url in enumerate(listening.feeds, start=1)
    ]
    sources += [
        SourcePolicy(name=f"local-{kind}", kind=kind, every=OFTEN, first_reading=ALL, options={"server": address})
        for kind, address in listening.servers.items()
    ]
    return replace(
        policies,
        brand=replace(brand, sources=tuple(sources)),
        storm=replace(policies.storm, after=NEVER) if listening.at_once else policies.storm,
        version=f"{policies.version}-local",
    )


def _renamed(brand: Brand, handle: str) -> Brand:
    bare = handle.removeprefix("@")
    return replace(brand, name=bare, handles={**brand.handles, Network.X: (bare,)})


def _is_within_reach(source: SourcePolicy, listening: Listening) -> bool:
    if source.kind == "x":
        return listening.reads_x
    return source.kind == "webhook" or (source.kind == "feed" and listening.keeps_feeds)


def _at_once(source: SourcePolicy) -> SourcePolicy:
    """Read often, whole, and whatever its age: recordings cost nothing, and what they tell of is not of today."""
    return replace(source, every=min(source.every, OFTEN), daily_budget=None, max_age=None, first_reading=ALL)
