"""`open`: what nobody has resolved, the worst and oldest first."""

from argparse import Namespace
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from msgspec import Struct
from rich.console import Console
from rich.table import Table
from rich.text import Text

from chalicelib.domain.alert.alert import Alert
from infra.printing import plain
from infra.records import store
from infra.stage import Stage

MOST_LISTED = 10_000


class Open(Struct, frozen=True, kw_only=True):
    """One alert as it is listed. `exhausted` is whether everybody was called and nobody has it."""

    id: str
    urgency: str
    status: str
    exhausted: bool
    department: str
    owner: str | None
    opened_at: datetime
    due_at: datetime | None
    handle: str
    url: str


def run(stage: Stage, flags: Namespace) -> int:
    """Read the board and print it."""
    found = worst_first(store(stage).unresolved(limit=MOST_LISTED))
    if flags.json:
        print(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
    else:
        show(found, Console())
    return 0


def worst_first(alerts: Iterable[Alert]) -> list[Open]:
    """Urgent before routine, what everybody was called about first, what somebody has last; then the oldest."""
    ordered = sorted(alerts, key=lambda a: (not a.is_urgent, a.is_acknowledged, not a.is_exhausted, a.opened_at, a.id))
    return [
        Open(
            id=alert.id,
            urgency=alert.urgency,
            status=alert.status,
            exhausted=alert.is_exhausted,
            department=alert.department,
            owner=alert.owner,
            opened_at=alert.opened_at,
            due_at=alert.due_at,
            handle=alert.excerpt.handle,
            url=alert.excerpt.url,
        )
        for alert in ordered
    ]


def show(found: Sequence[Open], console: Console) -> None:
    """Print them as a table; what strangers wrote is printed as text."""
    if not found:
        console.print("nothing is open")
        return
    table = Table("alert", "urgency", "status", "department", "owner", "opened (UTC)", "next (UTC)", "by")
    for each in found:
        status = "nobody answered" if each.exhausted else each.status
        due = f"{each.due_at:%Y-%m-%d %H:%M}" if each.due_at else ""
        opened = f"{each.opened_at:%Y-%m-%d %H:%M}"
        cells = (each.id, each.urgency, status, each.department, each.owner or "nobody", opened, due, each.handle)
        table.add_row(*(Text(plain(cell)) for cell in cells))
    console.print(table)
