"""What happened to an alert, append-only: the timeline that people read and `why` explains."""

from datetime import datetime

from chalicelib.domain.alert import awaiting_event as waiting
from chalicelib.domain.alert.corrected import Corrected
from chalicelib.domain.alert.happened import Event
from chalicelib.domain.rules.routes import Urgency


class Watched(Event, frozen=True, kw_only=True):
    """The mention needs an answer; nobody is told unless none comes by `until`."""

    mention: str
    route: str
    until: datetime


class Triggered(Event, frozen=True, kw_only=True):
    """Somebody must answer. `mention` is what triggered it; `reason` is the rule in words."""

    mention: str
    reason: str


class MentionJoined(Event, frozen=True, kw_only=True):
    """Another mention belongs to the same situation. `count` is how many there are now."""

    mention: str
    count: int


class UrgencyRaised(Event, frozen=True, kw_only=True):
    """A later mention made a routine alert urgent."""

    mention: str
    urgency: Urgency


class Held(Event, frozen=True, kw_only=True):
    """A routine alert waits for opening hours."""

    until: datetime
    reason: str


class Escalated(Event, frozen=True, kw_only=True):
    """Tier `tier` (from 1; 0 is who answered before) of walk `cycle` (from 0) is told; `told` are people's ids."""

    cycle: int
    tier: int
    told: tuple[str, ...]


class TierSkipped(Event, frozen=True, kw_only=True):
    """The tier reached nobody, or its phones were full: it is left at once, or once nothing could be sent in time."""

    cycle: int
    tier: int
    reason: str


class Exhausted(Event, frozen=True, kw_only=True):
    """Every tier and repeat was told and nobody acknowledged: the duty manager is told."""

    cycle: int
    told: tuple[str, ...]


class Acknowledged(Event, frozen=True, kw_only=True):
    """`owner` has the alert until `until`."""

    owner: str
    until: datetime


class Reminded(Event, frozen=True, kw_only=True):
    """The owner was reminded that the acknowledgement ends at `until`."""

    owner: str
    until: datetime


class LoanEnded(Event, frozen=True, kw_only=True):
    """No public reply and no resolve in time: the acknowledgement is over and escalation begins anew."""

    owner: str


class Transferred(Event, frozen=True, kw_only=True):
    """Handed over, to be accepted by `until`."""

    by: str
    from_department: str
    to_department: str
    to_person: str | None
    note: str
    until: datetime


class TransferAccepted(Event, frozen=True, kw_only=True):
    """The receiver took it."""

    by: str


class TransferDeclined(Event, frozen=True, kw_only=True):
    """The receiver says it is not theirs: a misroute, recorded with the words of the mention."""

    by: str
    department: str
    note: str
    words: str


class TransferBounced(Event, frozen=True, kw_only=True):
    """The transfer came back to its sender, or, the third time, went to the duty manager."""

    department: str
    bounces: int
    reason: str


class Snoozed(Event, frozen=True, kw_only=True):
    """Silent until `until`, because `reason`."""

    by: str
    until: datetime
    reason: str


class SnoozeEnded(Event, frozen=True, kw_only=True):
    """The snooze is over and escalation begins anew."""

    by: str


class Noted(Event, frozen=True, kw_only=True):
    """A person wrote a note."""

    by: str
    text: str


class Answered(Event, frozen=True, kw_only=True):
    """The public saw an answer, `after_s` seconds after the mention; `counted` is False for all but the first."""

    handle: str
    person: str | None
    url: str
    after_s: int
    counted: bool


class Credited(Event, frozen=True, kw_only=True):
    """A registered person earned the credit for the first answer."""

    person: str
    after_s: int


class Resolved(Event, frozen=True, kw_only=True):
    """Done: by whom, and why no more is needed."""

    by: str
    reason: str


class Reopened(Event, frozen=True, kw_only=True):
    """A resolved alert needs an answer again."""

    by: str
    reason: str


class CrisisOpened(Event, frozen=True, kw_only=True):
    """`rate` people spoke of `group` within an hour, where at most `limit` is normal."""

    group: str
    rate: int
    limit: int


class CrisisEnded(Event, frozen=True, kw_only=True):
    """A person ended the crisis; `children` says what becomes of the alerts that it stood for."""

    by: str
    children: str


class Inhibited(Event, frozen=True, kw_only=True):
    """Nobody is called: the crisis alert `crisis` stands for this one."""

    crisis: str


class Released(Event, frozen=True, kw_only=True):
    """The crisis alert `crisis` does not stand for this one any more."""

    crisis: str


class CameBack(Event, frozen=True, kw_only=True):
    """Readers passed the mention on: its reach grew from `before` to `reach` likes and reposts."""

    mention: str
    before: int
    reach: int


AnyEvent = (
    Watched
    | Triggered
    | MentionJoined
    | UrgencyRaised
    | Held
    | Escalated
    | TierSkipped
    | Exhausted
    | Acknowledged
    | Reminded
    | LoanEnded
    | Transferred
    | TransferAccepted
    | TransferDeclined
    | TransferBounced
    | Snoozed
    | SnoozeEnded
    | Noted
    | waiting.TicketNoted
    | Answered
    | Credited
    | Resolved
    | Reopened
    | CrisisOpened
    | CrisisEnded
    | Inhibited
    | Released
    | CameBack
    | waiting.CustomerAwaited
    | waiting.OwnerAsked
    | waiting.SolvedInPrivate
    | waiting.ReplySeen
    | Corrected
    | waiting.ReplyBegun
)
"""Every event, as the tagged union that storage reads back."""
