"""`oncall`: who has the shift of each rota now, or at any instant, and who takes over when."""

from argparse import Namespace
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from chalicelib.domain.people.rota import on_call_next, on_call_now
from chalicelib.domain.people.swap import in_force
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Rota
from infra.records import now, store
from infra.stage import Stage


def run(stage: Stage, flags: Namespace) -> int:
    """Read the policies in force, with the swaps and absences of people, and print them as a table."""
    records = store(stage)
    show(in_force(records.policies(), records.standing()), flags.at or now(), Console())
    return 0


def show(policies: Policies, at: datetime, console: Console) -> None:
    """Print one row a rota, with times in the rota's own zone."""
    table = Table("rota", "on call", "next", "from", title=f"{at:%Y-%m-%d %H:%M %Z}", title_justify="left")
    for rota in policies.rotas.values():
        table.add_row(rota.id, on_call_now(rota, at) or "nobody", *_next(rota, at))
    console.print(table if policies.rotas else "the policies in force have no rotas")


def _next(rota: Rota, at: datetime) -> tuple[str, str]:
    taking_over = on_call_next(rota, at)
    if taking_over is None:
        return "nobody else", ""
    person, when = taking_over
    return person, f"{when.astimezone(ZoneInfo(rota.zone)):%a %Y-%m-%d %H:%M %Z}"
