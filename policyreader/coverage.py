"""Days to come on which days off leave nobody to call: named at a push, which lets them pass."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chalicelib.domain.people.days_off import closed_parts, is_day_off
from chalicelib.domain.people.directory import missing_reason
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Hours
from chalicelib.domain.rules.tiers import Tier
from policyreader.reach import STEP, answering, possible_people

DAY = timedelta(days=1)
QUARTERS = DAY // STEP
DAYS_AHEAD = 366


def uncovered_days(policies: Policies, *, since: datetime) -> Iterator[str]:
    """The first hour of a year in which each department's last tier reaches nobody, and on how many days more.

    Such a day passes, and the duty manager is called on it: it is worth a look, and no fault.
    """
    for department in answering(policies):
        tiers = policies.escalation[department.escalation].tiers
        gaps = list(_gaps(tiers[-1], since.astimezone(ZoneInfo(department.hours.zone)), policies))
        if gaps:
            hour, reasons = gaps[0]
            others = len({at.date() for at, _ in gaps}) - 1
            more = f", nor in some hour of {others} more day{'s' if others > 1 else ''}" if others else ""
            yield (
                f"escalation.{department.escalation}.tiers[{len(tiers) - 1}]: nobody of {department.id} can be reached "
                f"on {hour:%A %Y-%m-%d %H:%M} ({reasons}){more}: the duty manager is called"
            )


def _gaps(tier: Tier, since: datetime, policies: Policies) -> Iterator[tuple[datetime, str]]:
    """Each quarter of an hour, on the clock of `since`, in which days off leave the tier nobody, and why."""
    people = {person.id: person for target in tier.notify for person in possible_people(target, policies)}
    days = [since.date() + ahead * DAY for ahead in range(DAYS_AHEAD)]
    for day in (day for day in days if any(_is_near_a_day_off(person.hours, day) for person in people.values())):
        midnight = datetime.combine(day, time(), since.tzinfo)
        for at in (midnight + step * STEP for step in range(QUARTERS)):
            reasons = [missing_reason(target, policies, at) for target in tier.notify]
            if all(reasons):
                yield at, "; ".join(dict.fromkeys(reasons))


def _is_near_a_day_off(hours: Hours, day: date) -> bool:
    """Their day may begin in the evening here, and their night shift end in the morning."""
    near = (day - DAY, day, day + DAY)
    return any(is_day_off(hours, each) or list(closed_parts(hours, each)) for each in near)
