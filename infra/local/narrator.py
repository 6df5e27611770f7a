"""The live log of a run: what is new since the last look, one line each, on the terminal."""

from datetime import datetime

from rich.console import Console
from rich.text import Text

from chalicelib.web.timeline import Voice, sentence
from infra.local.story import heard_line, notification_line, wall_clock
from infra.local.watch import Followed, Snapshot

COLOURS = {"heard": "cyan", "outcome": "blue", "alert": "red", "phone": "green", "source": "yellow"}


class Narrator:
    """Remembers what it has told. The first look of a later run tells nothing: yesterday is on the page."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._told: set[object] = set()

    def skip(self, snapshot: Snapshot) -> None:
        """Take everything so far as told."""
        self._told.update(key for key, *_ in self._lines(snapshot))

    def tell(self, snapshot: Snapshot) -> None:
        """Print what is new, in the order in which it happened."""
        for key, at, kind, words in sorted(self._lines(snapshot), key=lambda line: line[1]):
            if key not in self._told:
                self._told.add(key)
                self.say(kind, words, at)

    def say(self, kind: str, words: str, at: datetime) -> None:
        """Print one line; `words` may quote strangers and are never read as markup or as terminal commands."""
        plain = "".join(letter if letter.isprintable() else " " for letter in words)
        line = Text.assemble((wall_clock(at), "dim"), "  ", (f"{kind:<8}", COLOURS.get(kind, "")), plain)
        self._console.print(line, soft_wrap=True, highlight=False)

    def _lines(self, snapshot: Snapshot) -> list[tuple[object, datetime, str, str]]:
        lines: list[tuple[object, datetime, str, str]] = []
        for heard in snapshot.heard:
            key = heard.mention.key
            lines.append((key, heard.heard_at, "heard", heard_line(heard)))
            lines.append(((key, "why"), heard.heard_at, "outcome", f"{heard.outcome}: {heard.reason}"))
        for followed in snapshot.alerts:
            lines += _alert_lines(followed, snapshot.voice)
        for source in snapshot.sources:
            if source.failures:
                when = source.read_at or snapshot.at
                lines.append(((source.name, source.failure), when, "source", f"{source.name}: {source.failure}"))
        return lines


def _alert_lines(followed: Followed, voice: Voice) -> list[tuple[object, datetime, str, str]]:
    alert = followed.alert
    short = f"{alert.department} {alert.id[:6]}"
    events: list[tuple[object, datetime, str, str]] = [
        ((alert.id, number), event.at, "alert", f"{short}: {sentence(event, voice)}")
        for number, event in enumerate(followed.timeline)
    ]
    told: list[tuple[object, datetime, str, str]] = [
        ((found.id, found.status), found.sent_at or found.owed_at, "phone", f"{short}: {notification_line(found)}")
        for found in followed.notifications
        if not found.is_unsent or found.reason
    ]
    return events + told
