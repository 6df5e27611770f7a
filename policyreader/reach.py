"""Rules that reach nobody are refused: in any hour of the week, every department's last tier reaches somebody."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from math import lcm
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.domain.people.directory import missing_reason
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Hours, Person, Target, TargetKind
from chalicelib.domain.rules.tiers import Department, Tier

STEP = timedelta(minutes=15)
WEEK = timedelta(weeks=1)
LONGEST_ROUND = 53 * WEEK
ORDINARY_MONDAY = datetime(2024, 1, 1, tzinfo=UTC)


class Unreachable(Struct, frozen=True):
    """Nobody answers for `department` at `hour` (local to the department) in its last tier."""

    department: str
    escalation: str
    tier: int
    hour: datetime
    reason: str

    def __str__(self) -> str:
        return f"nobody can be reached on {self.hour:%A %H:%M} ({self.reason})"


def unreachable_hours(policies: Policies) -> Iterator[Unreachable]:
    """The first hour of the week in which each department's last tier reaches nobody.

    Urgent alerts break through a department's hours, so every hour counts; a person's own hours count too.
    Whole rounds of the rotas are looked at. Days off, holidays and overrides pass, so they do not count.
    """
    ordinary = _without_exceptions(policies)
    for department in answering(ordinary):
        policy = ordinary.escalation[department.escalation]
        last = policy.tiers[-1]
        since = _start(last, department, ordinary)
        for at in _instants(last, since, ordinary):
            reasons = [missing_reason(target, ordinary, at) for target in last.notify]
            if all(reasons):
                hour = at.astimezone(ZoneInfo(department.hours.zone))
                words = "; ".join(dict.fromkeys(reasons))
                yield Unreachable(department.id, policy.id, len(policy.tiers) - 1, hour, words)
                break


def answering(policies: Policies) -> Iterator[Department]:
    """Every department with the policy that it follows, and once more whichever answers for a crisis."""
    yield from policies.departments.values()
    if policies.crisis is not None:
        yield replace(policies.departments[policies.crisis.department], escalation=policies.crisis.escalation)


def _without_exceptions(policies: Policies) -> Policies:
    people = {name: replace(person, hours=_weekly(person.hours)) for name, person in policies.people.items()}
    rotas = {name: replace(rota, overrides=()) for name, rota in policies.rotas.items()}
    return replace(policies, people=people, rotas=rotas)


def _weekly(hours: Hours) -> Hours:
    return Hours(zone=hours.zone, periods=hours.periods)


def _start(tier: Tier, department: Department, policies: Policies) -> datetime:
    """The Monday from which every rota of the tier runs."""
    starts = [policies.rotas[target.id].starts for target in tier.notify if target.kind is TargetKind.ROTA]
    first = max([*starts, ORDINARY_MONDAY]).astimezone(ZoneInfo(department.hours.zone))
    monday = first.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=(-first.weekday()) % 7)
    return (monday if monday >= first else monday + WEEK).astimezone(UTC)


def _instants(tier: Tier, since: datetime, policies: Policies) -> list[datetime]:
    """Every quarter of an hour of a round, and every instant at which somebody's hours end: there each gap begins."""
    until = since + _round(tier, policies)
    quarters = {since + step * STEP for step in range((until - since) // STEP)}
    people = {person.id: person for target in tier.notify for person in possible_people(target, policies)}
    ends = {end for person in people.values() for end in _ends(person.hours, since, until)}
    return sorted(quarters | ends)


def _ends(hours: Hours, since: datetime, until: datetime) -> Iterator[datetime]:
    zone = ZoneInfo(hours.zone)
    first = since.astimezone(zone).date()
    for day in (first + timedelta(days=ahead) for ahead in range((until - since).days + 1)):
        for period in hours.periods:
            end = datetime.combine(day, period.end, zone).astimezone(UTC)
            if period.weekday == day.weekday() and since <= end < until:
                yield end


def _round(tier: Tier, policies: Policies) -> timedelta:
    """How long it takes until the same people are reached in the same hours again."""
    if all(not person.hours.periods for target in tier.notify for person in possible_people(target, policies)):
        return STEP
    rotas = [policies.rotas[target.id] for target in tier.notify if target.kind is TargetKind.ROTA]
    return min(timedelta(days=lcm(7, *(rota.days * len(rota.members) for rota in rotas))), LONGEST_ROUND)


def possible_people(target: Target, policies: Policies) -> tuple[Person, ...]:
    """Everybody whom `target` can ever mean."""
    if target.kind is TargetKind.PERSON:
        return (policies.people[target.id],)
    rota = policies.rotas[target.id]
    names = [*rota.members, *(override.person for override in rota.overrides)]
    return tuple(policies.people[name] for name in dict.fromkeys(names))
