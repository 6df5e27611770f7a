"""`why`: every rule, confidence, tier, notification and skip behind an alert or a mention, and why not me."""

from argparse import Namespace
from datetime import datetime

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from chalicelib.domain.alert.event import AnyEvent
from chalicelib.domain.alert.notification import Try
from chalicelib.domain.told.why import MentionWhy, Why
from chalicelib.pipeline.why import Explain
from infra.printing import escaped, plain
from infra.records import store
from infra.stage import Stage


def run(stage: Stage, flags: Namespace) -> int:
    """Read what was recorded and print it; nothing is decided again."""
    records = store(stage)
    found = Explain(records, records.policies).why(flags.subject, person=flags.person)
    if flags.json:
        print(escaped(msgspec.json.format(msgspec.json.encode(found), indent=2).decode()))
    else:
        show(found, Console())
    return 0


def show(found: Why, console: Console) -> None:
    """Print it as tables. What strangers wrote is printed as text and never as markup."""
    if found.alert:
        alert = found.alert
        facts = (
            f"alert {alert.id}: {alert.status}, {alert.urgency}, {alert.department}, owner {alert.owner or 'nobody'}"
        )
        console.print(_text(facts, style="bold"))
    for mention in found.mentions:
        _show_mention(mention, console)
    if found.timeline:
        console.print(
            _rows("timeline", [(f"{e.at:%Y-%m-%d %H:%M:%S}", type(e).__name__, _facts(e)) for e in found.timeline])
        )
    if found.notifications:
        told = [(each.notification, *_tried(one, each.owed_at)) for each in found.notifications for one in each.tries]
        console.print(_rows("notifications", told))
    for line in found.why_not:
        console.print(_text(line))


def _show_mention(mention: MentionWhy, console: Console) -> None:
    console.print(_text(f"{mention.mention}: {mention.outcome} ({mention.reason})", style="bold"))
    console.print(_text(f"policies {mention.policies_version}, model {mention.model or 'not asked'}, {mention.url}"))
    if mention.confidences:
        labels = [(each.label, each.value, f"{each.confidence:.2f}") for each in mention.confidences]
        console.print(_rows("classification", labels))
    if mention.keywords:
        console.print(_rows("keywords", [(each.theme, each.phrase, each.matched) for each in mention.keywords]))
    if mention.tried:
        routes = [(each.route, "matched" if each.matched else "no", each.why) for each in mention.tried]
        console.print(_rows("routes tried", routes))
    if mention.beside:
        console.print(_rows("said beside", [(name, value, "") for name, value in mention.beside]))


def _rows(title: str, rows: list[tuple[str, str, str]]) -> Table:
    table = Table(title=title, title_justify="left", show_header=False)
    for row in rows:
        table.add_row(*(_text(cell) for cell in row))
    return table


def _tried(one: Try, owed_at: datetime) -> tuple[str, str]:
    """What a notification became and when, and why and since when it was owed."""
    until = f", until {one.until:%Y-%m-%d %H:%M:%S}" if one.until else ""
    return f"{one.at:%Y-%m-%d %H:%M:%S} {one.status}{until}", f"owed {owed_at:%H:%M:%S} {one.reason}".rstrip()


def _facts(event: AnyEvent) -> str:
    facts = msgspec.to_builtins(event)
    return ", ".join(f"{name}: {value}" for name, value in facts.items() if name not in ("type", "alert_id", "at"))


def _text(words: str, *, style: str = "") -> Text:
    return Text(plain(words), style=style)
