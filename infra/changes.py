"""What other rules would change: entry by entry, whose shift it is now, and what becomes of each open alert."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from msgspec import Struct

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.people.rota import on_call_now
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import TargetKind

KINDS = {
    "people": "person",
    "departments": "department",
    "rotas": "rota",
    "escalation": "escalation policy",
    "themes": "theme",
}


def changes(before: Policies, after: Policies) -> Iterator[str]:
    """One line for each entry that is new, gone or other than it was; other fields are named, never their values."""
    if before.brand != after.brand:
        was, becomes = before.brand.name, after.brand.name
        yield (
            f"brand: {was} becomes {becomes}"
            if was != becomes
            else f"brand: {', '.join(_fields(before.brand, after.brand))}"
        )
    if before.duty_manager != after.duty_manager:
        yield f"duty manager: {before.duty_manager} becomes {after.duty_manager}"
    for field, kind in KINDS.items():
        yield from _entries(kind, getattr(before, field), getattr(after, field))
    yield from _entries("route", _routes(before), _routes(after))
    both = [name for name in _routes(before) if name in _routes(after)]
    if both != [name for name in _routes(after) if name in _routes(before)]:
        yield "routes: tried in another order"


def shifts_that_change(before: Policies, after: Policies, at: datetime) -> Iterator[str]:
    """Whose running shift ends by the push itself."""
    for name, rota in before.rotas.items():
        now = on_call_now(rota, at)
        successor = after.rota(name)
        then = on_call_now(successor, at) if successor else None
        if (after.name_now(now) if now else None) != then:
            yield f"shift: {now or 'nobody'} has rota '{name}' now, and {then or 'nobody'} would"


def what_becomes_of(alert: Alert, after: Policies) -> Iterator[str]:
    """What an open alert loses: it keeps the tiers under which it opened, and people are looked up in the new rules."""
    lost = [name for name in _named(alert) if after.person(name) is None and after.rota(name) is None]
    reasons = []
    if alert.department not in after.departments:
        reasons.append(f"its department '{alert.department}' is gone")
    if lost:
        reasons.append(f"its tiers name {', '.join(lost)}, gone: they are passed, and the last resort stays")
    if reasons:
        yield f"alert {alert.id} ({alert.urgency}, {alert.status}): {'; '.join(reasons)}"


def _named(alert: Alert) -> list[str]:
    targets = [target for tier in alert.policy.tiers for target in tier.notify]
    names = [target.id for target in targets if target.kind in (TargetKind.PERSON, TargetKind.ROTA)]
    return list(dict.fromkeys(names))


def _entries(kind: str, before: Mapping[str, Struct], after: Mapping[str, Struct]) -> Iterator[str]:
    yield from (f"{kind} {name}: new" for name in after if name not in before)
    yield from (f"{kind} {name}: gone" for name in before if name not in after)
    for name, entry in after.items():
        if name in before and before[name] != entry:
            yield f"{kind} {name}: {', '.join(_fields(before[name], entry))}"


def _fields(before: Struct, after: Struct) -> list[str]:
    return [name for name in after.__struct_fields__ if getattr(before, name) != getattr(after, name)]


def _routes(policies: Policies) -> dict[str, Struct]:
    return {route.name: route for route in policies.routes}
