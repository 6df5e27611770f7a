"""Cover: who would be told first about what is urgent at each instant, and the holes in which nobody would be."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.domain.people.directory import reachable_people
from chalicelib.domain.people.rota import shifts
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Target
from chalicelib.domain.rules.tiers import Tier

STEP = timedelta(minutes=15)
"""Hours are looked at so often; shifts to the minute."""

Reached = tuple[str, ...]
"""The ids of whom a tier reaches; empty where it reaches nobody."""


class Stretch(Struct, frozen=True, kw_only=True):
    """In [start, end) these people would be told first; nobody where `people` is empty."""

    people: Reached
    start: datetime
    end: datetime


def covers(policies: Policies, start: datetime, end: datetime) -> dict[str, tuple[Stretch, ...]]:
    """Who covers each department from `start` to `end`, without a gap: the first tier that reaches anybody."""
    instants, reached = _instants(policies, start, end), _remembering(policies)

    def first_told(tiers: Sequence[Tier], at: datetime) -> Reached:
        return next((people for tier in tiers if (people := _told(tier, at, reached))), ())

    return {
        department.id: _joined(
            [(first_told(policies.escalation[department.escalation].tiers, at), at) for at in instants], end
        )
        for department in policies.departments.values()
    }


def new_hole(before: Policies, after: Policies, start: datetime, end: datetime) -> tuple[str, datetime] | None:
    """The department and the first time in [start, end) at which only `after` leaves its last tier with nobody."""
    reached_before, reached_after = _remembering(before), _remembering(after)
    tiers = _changed_last_tiers(before, after)
    for at in _instants(after, start, end) if tiers else ():
        for department, tier in tiers:
            if not _told(tier, at, reached_after) and _told(tier, at, reached_before):
                return department, at
    return None


def _changed_last_tiers(before: Policies, after: Policies) -> list[tuple[str, Tier]]:
    """Every last tier that names whom, or a rota in which, something changes."""
    people = {id for id, person in after.people.items() if before.people.get(id) != person}
    changed = people | {
        id
        for id, rota in after.rotas.items()
        if before.rotas.get(id) != rota or people & {*rota.members, *(each.person for each in rota.overrides)}
    }
    last = ((id, policy.tiers[-1]) for id in after.departments for policy in after.escalations_of(id))
    return [(id, tier) for id, tier in last if any(target.id in changed for target in tier.notify)]


def _told(tier: Tier, at: datetime, reached: Callable[[Target, datetime], Reached]) -> Reached:
    return tuple(dict.fromkeys(person for target in tier.notify for person in reached(target, at)))


def _remembering(policies: Policies) -> Callable[[Target, datetime], Reached]:
    """Whom a target reaches; departments share targets, so each is asked for once an instant."""
    known: dict[tuple[Target, datetime], Reached] = {}

    def reached(target: Target, at: datetime) -> Reached:
        if (target, at) not in known:
            known[target, at] = tuple(person.id for person in reachable_people(target, policies, at))
        return known[target, at]

    return reached


def _instants(policies: Policies, start: datetime, end: datetime) -> list[datetime]:
    quarters = {start + number * STEP for number in range((end - start) // STEP)}
    return sorted(quarters | {shift.start for rota in policies.rotas.values() for shift in shifts(rota, start, end)})


def _joined(told: Sequence[tuple[Reached, datetime]], end: datetime) -> tuple[Stretch, ...]:
    joined: list[Stretch] = []
    for people, at in told:
        if joined and joined[-1].people == people:
            continue
        joined = [*joined[:-1], replace(joined[-1], end=at)] if joined else joined
        joined.append(Stretch(people=people, start=at, end=end))
    return tuple(joined)
