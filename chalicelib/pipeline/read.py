"""What follows a turn: read that one source, queue what it said, and only then move its cursor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec.structs import replace

from chalicelib.domain.errors import EarshotError, SourceUnavailableError
from chalicelib.domain.heard.dating import EARLIEST, believed
from chalicelib.domain.heard.punctual import heard_from
from chalicelib.domain.heard.source import OUT_OF_BUDGET, Batch, Fault, SourceState
from chalicelib.domain.heard.spending import left
from chalicelib.domain.judged.ours import reply_in
from chalicelib.domain.rules.brand import SourcePolicy
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.told.spent import spent_id
from chalicelib.ports import (
    Clock,
    GivesPolicies,
    MakesSource,
    MentionQueue,
    NotificationQueue,
    Source,
    Store,
    Telemetry,
)

LEASE = timedelta(seconds=120)
"""How long one process may read a source alone: longer than the function may run."""

LONGEST_RUN = timedelta(seconds=20)
"""No page is begun later than this in a run: the slowest answer, read by the slowest reader, still ends within the
function's minute, with time to say that it failed."""

KEPT = 20
"""Faults and gaps that a source's state remembers."""

LONGEST_BACKOFF = timedelta(minutes=30)


@dataclass(frozen=True)
class Read:
    """Reads one source. Each has its own cadence, lease, budget and bookmark, and none waits for another."""

    store: Store
    mentions: MentionQueue
    notifications: NotificationQueue
    policies: GivesPolicies
    make_source: MakesSource
    clock: Clock
    telemetry: Telemetry

    def handle(self, name: str) -> None:
        """Read page after page, each under a lease of its own, while the source has more and time is left.

        A source that fails says so in its state and raises nothing, and one that is not due, or that the rules no
        longer name, is left alone: a turn may come twice. Raises where the store cannot tell or keep where the source
        stands.
        """
        policies = self.policies()
        policy = next((each for each in policies.brand.sources if each.name == name and each.is_polled), None)
        if policy is not None:
            self._read(policy, policies)

    def _read(self, policy: SourcePolicy, policies: Policies) -> None:
        stop_at = self.clock() + LONGEST_RUN
        source: Source | None = None
        while self.clock() < stop_at and (state := self._leased(policy)) is not None:
            begun = _begun(state, self.clock())
            try:
                source = source or self.make_source(policy, policies)
                batch = source.fetch(state.cursor, at=self.clock(), budget=_budget(policy, state, self.clock()))
                batch = _dated(batch, begun, policy, self.clock())
                self._queue(batch, policies)
                begun = self._told_of_budget(begun, batch)
            except Exception as error:  # noqa: BLE001  # whatever it is, it is this source's, and is recorded with it
                self._failed(state, policy, error)
                break
            state = begun
            self.store.advance(_after(state, batch, policy, self.clock()))
            self._say(policy, batch)

    def _say(self, policy: SourcePolicy, batch: Batch) -> None:
        self.telemetry.collected(source=policy.name, mentions=len(batch.mentions), faults=len(batch.faults))
        if _is_unpaid(batch):
            self.telemetry.out_of_budget(source=policy.name)

    def _told_of_budget(self, state: SourceState, batch: Batch) -> SourceState:
        """The state after the duty manager is told that nothing is left to spend, which happens once a day."""
        day = f"{self.clock():%Y-%m-%d}"
        if not _is_unpaid(batch) or state.spent_told == day:
            return state
        self.notifications.put([spent_id(state.name, day)])
        return replace(state, spent_told=day)

    def _leased(self, policy: SourcePolicy) -> SourceState | None:
        """The state of a source that we may read now; None while it is not due, or is another process's."""
        at = self.clock()
        is_due = self.store.source(policy.name).is_due(at)
        is_ours = is_due and self.store.lease(policy.name, at=at, until=at + LEASE)
        state = self.store.source(policy.name) if is_ours else None
        if state is None or state.is_due(at):
            return state
        self.store.advance(state)  # another process read it between our look and our lease
        return None

    def _queue(self, batch: Batch, policies: Policies) -> None:
        """Replies are noted before the mentions are queued, so that an answered mention never rings a phone."""
        for mention in batch.mentions:
            reply = reply_in(mention, policies)
            if reply is not None:
                self.store.note_reply(reply)
        self.mentions.put(batch.mentions)

    def _failed(self, state: SourceState, policy: SourcePolicy, error: Exception) -> None:
        at = self.clock()
        failed = replace(
            state,
            failures=state.failures + 1,
            failure=_told(error),
            read_at=at,
            next_at=_ask_again(state, policy, error, at),
        )
        self.store.advance(failed)
        self.telemetry.source_failed(source=policy.name, error=error, failures=failed.failures)


def _is_unpaid(batch: Batch) -> bool:
    return any(fault.where == OUT_OF_BUDGET for fault in batch.faults)


def _told(error: Exception) -> str:
    """What went wrong; of what nobody expected only the name, since its words may be a stranger's."""
    return str(error) if isinstance(error, EarshotError) else f"it cannot be read ({type(error).__name__})"


def _begun(state: SourceState, at: datetime) -> SourceState:
    """The state with when the source was first read, where that is now."""
    is_new = state.began is None and not state.cursor and not state.fetched
    return replace(state, began=at) if is_new else state


def _dated(batch: Batch, state: SourceState, policy: SourcePolicy, at: datetime) -> Batch:
    """The batch with no date in it that cannot be, whatever a source lets through; old posts of a new source marked."""
    old = state.began - policy.first_reading if state.began else EARLIEST
    reading = f"{policy.name} {state.began:%Y-%m-%dT%H:%M:%SZ}" if state.began else None
    dated = ((mention, believed(mention.posted_at, at=at)) for mention in batch.mentions)
    return replace(
        batch,
        mentions=tuple(
            replace(mention, posted_at=written, first_reading=reading if written < old else None)
            for mention, written in dated
        ),
    )


def _after(state: SourceState, batch: Batch, policy: SourcePolicy, at: datetime) -> SourceState:
    gaps = (*state.gaps, batch.gap) if batch.gap else state.gaps
    state = heard_from(state, at) if batch.mentions else state
    return replace(
        state,
        cursor=batch.cursor,
        next_at=None if batch.more else at + policy.every,
        read_at=at,
        spent=_spent_today(state, at) + batch.cost,
        spent_on=f"{at:%Y-%m-%d}",
        fetched=state.fetched + len(batch.mentions),
        failures=0,
        failure="",
        faults=_newest(state.faults, batch.faults),
        gaps=gaps[-KEPT:],
    )


def _newest(old: Sequence[Fault], new: Sequence[Fault]) -> tuple[Fault, ...]:
    """The most recent faults, each once: an entry that stays broken is not news every five minutes."""
    return tuple(dict.fromkeys((*old, *new)))[-KEPT:]


def _budget(policy: SourcePolicy, state: SourceState, at: datetime) -> int | None:
    return None if policy.daily_budget is None else left(policy.daily_budget, _spent_today(state, at), at)


def _spent_today(state: SourceState, at: datetime) -> int:
    return state.spent if state.spent_on == f"{at:%Y-%m-%d}" else 0


def _ask_again(state: SourceState, policy: SourcePolicy, error: Exception, at: datetime) -> datetime:
    """When the source asked for, else twice as long after each failure, up to half an hour."""
    if isinstance(error, SourceUnavailableError) and error.retry_at is not None:
        return max(at, error.retry_at)
    doubled: timedelta = policy.every * (1 << min(state.failures, 10))
    return at + min(doubled, max(LONGEST_BACKOFF, policy.every))
