"""A moment of a local run, as its tests need it."""

from datetime import timedelta

from msgspec.structs import replace

from chalicelib.domain.rules.brand import SourcePolicy
from chalicelib.domain.rules.compiled import Policies
from localrun.watch import Snapshot
from tests.builders import NOON, policies_for

BRAND_SOURCES = (
    SourcePolicy(name="x", kind="x", every=timedelta(minutes=1), daily_budget=5, max_age=timedelta(days=7)),
    SourcePolicy(name="blog", kind="feed", options={"url": "https://blog.example/feed"}),
    SourcePolicy(name="reviews", kind="webhook"),
)


def policies() -> Policies:
    rules = policies_for()
    return replace(rules, brand=replace(rules.brand, sources=BRAND_SOURCES))


def a_snapshot(**changes: object) -> Snapshot:
    """A run in which nothing has happened yet."""
    values: dict[str, object] = {
        "at": NOON,
        "policies": policies_for(),
        "public_url": "http://127.0.0.1:8080",
        "heard": (),
        "alerts": (),
        "received": (),
        "sources": (),
    }
    return Snapshot(**(values | changes))  # type: ignore[arg-type]
