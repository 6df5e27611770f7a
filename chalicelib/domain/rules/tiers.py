"""Departments and their escalation policies: who is told, in which order, and how long each wait is."""

from datetime import timedelta

from msgspec import Struct

from chalicelib.domain.rules.person import Hours, Target
from chalicelib.domain.rules.spans import Counting, Span


class Department(Struct, frozen=True, kw_only=True):
    """Who must answer. `escalation` names the escalation policy that its alerts follow; `examples` are posts for it."""

    id: str
    name: str
    escalation: str
    hours: Hours = Hours()
    examples: tuple[str, ...] = ()


class Tier(Struct, frozen=True, kw_only=True):
    """One step of an escalation policy: tell `notify`, then give them `wait` to acknowledge.

    `urgent_wait` is the wait of urgent alerts, where it differs. `counts` says of what a routine one's wait is.
    """

    notify: tuple[Target, ...]
    wait: timedelta
    urgent_wait: timedelta | None = None
    counts: Counting = Counting.PLAIN

    def wait_for(self, *, urgent: bool) -> timedelta:
        """How long this tier has to acknowledge."""
        return self.urgent_wait if urgent and self.urgent_wait is not None else self.wait

    def span_for(self, *, urgent: bool) -> Span:
        """The same with what it counts."""
        return Span(lasts=self.wait_for(urgent=urgent), counts=self.counts)


class EscalationPolicy(Struct, frozen=True, kw_only=True):
    """Who is told, in which order, and how long each wait is.

    `repeat` is how many times the tiers are walked again after the first walk. `reply_within` is how long a
    watched mention may go unanswered before it triggers. `acknowledged_for` is the loan of an
    acknowledgement; `remind_before` is when before its end the owner is reminded. `accept_within` is how
    long the receiver of a transfer has to accept it. `returns_at` is the factor by which the reach of an
    acknowledged or ignored mention must multiply to come back one tier higher. `wait_for_customer` is how long a
    customer whom our reply asked something is waited for. `reply_counts` and `acknowledged_counts` say of what these
    two are.
    """

    id: str
    tiers: tuple[Tier, ...]
    repeat: int = 0
    reply_within: timedelta = timedelta(hours=1)
    acknowledged_for: timedelta = timedelta(hours=1)
    remind_before: timedelta = timedelta(minutes=10)
    accept_within: timedelta = timedelta(minutes=15)
    returns_at: float = 5.0
    wait_for_customer: timedelta = timedelta(days=2)
    reply_counts: Counting = Counting.PLAIN
    acknowledged_counts: Counting = Counting.PLAIN

    @property
    def patience(self) -> Span:
        """How long a watched mention may go unanswered."""
        return Span(lasts=self.reply_within, counts=self.reply_counts)

    @property
    def loan(self) -> Span:
        """How long an acknowledgement holds."""
        return Span(lasts=self.acknowledged_for, counts=self.acknowledged_counts)
