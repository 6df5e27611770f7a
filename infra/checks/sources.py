"""Looks at the sources: whether each is read in its turn, answers, and says as much as it used to."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain.heard.punctual import silent_since
from chalicelib.domain.heard.source import SourceState
from chalicelib.domain.rules.compiled import Policies
from chalicelib.pipeline.collect import late, states_of
from chalicelib.ports import Store
from infra.checks.finding import Finding, fault, good, note
from infra.printing import plain

LATE = 'docs/operating.md, "Sources late"'


def check_sources(policies: Policies | None, records: Store, at: datetime) -> Iterator[Finding]:
    """Every source that is asked."""
    if policies is None:
        return  # that none was pushed was said already
    polled = [source.name for source in policies.brand.sources if source.is_polled]
    states = states_of(polled, records.sources())
    behind = late(states, at, records)
    odd = [finding for state in states for finding in _odd(state, at, is_late=state.name in behind)]
    yield from odd or [good("sources", f"{len(states)} are read in time")]


def _odd(state: SourceState, at: datetime, *, is_late: bool) -> Iterator[Finding]:
    quiet = silent_since(state, at)
    if is_late:
        last = f"last read {state.read_at:%Y-%m-%d %H:%M}" if state.read_at else "never read"
        yield fault("sources", f"{state.name} is not read in its turn, {last} ({LATE})")
    if state.failures:
        yield note("sources", f"{state.name} failed {state.failures} times: {plain(state.failure)}")
    if quiet:
        yield note(
            "sources", f"{state.name} says nothing since {quiet:%Y-%m-%d %H:%M}, longer than it ever did ({LATE})"
        )
