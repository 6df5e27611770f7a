"""A day of posts through every stage, and what people get: `.venv/bin/python -m bench.day [FILE] [--acknowledge 10m]`.

FILE holds one post a line, as JSON: `{"at": "2026-05-04T12:00:00+00:00", "text": "...", "author": "..."}`, with
`followers`, `network` and `thread` where they are known. Without it five made-up days are told. The rules are those of
`policies/`; the world is in memory, and its clock moves five seconds at a time.
"""

import os

# One core, as in Lambda; before numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from bench.days import DAYS, Post
from bench.delays import READING, Late
from bench.told import report, row
from chalicelib.classifier import Classifier, KeywordIndex
from chalicelib.classifier.comparing import ComparingClassifier
from chalicelib.domain.alert.asked import Acknowledge
from chalicelib.domain.errors import EarshotError
from chalicelib.domain.heard.classification import Classification
from chalicelib.domain.heard.classification import Post as Read
from chalicelib.domain.heard.mention import Author, Mention, Network
from chalicelib.domain.heard.source import Batch, Cursor
from chalicelib.domain.rules.brand import SourcePolicy
from chalicelib.domain.rules.compiled import Policies
from chalicelib.pipeline.triage import Triage
from chalicelib.ports import Classifies
from policyreader import load
from tests.fakes import Delivered
from tests.functional.belt import Belt
from tests.functional.deaths import Fate
from tests.functional.phones import LINK
from tests.functional.world import World

STEP = timedelta(seconds=5)
EVERY = timedelta(minutes=1)
AFTERWARDS = timedelta(hours=3)
"""How long the day goes on after its last post."""

POLICIES = Path(__file__).parents[1] / "policies"
NEVER, HALF = "never", "half"
HEADING = "| day | posts | acknowledged |"


class Got(NamedTuple):
    """One message, when it arrived, and the alerts behind its link."""

    at: datetime
    message: Delivered
    alerts: tuple[str, ...]


class Posts:
    """A source that shows posts from their instant on, and is read from the newest that was read."""

    name = "posts"

    def __init__(self, posts: Sequence[Mention]) -> None:
        self._posts = sorted(posts, key=lambda post: post.posted_at)

    def fetch(self, cursor: Cursor, *, at: datetime, budget: int | None) -> Batch:  # noqa: ARG002  # as the port says
        read = int(cursor.get("read", "0"))
        shown = sum(post.posted_at <= at for post in self._posts[read:])
        return Batch(mentions=tuple(self._posts[read : read + shown]), cursor={"read": str(read + shown)})


class Reading:
    """The real classifier with the departments' examples; each text is read once: made-up days repeat themselves."""

    def __init__(self, classifier: Classifies) -> None:
        self._classifier = classifier
        self._read: dict[Read, Classification] = {}

    def classify(self, posts: Sequence[Read]) -> list[Classification]:
        for post in posts:
            if post not in self._read:
                [self._read[post]] = self._classifier.classify([post])
        return [self._read[post] for post in posts]


