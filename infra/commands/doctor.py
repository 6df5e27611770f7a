"""`doctor`: everything that must be true of a running stage, looked at now."""

from argparse import Namespace

from rich.console import Console
from rich.table import Table
from rich.text import Text

from infra.checks import Finding, Verdict, examine
from infra.stage import Stage

COLOURS = {Verdict.GOOD: "green", Verdict.NOTE: "yellow", Verdict.FAULT: "red"}


def run(stage: Stage, _flags: Namespace) -> int:
    """Print what was found; 1 if anything is at fault."""
    findings = examine(stage)
    Console(highlight=False).print(_table(stage, findings))
    return 1 if any(finding.verdict is Verdict.FAULT for finding in findings) else 0


def _table(stage: Stage, findings: list[Finding]) -> Table:
    table = Table("", "what", "found", title=f"Earshot, stage {stage.name}", title_justify="left", show_lines=False)
    for finding in findings:
        table.add_row(Text(finding.verdict, COLOURS[finding.verdict]), finding.what, Text(finding.found))
    return table
