"""`replay`: the stored mentions through changed policies, telling nobody, to see what a push would change."""

from argparse import Namespace
from collections.abc import Mapping
from datetime import timedelta

from rich.console import Console
from rich.table import Table
from rich.text import Text

import policyreader
from chalicelib.classifier import KeywordIndex
from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.event import Acknowledged, Resolved
from chalicelib.domain.rules.compiled import Policies
from chalicelib.ports import Store
from infra.by_example import belongings
from infra.errors import OperatorError
from infra.printing import plain
from infra.records import now, store
from infra.rehearsal import Difference, Finds, difference, rehearse
from infra.stage import Stage


def run(stage: Stage, flags: Namespace) -> int:
    """Rehearse the policies in force and the changed ones on the same mentions, and compare."""
    if flags.days < 1:
        raise OperatorError(f"--days: must be at least 1, got {flags.days}")
    records, changed = store(stage), policyreader.load(flags.policies)
    at, current = now(), records.policies()
    heards = list(records.heard_between(at - timedelta(days=flags.days), at))
    lasted = _lasted(records, {heard.alert_id for heard in heards if heard.alert_id})
    before, after = (
        rehearse(heards, policies, _finds(policies), lasted, belongs)
        for policies, belongs in zip((current, changed), belongings(heards, (current, changed)), strict=True)
    )
    print(f"{len(heards)} mentions of {flags.days} days; policies {current.version} in force, {changed.version} tried")
    show(difference(before, after, changed), Console())
    return 0


def show(found: Difference, console: Console) -> None:
    """Print it as tables; what strangers wrote is printed as text."""
    table = Table(title="who would be told", title_justify="left")
    for name in ("person", "messages in force", "tried", "at night in force", "tried"):
        table.add_column(name)
    for person, (before, after) in found.loads.items():
        figures = (before.messages, after.messages, before.at_night, after.at_night)
        table.add_row(Text(person), *(str(figure) for figure in figures))
    console.print(table)
    _list(f"alerts gained: {len(found.gained)}", [_line(each) + _like(each, found) for each in found.gained], console)
    _list(f"alerts missed: {len(found.missed)}", [_line(alert) for alert in found.missed], console)
    moves = [
        f"{_line(before)} -> {after.department}, {after.urgency}, {after.status}{_like(after, found)}"
        for before, after in found.moved
    ]
    _list(f"alerts that change department, urgency or status: {len(moves)}", moves, console)


def _list(title: str, lines: list[str], console: Console) -> None:
    console.print(Text(title, style="bold"))
    for line in lines:
        console.print(Text(f"  {plain(line)}"))


def _line(alert: Alert) -> str:
    words = " ".join(alert.excerpt.text.split())[:80]
    return f"{alert.opened_at:%Y-%m-%d %H:%M} {alert.department}, {alert.urgency}, {alert.status}: {words}"


def _like(alert: Alert, found: Difference) -> str:
    like = found.likes.get(alert.id)
    return f", most like: '{like}'" if like else ""


def _finds(policies: Policies) -> Finds:
    return KeywordIndex(policies.phrases).find


def _lasted(records: Store, alerts: set[str]) -> Mapping[str, timedelta]:
    """How long after opening each alert was acknowledged or ended, for those that were."""
    found = {}
    for key in alerts:
        alert = records.alert(key)
        ends = [event.at for event in records.timeline(key) if isinstance(event, Acknowledged | Resolved)]
        if alert and ends:
            found[key] = min(ends) - alert.opened_at
    return found
