"""What may become of a shift that somebody gives: asked, taken, declined, taken back; each refusal says why."""

from datetime import datetime

from msgspec.structs import replace

from chalicelib.domain.errors import ShiftError, UnprocessableError
from chalicelib.domain.people.cover import new_hole
from chalicelib.domain.people.directory import has_contact
from chalicelib.domain.people.rota import Shift, on_call_now
from chalicelib.domain.people.swap import LONGEST_ABSENCE, Absence, Standing, Swap, SwapState, in_force, swap_id
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Channel
from chalicelib.domain.said import said


def ask(shift: Shift, to: str, *, by: str, known: Swap | None, policies: Policies, at: datetime) -> Swap:
    """Offer a shift to somebody, or, where `to` is empty, to the other members of its rota.

    `known` is what was done about giving this shift before; `policies` are those in force.
    """
    if known is not None and known.is_asked:
        raise ShiftError(said("this shift is offered already: take that back first"))
    if to:
        _require_able(to, shift.person, policies)
    return replace(_begun(shift, known), to=to, taker="").then(SwapState.ASKED, by=by, at=at)


def put_in(shift: Shift, person: str, *, by: str, known: Swap | None, policies: Policies, at: datetime) -> Swap:
    """Give somebody a shift at once, without asking them."""
    _require_able(person, shift.person, policies)
    return replace(_begun(shift, known), to=person, taker=person).then(SwapState.TAKEN, by=by, at=at)


def take(swap: Swap, *, by: str, policies: Policies, at: datetime) -> Swap:
    """Accept a shift; of one that has begun, the rest."""
    require_offered(swap, policies, at)
    if not may_take(swap, by, policies):
        raise ShiftError(said("this shift is offered to somebody else"))
    if on_call_now(policies.rotas[swap.rota], max(swap.start, at)) != swap.giver:
        raise ShiftError(said("{name} does not have this shift any more", name=_name(swap.giver, policies)))
    _require_able(by, swap.giver, policies)
    return replace(swap, taker=by).then(SwapState.TAKEN, by=by, at=at)


def decline(swap: Swap, *, by: str, policies: Policies, at: datetime) -> Swap:
    """Say no to a shift that was offered to oneself alone."""
    require_offered(swap, policies, at)
    if swap.to != by:
        raise ShiftError(said("this shift is offered to somebody else"))
    return swap.then(SwapState.DECLINED, by=by, at=at)


def withdraw(swap: Swap, *, by: str, is_operator: bool, policies: Policies, at: datetime) -> Swap:
    """Take back what one offered, while nobody has taken it."""
    require_offered(swap, policies, at)
    if swap.giver != by and not is_operator:
        raise ShiftError(said("only who offered a shift takes that back"))
    return swap.then(SwapState.WITHDRAWN, by=by, at=at)


def may_take(swap: Swap, person: str, policies: Policies) -> bool:
    """Whether the shift was offered to this person: by name, or as a member of its rota."""
    rota = policies.rotas.get(swap.rota)
    is_member = rota is not None and person in rota.members
    return person == swap.to if swap.to else is_member and person != swap.giver


def absence(person: str, start: datetime, end: datetime, *, by: str, policies: Policies, at: datetime) -> Absence:
    """Say that somebody is away from `start` to `end`."""
    if not at < end or not start < end:
        raise UnprocessableError(said("an absence must end after it begins, and later than now"))
    if end - start > LONGEST_ABSENCE:
        raise UnprocessableError(said("an absence lasts {days} days at most", days=LONGEST_ABSENCE.days))
    if person == policies.duty_manager:
        raise ShiftError(
            said("{name} is the duty manager, who is told when nobody answers", name=_name(person, policies))
        )
    return Absence(person=person, start=max(start, at), end=end, by=by, at=at)


def require_cover(pushed: Policies, before: Standing, after: Standing, *, start: datetime, end: datetime) -> None:
    """Raise ShiftError where the change would leave a department's last tier with nobody (promise 13)."""
    hole = new_hole(in_force(pushed, before), in_force(pushed, after), start, end)
    if hole is not None:
        department, when = hole
        raise ShiftError(
            said(
                "nobody would answer for {department} on {time}: find somebody for that first",
                department=pushed.departments[department].name,
                time=f"{when:%Y-%m-%d %H:%M} UTC",
            )
        )


def require_offered(swap: Swap, policies: Policies, at: datetime) -> None:
    """Raise ShiftError unless the shift is still offered, with what became of it."""
    if swap.is_taken:
        raise ShiftError(said("{name} has this shift already", name=_name(swap.taker, policies)))
    if not swap.is_asked:
        raise ShiftError(said("this shift is not offered any more: that was taken back or declined"))
    if at >= swap.end or swap.rota not in policies.rotas:
        raise ShiftError(said("this shift is over"))


def _begun(shift: Shift, known: Swap | None) -> Swap:
    """The swap of this shift, with what was done about it before."""
    giver = shift.person or ""
    fresh = Swap(
        id=swap_id(shift.rota, giver, shift.end), rota=shift.rota, giver=giver, start=shift.start, end=shift.end
    )
    return replace(fresh, steps=known.steps, version=known.version) if known else fresh


def _require_able(person: str, giver: str | None, policies: Policies) -> None:
    if person == giver:
        raise UnprocessableError(said("{name} has this shift", name=_name(person, policies)))
    found = policies.people.get(person)
    if found is None or not any(has_contact(found, channel) for channel in Channel):
        raise UnprocessableError(said("{name} cannot be told of anything", name=_name(person, policies)))


def _name(person: str, policies: Policies) -> str:
    found = policies.people.get(person)
    return found.name if found else person
