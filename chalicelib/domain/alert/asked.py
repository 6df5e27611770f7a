"""What a person can ask of an alert, as values: the forms of the pages and the bodies of webhooks read into these."""

from datetime import UTC, datetime
from typing import Annotated

from msgspec import Meta, Struct

from chalicelib.domain.alert import acts, sending_on, transfer
from chalicelib.domain.alert.alert import Alert, ChildrenEnd
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.crisis import end_crisis
from chalicelib.domain.alert.escalation import reopen
from chalicelib.domain.alert.ticket import note_ticket
from chalicelib.domain.alert.undoing import undo
from chalicelib.domain.alert.waiting import Ending, tell_ending
from chalicelib.domain.errors import IllegalTransitionError, UnprocessableError
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.said import said

NO_ANSWER = said("needs no answer")
ANSWERED = said("answered")

Words = Annotated[str, Meta(max_length=2_000)]
Instant = Annotated[datetime, Meta(tz=True)]


class Asked(Struct, frozen=True, kw_only=True, tag_field="action", forbid_unknown_fields=True):
    """One act, without who and when."""


class Acknowledge(Asked, frozen=True, kw_only=True, tag="acknowledge"):
    """I have it, for as long as `lasting` says (`2h`, `1d`, `3 business days`), else as the policy says."""

    lasting: Annotated[str, Meta(max_length=40)] = ""


class Accept(Asked, frozen=True, kw_only=True, tag="accept"):
    """What was handed over to me is mine."""


class Decline(Asked, frozen=True, kw_only=True, tag="decline"):
    """Not ours; `note` may say whose."""

    note: Words = ""


class Transfer(Asked, frozen=True, kw_only=True, tag="transfer"):
    """Hand over to a department or a person, by id."""

    to: Annotated[str, Meta(min_length=1, max_length=100)]
    note: Words = ""


class TakeBack(Asked, frozen=True, kw_only=True, tag="take-back"):
    """What I handed over, and nobody accepted yet, is mine again."""


class Pass(Asked, frozen=True, kw_only=True, tag="pass"):
    """Not me now: call the next tier."""


class Resolve(Asked, frozen=True, kw_only=True, tag="resolve"):
    """Done, or nothing to do."""

    reason: Annotated[str, Meta(min_length=1, max_length=2_000)] = NO_ANSWER


class Snooze(Asked, frozen=True, kw_only=True, tag="snooze"):
    """I have it, later."""

    until: Instant
    reason: Words


class Note(Asked, frozen=True, kw_only=True, tag="note"):
    """Something that the others should know."""

    text: Words


class NoteTicket(Asked, frozen=True, kw_only=True, tag="ticket"):
    """The helpdesk deals with it under this number or address."""

    ticket: Words


class Reopen(Asked, frozen=True, kw_only=True, tag="reopen"):
    """It needs an answer after all."""

    reason: Annotated[str, Meta(min_length=1, max_length=2_000)]


class Undo(Asked, frozen=True, kw_only=True, tag="undo"):
    """It was resolved by mistake, a moment ago: I have it."""


class EndCrisis(Asked, frozen=True, kw_only=True, tag="end-crisis"):
    """The crisis is over; `children` says what becomes of the alerts that it stood for."""

    reason: Annotated[str, Meta(min_length=1, max_length=2_000)]
    children: ChildrenEnd


class TellEnding(Asked, frozen=True, kw_only=True, tag="tell-ending"):
    """How a conversation that we took to a private channel ended."""

    ending: Ending


class Reply(Asked, frozen=True, kw_only=True, tag="reply-there"):
    """I am writing a public answer: the others see it for ten minutes."""


Act = (
    Acknowledge
    | Accept
    | Decline
    | Transfer
    | TakeBack
    | Pass
    | Resolve
    | Snooze
    | Note
    | Reopen
    | Undo
    | EndCrisis
    | TellEnding
    | NoteTicket
    | Reply
)

OWNING = (Acknowledge, Accept, Snooze, Transfer, TakeBack, Undo, TellEnding, Reply)
"""Acts after which reminders or bounces are sent to whoever acted: only a person can do them, not a tool."""


def carry_out(  # noqa: C901, PLR0912  # one case an act
    act: Act, alert: Alert, *, by: str, policies: Policies, at: datetime
) -> Change:
    """What `alert` becomes; raises where the alert, the policies or the words of the act do not allow it."""
    match act:
        case Acknowledge() if alert.handover is not None and alert.handover.sender == by:
            return transfer.take_back(alert, by=by, at=at)
        case TakeBack():
            return transfer.take_back(alert, by=by, at=at)
        case Acknowledge(lasting=lasting):
            return acts.acknowledge(alert, by=by, at=at, lasting=lasting.strip())
        case Accept():
            _require_handover(alert)
            return acts.acknowledge(alert, by=by, at=at)
        case Decline(note=note):
            return sending_on.decline(alert, by=by, note=note.strip(), policies=policies, at=at)
        case Transfer(to=to, note=note):
            return transfer.transfer(alert, by=by, to=to, note=note.strip(), policies=policies, at=at)
        case Pass():
            return sending_on.pass_on(alert, by=by, policies=policies, at=at)
        case Resolve(reason=reason):
            return acts.resolve(alert, by=by, reason=reason.strip() or NO_ANSWER, at=at)
        case Snooze(until=until, reason=reason):
            return acts.snooze(alert, by=by, until=in_utc(until), reason=reason, at=at)
        case Note(text=text):
            return acts.note(alert, by=by, text=text, at=at)
        case NoteTicket(ticket=ticket):
            return note_ticket(alert, by=by, ticket=ticket, at=at)
        case Reply():
            return acts.begin_reply(alert, by=by, at=at)
        case Undo():
            return undo(alert, by=by, at=at)
        case TellEnding(ending=ending):
            return tell_ending(alert, ending, by=by, at=at)
        case EndCrisis(reason=reason, children=children):
            return end_crisis(alert, by=by, reason=reason.strip(), children=children, at=at)
        case Reopen(reason=reason):
            return reopen(alert, by=by, reason=reason.strip(), since=at, policies=policies, at=at)


def _require_handover(alert: Alert) -> None:
    if alert.handover is None and not alert.is_resolved and not alert.is_acknowledged:
        raise IllegalTransitionError(said("cannot accept alert {alert}: nobody hands it over", alert=alert.id))


def in_utc(until: datetime) -> datetime:
    """The instant in UTC; raise UnprocessableError for one that has no place in any calendar there."""
    try:
        return until.astimezone(UTC)
    except OverflowError as error:
        raise UnprocessableError(said("until: {until} is no instant that can be", until=until.isoformat())) from error
