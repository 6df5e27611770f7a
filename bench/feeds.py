"""What becomes of each feed file of a folder, beside feedparser: `.venv/bin/python -m bench.feeds FOLDER [--json]`.

Nothing may crash, no entry may be lost without a fault, and no two that differ may become one.
"""

import argparse
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import feedparser

from chalicelib.adapters.sources.feed import FeedSource
from chalicelib.adapters.sources.feed.fetch import Fetcher, Page
from chalicelib.domain.errors import SourceError
from chalicelib.domain.heard.source import Batch, Cursor

ADDRESS = "https://feeds.example/feed"
ENDINGS = (".xml", ".rss", ".atom", ".rdf", ".json")
MOST = 2_000


class File(NamedTuple):
    """What one file gave. `different` counts the entries of feedparser alone that differ in id, link, title or text."""

    name: str
    different: int
    mentions: int
    faults: int
    refused: str
    crashed: str

    @property
    def is_lossy(self) -> bool:
        """Whether entries are missing and nothing says so."""
        return not (self.refused or self.crashed or self.faults) and self.mentions < self.different

    @property
    def is_merging(self) -> bool:
        """Whether entries are missing that a fault does not account for by their number."""
        return self.faults > 0 and not self.refused and self.mentions < min(self.different, MOST) - 1


class OneFile(Fetcher):
    """Answers with a file instead of an address."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self.__dict__["body"] = body

    def fetch(self, url: str, **_: Any) -> Page:
        body: bytes = self.__dict__["body"]
        return Page(body=body, url=url)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--json", action="store_true")
    options = asked.parse_args()
    files = [read(path) for path in sorted(options.folder.rglob("*")) if path.suffix in ENDINGS and path.is_file()]
    told = {
        "files": len(files),
        "refused": sum(bool(file.refused) for file in files),
        "entries_that_differ": sum(file.different for file in files),
        "mentions": sum(file.mentions for file in files),
        "crashed": [f"{file.name}: {file.crashed}" for file in files if file.crashed],
        "lost_without_a_fault": [file.name for file in files if file.is_lossy],
        "merged": [file.name for file in files if file.is_merging],
    }
    print(json.dumps(told, indent=1) if options.json else "\n".join(f"{name}: {value}" for name, value in told.items()))


def read(path: Path) -> File:
    """Read one file both ways."""
    body = path.read_bytes()
    mentions, faults = 0, 0
    refused = crashed = ""
    try:
        for batch in batches(body):
            mentions, faults = mentions + len(batch.mentions), faults + len(batch.faults)
    except SourceError as error:
        refused = str(error)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is what is looked for here
        crashed = f"{type(error).__name__}: {error}"
    return File(path.name, different_in(body), mentions, faults, refused, crashed)


def batches(body: bytes) -> Iterator[Batch]:
    """All that a first reading hands over."""
    source, cursor = FeedSource(name="bench", url=ADDRESS, fetcher=OneFile(body)), Cursor()
    while True:
        batch = source.fetch(cursor, at=datetime.now(UTC), budget=None)
        yield batch
        cursor = batch.cursor
        if not batch.more:
            return


def different_in(body: bytes) -> int:
    """How many entries feedparser finds that differ in what they say."""
    try:
        entries = feedparser.parse(io.BytesIO(body)).entries
    except Exception:  # noqa: BLE001  # feedparser's own failures are not ours
        return 0
    return len({tuple(str(entry.get(name, "")) for name in ("id", "link", "title", "summary")) for entry in entries})


if __name__ == "__main__":
    main()
