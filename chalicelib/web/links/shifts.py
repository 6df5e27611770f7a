"""My shifts in words: what I have, what I am offered, what I offered, and whether I am away."""

from collections.abc import Sequence

from msgspec import Struct

from chalicelib.domain.people.directory import has_contact
from chalicelib.domain.people.rota import Shift
from chalicelib.domain.people.swap import Standing, Swap, SwapState
from chalicelib.domain.people.swapping import may_take
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Channel, Person, TargetKind
from chalicelib.domain.said import phrase
from chalicelib.web.links.card import Choice
from chalicelib.web.links.timeline import Voice

MOST_MINE = 8
"""Shifts of one person that the page lists."""

MOST_CHANGES = 20

CHANGES = {
    SwapState.ASKED: phrase("{by} offered the shift of {giver}"),
    SwapState.TAKEN: phrase("{by} gave {taker} the shift of {giver}"),
    SwapState.DECLINED: phrase("{by} cannot take the shift of {giver}"),
    SwapState.WITHDRAWN: phrase("{by} took the offer of {giver} back"),
}
TOOK = phrase("{taker} took the shift of {giver}")


class Offer(Struct, frozen=True, kw_only=True):
    """A shift that I may take. `is_mine_alone` is whether it was offered to me by name."""

    id: str
    words: str
    is_mine_alone: bool


class Mine(Struct, frozen=True, kw_only=True):
    """A shift of mine. `value` is what a form posts; `offer` is the swap that offers it, to whom `offered` says."""

    value: str
    words: str
    offer: str
    offered: str


class ShiftsShown(Struct, frozen=True, kw_only=True):
    """Everything that the reader can do about shifts. `away` says until when they are; empty while they are not.

    `coming` are all shifts, for an operator. `changes` are what people did, the newest first. `calendar` is the
    address of the reader's own; empty where there is none.
    """

    offers: tuple[Offer, ...]
    mine: tuple[Mine, ...]
    receivers: tuple[Choice, ...]
    away: str
    coming: tuple[Choice, ...]
    changes: tuple[str, ...]
    calendar: str


def shifts_shown(
    reader: Person, coming: Sequence[Shift], standing: Standing, voice: Voice, *, calendar: str = ""
) -> ShiftsShown:
    """What the reader is shown of the coming shifts and of everything that people changed."""
    policies, at = voice.policies, voice.at
    asked = [swap for swap in standing.swaps if swap.is_asked and swap.end > at and swap.rota in policies.rotas]
    away = next((each for each in standing.absences if each.person == reader.id and each.end > at), None)
    until = voice.time(away.end) if away else ""
    return ShiftsShown(
        offers=tuple(_offer(swap, voice) for swap in asked if may_take(swap, reader.id, policies)),
        mine=tuple(_mine(shift, asked, voice) for shift in coming if shift.person == reader.id)[:MOST_MINE],
        receivers=tuple(
            Choice(value=person.id, label=person.name)
            for person in policies.people.values()
            if person.id != reader.id and any(has_contact(person, channel) for channel in Channel)
        ),
        away=voice.tongue.say("You are away until {time}.", time=until) if away else "",
        coming=tuple(Choice(value=_value(shift), label=_named(shift, voice)) for shift in coming),
        changes=tuple(_changes(standing, voice)),
        calendar=calendar,
    )


def rota_name(rota: str, policies: Policies) -> str:
    """The departments that call it: a rota has no name of its own."""
    names = [
        department.name
        for department in policies.departments.values()
        for tier in policies.escalation[department.escalation].tiers
        if any(target.kind is TargetKind.ROTA and target.id == rota for target in tier.notify)
    ]
    return ", ".join(dict.fromkeys(names)) or rota


def _value(shift: Shift) -> str:
    return f"{shift.rota}~{shift.end.isoformat()}"


def _when(shift: Shift | Swap, voice: Voice) -> str:
    name = rota_name(shift.rota, voice.policies)
    return voice.tongue.say(
        "{rota}, {start} – {end}", rota=name, start=voice.time(shift.start), end=voice.time(shift.end)
    )


def _named(shift: Shift, voice: Voice) -> str:
    return f"{_when(shift, voice)}: {voice.name(shift.person)}"


def _offer(swap: Swap, voice: Voice) -> Offer:
    words = voice.tongue.say("{giver} offers a shift: {shift}", giver=voice.name(swap.giver), shift=_when(swap, voice))
    return Offer(id=swap.id, words=words, is_mine_alone=bool(swap.to))


def _mine(shift: Shift, asked: Sequence[Swap], voice: Voice) -> Mine:
    offer = next(
        (each for each in asked if (each.rota, each.giver, each.end) == (shift.rota, shift.person, shift.end)), None
    )
    to = voice.name(offer.to) if offer and offer.to else voice.tongue.say("whoever takes it first")
    return Mine(
        value=_value(shift),
        words=_when(shift, voice),
        offer=offer.id if offer else "",
        offered=voice.tongue.say("Offered to {to}", to=to) if offer else "",
    )


def _changes(standing: Standing, voice: Voice) -> list[str]:
    """What was done about shifts, the newest first; each with when, and what it is about."""
    done = sorted(((step, swap) for swap in standing.swaps for step in swap.steps), key=lambda each: each[0].at)
    told = []
    for step, swap in done[: -MOST_CHANGES - 1 : -1]:
        took = step.state is SwapState.TAKEN and step.by == swap.taker
        words = voice.tongue.say(
            TOOK if took else CHANGES[step.state],
            by=voice.name(step.by),
            giver=voice.name(swap.giver),
            taker=voice.name(swap.taker),
        )
        told.append(f"{voice.time(step.at)} {words} ({_when(swap, voice)})")
    return told
