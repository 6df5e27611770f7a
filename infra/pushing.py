"""Putting rules in force: what they change is shown first, and nothing is changed without a yes."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain.people.rota import on_call_now
from chalicelib.domain.people.swap import passed_over
from chalicelib.domain.rules.compiled import Policies
from chalicelib.pipeline.last_calls import is_last_resort_proven
from chalicelib.ports import Store
from infra.changes import changes, shifts_that_change, what_becomes_of
from infra.errors import OperatorError
from infra.printing import plain
from infra.proofs import note_confirmed
from infra.records import now, push, pushed_policies
from infra.stage import Stage

MOST_ALERTS = 10_000


def put_in_force(stage: Stage, records: Store, wanted: Policies, *, yes: bool, brand_changes: bool) -> int:
    """Show what changes, and push it if that was agreed to; 1 where it still must be."""
    current, at = pushed_policies(records), now()
    _require_running(wanted, at)
    if current is not None:
        _require_same_brand(current, wanted, brand_changes=brand_changes)
        consequences = list(_consequences(records, current, wanted, at))
        for line in consequences:
            print(plain(line))
        if consequences and not yes:
            print("nothing was changed: say --yes to put this in force")
            return 1
    deployment = push(stage, records, wanted, at=at)
    print(f"policies {wanted.version}: in force within a minute, for {', '.join(wanted.departments)}")
    note_confirmed(records, deployment, wanted, at=at)
    if not is_last_resort_proven(records, wanted):
        print(f"no contact of {wanted.duty_manager}, the duty manager, is proven yet: see docs/escalation.md")
    return 0


def _require_same_brand(current: Policies, wanted: Policies, *, brand_changes: bool) -> None:
    if current.brand.name != wanted.brand.name and not brand_changes:
        raise OperatorError(
            f"the rules in force are those of {current.brand.name}, and these are of {wanted.brand.name}: "
            "give the right --policies DIR, or --brand-changes if it is meant"
        )


def _require_running(wanted: Policies, at: datetime) -> None:
    """Refuse rotas that have nobody on call now: their first handoff is still to come."""
    silent = [rota for rota in wanted.rotas.values() if on_call_now(rota, at) is None]
    waiting = [f"rota '{rota.id}' begins on {rota.starts:%Y-%m-%d}" for rota in silent]
    if waiting:
        raise OperatorError(f"{'; '.join(waiting)}, and until then nobody is on call in it: let `since` be in the past")


def _consequences(records: Store, current: Policies, wanted: Policies, at: datetime) -> Iterator[str]:
    yield from changes(current, wanted)
    yield from shifts_that_change(current, wanted, at)
    yield from passed_over(wanted, records.standing(), at)
    for alert in records.unresolved(limit=MOST_ALERTS):
        yield from what_becomes_of(alert, wanted)