class Day(World):
    """Every stage with the real classifier, a source read every minute, and people who acknowledge as told."""

    def __init__(self, posts: Sequence[Mention], rules: Policies, classifier: Reading, *, acknowledge: str) -> None:
        brand = replace(rules.brand, sources=(SourcePolicy(name="posts", kind="posts", every=EVERY),))
        self._classifier, self._acknowledge = classifier, acknowledge
        self.start = min(post.posted_at for post in posts)
        super().__init__(replace(rules, brand=brand), at=self.start, make_source=lambda _policy, _: Posts(posts))
        self.got: list[Got] = []
        self._planned: list[tuple[datetime, str, str]] = []
        self._end = max(post.posted_at for post in posts) + AFTERWARDS

    def _wire(self, fate: Fate) -> None:
        super()._wire(fate)
        index = KeywordIndex(dict(self.policies.phrases))
        outside, telemetry = self.outside, self.telemetry
        self.triage = Triage(
            outside.store,
            outside.notifications,
            lambda: self.policies,
            self._classifier,
            lambda _: index,
            self.clock,
            telemetry,
        )
        self.mention_belt = Belt(Late(outside.take_mentions, self.clock, before=READING), self.triage.handle)
        self.notification_belt = Belt(Late(outside.take_notifications, self.clock), self.deliver.handle)

    def live(self) -> None:
        """Step through the day until nothing more can come of it."""
        next_sweep = self.clock.at
        while self.clock.at <= self._end:
            self.drain()
            if self.clock.at >= next_sweep:
                self.sweep()
                self.audit.run()
                next_sweep += EVERY
                self.drain()
            self._people_look()
            self.clock.at += STEP

    def _people_look(self) -> None:
        """People see what came and acknowledge it when their time has come."""
        for message in self.phone.delivered[len(self.got) :]:
            found = LINK.search(message.text)
            link = self.outside.store.link(found[1]) if found else None
            self.got.append(Got(self.clock.at, message, link.alerts if link else ()))
            self._plan(message.person, link.alerts if link else ())
        due = [each for each in self._planned if each[0] <= self.clock.at]
        self._planned = [each for each in self._planned if each[0] > self.clock.at]
        for _, person, alert in due:
            try:
                self.respond.act(alert, person, Acknowledge())
            except EarshotError:
                continue  # somebody else was faster

    def _plan(self, person: str, alerts: Sequence[str]) -> None:
        if self._acknowledge == NEVER:
            return
        is_half = self._acknowledge == HALF
        wait = timedelta(minutes=10 if is_half else int(self._acknowledge.removesuffix("m")))
        chosen = [alert for alert in alerts if not is_half or int(alert, 16) % 2]
        self._planned += [(self.clock.at + wait, person, alert) for alert in chosen]


def mentions(posts: Sequence[Post]) -> list[Mention]:
    """The posts as a source gives them."""
    return [
        Mention(
            source="posts",
            network=Network(post.network),
            id=str(number),
            url=f"https://{post.network}.example/{number}",
            text=post.text,
            author=Author(id=f"id-{post.author}", handle=post.author, followers=post.followers),
            posted_at=post.at,
            thread=post.thread or str(number),
            thread_author=f"id-{post.author}",
            language=post.language,
        )
        for number, post in enumerate(posts)
    ]


def main(arguments: Sequence[str] = ()) -> None:
    """Tell of the days that were asked for; the last line sums them up."""
    asked = _asked(arguments)
    days = {asked.file.name: _read(asked.file)} if asked.file else {name: make() for name, make in DAYS.items()}
    rules, broken, rows = load(POLICIES), 0, list[str]()
    classifier = Reading(ComparingClassifier(Classifier.load(), lambda: rules))
    for acknowledge in asked.acknowledge.split(","):
        for name, posts in days.items():
            day = Day(mentions(posts), rules, classifier, acknowledge=acknowledge)
            day.live()
            print(f"{name}: {len(posts)} posts, acknowledged {acknowledge}")
            broken += report(day)
            rows.append(f"| {name} | {len(posts)} | {acknowledge} | {row(day)} |")
    print(f"{len(rows)} days, {broken} promises broken")
    if asked.into:
        asked.into.write_text(_with_rows(asked.into.read_text(encoding="utf-8"), rows), encoding="utf-8")


def _with_rows(text: str, rows: Sequence[str]) -> str:
    """The document with these rows in its table of made-up days, in place of those of the same days."""
    lines = text.splitlines()
    begin = next(number for number, line in enumerate(lines) if line.startswith(HEADING)) + 2
    end = next(number for number in range(begin, len(lines)) if not lines[number].startswith("|"))
    told = {_day(row): row for row in lines[begin:end]} | {_day(row): row for row in rows}
    return "\n".join([*lines[:begin], *told.values(), *lines[end:]]) + "\n"


def _day(row: str) -> tuple[str, ...]:
    """Which day a row tells of: its name, its posts, and how people acknowledged."""
    return tuple(row.split("|")[1:4])


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.day", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", nargs="?", type=Path, help="posts, one JSON object a line")
    parser.add_argument("--acknowledge", default=NEVER, help="never, half (each after 10 minutes), or 10m; or several")
    parser.add_argument("--into", type=Path, help="a document whose table of made-up days is written anew")
    return parser.parse_args(arguments)


def _read(path: Path) -> list[Post]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [msgspec.json.decode(line, type=Post) for line in lines if line.strip()]


if __name__ == "__main__":
    main(sys.argv[1:])
