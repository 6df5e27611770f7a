"""`silence`: what is silenced, and silencing an author or a theme for a while."""

from argparse import Namespace
from collections.abc import Sequence
from datetime import timedelta

from rich.console import Console
from rich.table import Table
from rich.text import Text

from chalicelib.domain.judged.silence import Silence, SilenceKind
from chalicelib.pipeline.silencing import Silencing
from infra.errors import OperatorError
from infra.printing import plain
from infra.records import now, store
from infra.stage import Stage


def run(stage: Stage, flags: Namespace) -> int:
    """Decide, end, or only list; what is silenced is printed in any case."""
    records = store(stage)
    silencing = Silencing(records, records.policies, now)
    if flags.end:
        silencing.end(flags.end)
    elif flags.author or flags.theme:
        _silence(silencing, flags)
    running = silencing.running()
    show(running, [silencing.urgent_since(each) for each in running], Console())
    return 0


def show(silences: Sequence[Silence], urgent: Sequence[int], console: Console) -> None:
    """Print them as a table, the one that ends first first, each with how much urgent it swallowed."""
    if not silences:
        console.print("nothing is silenced")
        return
    table = Table("id", "what", "until (UTC)", "by", "reason", "urgent since")
    for each, count in zip(silences, urgent, strict=True):
        what = f"{each.kind} {each.subject}"
        since = str(count) if each.even_urgent else "calls people"
        cells = (each.id, what, f"{each.until:%Y-%m-%d %H:%M}", each.by, each.reason, since)
        table.add_row(*(Text(plain(cell)) for cell in cells))
    console.print(table)


def _silence(silencing: Silencing, flags: Namespace) -> None:
    missing = [f"--{name}" for name in ("hours", "by", "reason") if not getattr(flags, name)]
    if missing:
        raise OperatorError(f"a silence needs {', '.join(missing)}")
    kind = SilenceKind.AUTHOR if flags.author else SilenceKind.THEME
    until = now() + timedelta(hours=flags.hours)
    silencing.silence(
        kind,
        flags.author or flags.theme,
        by=flags.by,
        reason=flags.reason,
        until=until,
        even_urgent=flags.even_urgent,
    )
