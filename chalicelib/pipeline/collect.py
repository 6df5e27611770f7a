"""The first stage: say whose turn it is. Every source is read by a message of its own, side by side with the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.heard.punctual import is_late, silent_since
from chalicelib.domain.heard.source import SourceState, Turn
from chalicelib.ports import Clock, GivesPolicies, SourceQueue, Store, Telemetry

AHEAD = timedelta(minutes=1)
"""Until the next run: whoever becomes due before it is queued now, and handed out when it is due."""


@dataclass(frozen=True)
class Collect:
    """Runs every minute and reads no source, so that no source keeps it."""

    store: Store
    turns: SourceQueue
    policies: GivesPolicies
    clock: Clock
    telemetry: Telemetry

    def run(self) -> int:
        """Queue a turn for every source that is due before the next run, the longest overdue first; how many.

        A turn that is still queued from the minute before is queued again: whoever comes second finds the source
        leased, or read. What was not read in time, or is silent against its own normal, is said.
        """
        at = self.clock()
        polled = [source.name for source in self.policies().brand.sources if source.is_polled]
        states = states_of(polled, self.store.sources())
        turns = sorted((_turn(state, at) for state in states), key=lambda turn: turn.wait)
        due = [turn for turn in turns if turn.wait < AHEAD]
        self.turns.line_up(due)
        self.telemetry.sources_stand(
            late=late(states, at, self.store),
            silent=[state.name for state in states if silent_since(state, at)],
        )
        return len(due)


def states_of(names: Sequence[str], known: Sequence[SourceState]) -> list[SourceState]:
    """Where each of these sources stands; a fresh state for one that was never read."""
    by_name: Mapping[str, SourceState] = {state.name: state for state in known}
    return [by_name.get(name) or SourceState(name=name) for name in names]


def late(states: Sequence[SourceState], at: datetime, store: Store) -> list[str]:
    """Those that were not read in time. One that was never read is due since the rules were pushed that name it."""
    fresh = any(state.read_at is None for state in states)
    pushed = next((version.at for version in store.versions()), at) if fresh else at
    return [state.name for state in states if is_late(state, at, known_since=pushed)]


def _turn(state: SourceState, at: datetime) -> Turn:
    return Turn(source=state.name, wait=(state.next_at or at) - at)
