"""The live log of a run: what is new since the last look, one line each, on the terminal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from rich.console import Console
from rich.text import Text

from chalicelib.web.links.timeline import Voice, sentence
from infra.printing import plain
from localrun.story import heard_line, notification_line, wall_clock
from localrun.watch import Followed, Snapshot

COLOURS = {"heard": "cyan", "outcome": "blue", "alert": "red", "phone": "green", "source": "yellow"}
LATER_IN_ITS_SECOND = {"alert": 1, "phone": 2, "source": 3}


@dataclass(frozen=True)
class Line:
    """One thing to tell. `key` is what makes it new."""

    key: tuple[object, ...]
    at: datetime
    kind: str
    words: str

    @property
    def order(self) -> tuple[datetime, int]:
        """Cause before effect: they bear the clocks of different functions."""
        return self.at.replace(microsecond=0), LATER_IN_ITS_SECOND.get(self.kind, 0)


class Narrator:
    """Remembers what it has told. The first look of a later run tells nothing: yesterday is on the page."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._told: set[tuple[object, ...]] = set()

    def skip(self, snapshot: Snapshot) -> None:
        """Take everything so far as told."""
        self._told.update(line.key for line in _lines(snapshot))

    def tell(self, snapshot: Snapshot) -> None:
        """Print what is new, in the order in which it happened."""
        for line in sorted(_lines(snapshot), key=lambda line: line.order):
            if line.key not in self._told:
                self._told.add(line.key)
                self.say(line.kind, line.words, line.at)

    def say(self, kind: str, words: str, at: datetime) -> None:
        """Print one line; `words` may quote strangers and are never read as markup or as terminal commands."""
        line = Text.assemble((wall_clock(at), "dim"), "  ", (f"{kind:<8}", COLOURS.get(kind, "")), plain(words))
        self._console.print(line, soft_wrap=True, highlight=False)


def _lines(snapshot: Snapshot) -> Iterator[Line]:
    for heard in snapshot.heard:
        key = heard.mention.key
        yield Line((key, "heard"), heard.heard_at, "heard", heard_line(heard))
        yield Line((key, "outcome"), heard.heard_at, "outcome", f"{heard.outcome}: {heard.reason}")
    for followed in snapshot.alerts:
        yield from _alert_lines(followed, snapshot.voice)
    for source in snapshot.sources:
        if source.failures:
            when = source.read_at or snapshot.at
            yield Line((source.name, source.failure), when, "source", f"{source.name}: {source.failure}")


def _alert_lines(followed: Followed, voice: Voice) -> Iterator[Line]:
    alert = followed.alert
    short = f"{alert.department} {alert.id[:6]}"
    for number, event in enumerate(followed.timeline):
        yield Line((alert.id, number), event.at, "alert", f"{short}: {sentence(event, voice)}")
    for found in followed.notifications:
        if not found.is_unsent or found.reason:
            told = f"{short}: {notification_line(found)}"
            yield Line((found.id, found.status), found.sent_at or found.owed_at, "phone", told)
