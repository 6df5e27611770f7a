"""Rules that reach nobody are refused: in any hour of a year, every department's last tier reaches somebody."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.domain.people.directory import missing_reason
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Hours, Person, Rota, Target, TargetKind
from chalicelib.domain.rules.tiers import Department, Tier

STEP = timedelta(minutes=15)
"""Clocks are set otherwise at a quarter of an hour."""

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
A_YEAR = 53 * WEEK
LATER = 5 * WEEK
"""After so long a gap is not one of every week."""

ORDINARY_MONDAY = datetime(2024, 1, 1, tzinfo=UTC)


class Unreachable(Struct, frozen=True):
    """Nobody answers for `department` at `hour` (local to the department) in its last tier.

    `month` is named where it is not so from the beginning: clocks were set otherwise since.
    """

    department: str
    escalation: str
    tier: int
    hour: datetime
    reason: str
    month: str = ""

    def __str__(self) -> str:
        when = f"{self.hour:%A %H:%M} in {self.month}" if self.month else f"{self.hour:%A %H:%M}"
        return f"nobody can be reached on {when} ({self.reason})"


def unreachable_hours(policies: Policies) -> Iterator[Unreachable]:
    """The first hour in which each department's last tier reaches nobody.

    Urgent alerts break through a department's hours, so every hour counts; a person's own hours count too.
    A whole year is looked at, since clocks are not set otherwise everywhere at once. Days off, holidays and overrides
    pass, so they do not count.
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
                month = f"{hour:%B}" if at >= since + LATER else ""
                yield Unreachable(department.id, policy.id, len(policy.tiers) - 1, hour, words, month)
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
    """Every instant of a year at which a gap may begin: hours end, shifts change, clocks are set otherwise."""
    people = {person.id: person for target in tier.notify for person in possible_people(target, policies)}
    worked = [person.hours for person in people.values() if person.hours.periods]
    if not worked:
        return [since]
    rotas = [policies.rotas[target.id] for target in tier.notify if target.kind is TargetKind.ROTA]
    zones = {hours.zone for hours in worked} | {rota.zone for rota in rotas}
    found = {since}
    found.update(end for hours in worked for end in _ends(hours, since))
    found.update(handoff for rota in rotas for handoff in _handoffs(rota, since))
    found.update(quarter for zone in zones for quarter in _days_of_change(ZoneInfo(zone), since))
    return sorted(at for at in found if since <= at < since + A_YEAR)


def _ends(hours: Hours, since: datetime) -> Iterator[datetime]:
    zone = ZoneInfo(hours.zone)
    first = since.astimezone(zone).date()
    for day in (first + ahead * DAY for ahead in range(A_YEAR.days + 1)):
        for period in hours.periods:
            if period.weekday == day.weekday():
                ends_on = day + DAY if period.end == time() else day
                yield datetime.combine(ends_on, period.end, zone).astimezone(UTC)


def _handoffs(rota: Rota, since: datetime) -> Iterator[datetime]:
    zone, turn = ZoneInfo(rota.zone), timedelta(days=rota.days)
    first = rota.starts.astimezone(zone).replace(tzinfo=None)
    gone = (since.astimezone(zone).replace(tzinfo=None) - first) // turn
    for number in range(gone, gone + A_YEAR // turn + 2):
        yield (first + number * turn).replace(tzinfo=zone).astimezone(UTC)


def _days_of_change(zone: ZoneInfo, since: datetime) -> Iterator[datetime]:
    """The quarters of an hour of the days on which clocks in `zone` are set otherwise."""
    for day in (since + ahead * DAY for ahead in range(A_YEAR.days)):
        if day.astimezone(zone).utcoffset() != (day + DAY).astimezone(zone).utcoffset():
            yield from (day + step * STEP for step in range(DAY // STEP + 1))


def possible_people(target: Target, policies: Policies) -> tuple[Person, ...]:
    """Everybody whom `target` can ever mean."""
    if target.kind is TargetKind.PERSON:
        return (policies.people[target.id],)
    rota = policies.rotas[target.id]
    names = [*rota.members, *(override.person for override in rota.overrides)]
    return tuple(policies.people[name] for name in dict.fromkeys(names))
