"""Our own blind spots: what we do not hear, cannot tell anybody, or are late with, as far as the store knows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from chalicelib.domain.heard.source import OUT_OF_BUDGET, SourceState
from chalicelib.domain.people.address import address_id, address_of
from chalicelib.domain.rules.brand import SourcePolicy
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Channel
from chalicelib.pipeline.audit import LATE_AFTER
from chalicelib.ports import Clock, GivesPolicies, Store

SILENT_AFTER = timedelta(minutes=15)
"""How long after its turn a source that was not read counts as silent."""


class Blindness(StrEnum):
    """What is wrong."""

    FAILING = "failing"
    SILENT = "silent"
    SPENT = "spent"
    STOPPED = "stopped"
    LATE = "late"
    ASIDE = "aside"


class BlindSpot(Struct, frozen=True, kw_only=True):
    """One thing that is wrong: of which source or person, since when, how many, and in words; empty where unknown."""

    kind: Blindness
    name: str = ""
    since: datetime | None = None
    count: int = 0
    words: str = ""


@dataclass(frozen=True)
class BlindSpots:
    """Looks at what the other stages left in the store; it changes nothing."""

    store: Store
    policies: GivesPolicies
    clock: Clock

    def found(self) -> tuple[BlindSpot, ...]:
        """Everything that is wrong now: nothing at all on a good day."""
        at, policies = self.clock(), self.policies()
        return (*self._late(at), *self._sources(policies, at), *self._stopped(policies))

    def _late(self, at: datetime) -> Iterator[BlindSpot]:
        asides = self.store.asides()
        apart = {aside.id for aside in asides}
        late = [alert for alert in self.store.due(at - LATE_AFTER) if alert.id not in apart]
        if late:
            since = min(alert.due_at for alert in late if alert.due_at)
            yield BlindSpot(kind=Blindness.LATE, since=since, count=len(late))
        if asides:
            oldest = min(asides, key=lambda aside: aside.since)
            yield BlindSpot(kind=Blindness.ASIDE, since=oldest.since, count=len(asides), words=oldest.why)

    def _sources(self, policies: Policies, at: datetime) -> Iterator[BlindSpot]:
        states = {state.name: state for state in self.store.sources()}
        for source in policies.brand.sources:
            if source.is_polled:
                yield from source_spots(source, states.get(source.name, SourceState(name=source.name)), at)

    def _stopped(self, policies: Policies) -> Iterator[BlindSpot]:
        """People none of whose addresses takes messages."""
        ways = {
            person.id: [address_id(way) for channel in Channel if (way := address_of(person, channel))]
            for person in policies.people.values()
        }
        known = self.store.addresses([way for theirs in ways.values() for way in theirs])
        for id, theirs in ways.items():
            if theirs and all(way in known and known[way].is_stopped for way in theirs):
                yield BlindSpot(kind=Blindness.STOPPED, name=policies.people[id].name)


def source_spots(policy: SourcePolicy, state: SourceState, at: datetime) -> Iterator[BlindSpot]:
    """What is wrong with one source that we poll."""
    if state.failures:
        yield BlindSpot(
            kind=Blindness.FAILING, name=policy.name, since=state.read_at, count=state.failures, words=state.failure
        )
    elif _is_spent(policy, state, at):
        yield BlindSpot(kind=Blindness.SPENT, name=policy.name)
    elif state.read_at is None or state.read_at + policy.every + SILENT_AFTER < at:
        yield BlindSpot(kind=Blindness.SILENT, name=policy.name, since=state.read_at)


def _is_spent(policy: SourcePolicy, state: SourceState, at: datetime) -> bool:
    """Whether its budget of today pays for no more."""
    if policy.daily_budget is None or state.spent_on != at.date().isoformat():
        return False
    return state.spent >= policy.daily_budget or any(fault.where == OUT_OF_BUDGET for fault in state.faults[-1:])
