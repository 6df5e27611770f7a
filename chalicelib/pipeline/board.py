"""The board: what is open, filtered, searched and sorted from glances, and the few alerts that are shown whole."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec import Struct

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.glance import Glance, need
from chalicelib.domain.judged.outcome import Heard
from chalicelib.domain.told.readable import one_line
from chalicelib.ports import Clock, Store

PAGE = 40
"""Alerts on one page."""

MOST_AT_ONCE = 100
"""Alerts that one press acts on: the gateway ends a request after half a minute."""

MOST_HEARD = 50

SEARCHED = timedelta(days=30)
"""How far back what was heard is listed and searched."""


class Wanted(Struct, frozen=True, kw_only=True):
    """What somebody wants to see of the board; empty means all of it. `after` counts the alerts passed over."""

    department: str = ""
    status: str = ""
    urgency: str = ""
    source: str = ""
    theme: str = ""
    who: str = ""
    q: str = ""
    sort: str = ""
    after: int = 0


class Seen(Struct, frozen=True, kw_only=True):
    """One alert of the board with the mention that it began with, where that is known."""

    alert: Alert
    heard: Heard | None


class BoardPage(Struct, frozen=True, kw_only=True):
    """One page of the board. `counts` are how many open alerts there are by each filter, whatever is wanted."""

    seen: tuple[Seen, ...]
    matching: int
    counts: Mapping[str, Mapping[str, int]]
    open: int


class HeardPage(Struct, frozen=True, kw_only=True):
    """Mentions, the newest first; those before `older` are on the next page, None where there is none."""

    heards: Sequence[Heard]
    older: datetime | None


@dataclass(frozen=True)
class Board:
    """Reads what the desk shows."""

    store: Store
    clock: Clock

    def page(self, wanted: Wanted, *, reader: str) -> BoardPage:
        """What `reader` sees now: two reads, however much is open."""
        glances = self.store.glances()
        matching = self._matching(glances, wanted, reader)
        shown = matching[wanted.after : wanted.after + PAGE]
        alerts, heards = self.store.seen([seen.id for seen in shown], [seen.mention for seen in shown])
        return BoardPage(
            seen=tuple(
                Seen(alert=alerts[glance.id], heard=heards.get(glance.mention))
                for glance in shown
                if glance.id in alerts
            ),
            matching=len(matching),
            counts=counts(glances, reader),
            open=len(glances),
        )

    def ids(self, wanted: Wanted, *, reader: str, action: str = "", to: str = "") -> Sequence[str]:
        """Every alert of a filter to which `action` was not done yet, in the order of the board."""
        matching = self._matching(self.store.glances(), wanted, reader)
        return [seen.id for seen in matching if not _is_done(seen, action, reader=reader, to=to)]

    def heard(self, before: datetime | None, *, q: str = "") -> HeardPage:
        """The newest mentions heard within the day before `before` that say all words of `q`, whatever became of them.

        A day is read at a time, and none that is older than the last thirty.
        """
        now = self.clock()
        oldest, words = now - SEARCHED, one_line(q).casefold().split()
        last = max(oldest, min(before or now, now))
        start, end = max(last - timedelta(days=1), oldest), last if last < now else now + timedelta(seconds=1)
        found = [heard for heard in self.store.heard_between(start, end) if _heard_says(heard, words)]
        shown = found[: -MOST_HEARD - 1 : -1]
        older = shown[-1].heard_at if len(found) > MOST_HEARD else start
        return HeardPage(heards=shown, older=older if older > oldest else None)

    def _matching(self, glances: Sequence[Glance], wanted: Wanted, reader: str) -> list[Glance]:
        words = one_line(wanted.q).casefold().split()
        found = [seen for seen in glances if _fits(seen, wanted, reader) and _says(seen, words)]
        return sorted(found, key=SORTS.get(wanted.sort, need))


SORTS: dict[str, Callable[[Glance], tuple[object, ...]]] = {
    "newest": lambda seen: (-seen.opened_at.timestamp(), seen.id),
    "oldest": lambda seen: (seen.opened_at, seen.id),
}
"""Orders beside the usual one, which is by need."""

PLACES: dict[str, Callable[[Glance], bool]] = {
    "exhausted": lambda seen: seen.is_exhausted,
    "held": lambda seen: seen.is_held,
    "snoozed": lambda seen: seen.is_snoozed,
    "waiting": lambda seen: seen.is_waiting,
    "behind": lambda seen: seen.inhibited_by is not None,
    "crisis": lambda seen: seen.is_crisis,
}
"""States beside an alert's status that have their own place on the board."""


def _fits(seen: Glance, wanted: Wanted, reader: str) -> bool:
    asked = (
        (wanted.department, seen.department),
        (wanted.urgency, seen.urgency.value),
        (wanted.source, seen.network.value),
        (wanted.theme, seen.theme or ""),
    )
    return (
        all(want in ("", has) for want, has in asked)
        and _is_of(seen, wanted.who, reader)
        and (not wanted.status or wanted.status in _statuses(seen))
    )


def _is_done(seen: Glance, action: str, *, reader: str, to: str) -> bool:
    """Whether pressing once more would do nothing: it is the reader's already, or was handed there."""
    if action == "acknowledge":
        return seen.owner == reader
    return action == "transfer" and (seen.department == to or to in seen.with_people)


def _is_of(seen: Glance, who: str, reader: str) -> bool:
    return {"mine": reader in seen.with_people, "nobodys": seen.is_nobodys}.get(who, True)


def _statuses(seen: Glance) -> tuple[str, ...]:
    """Its status, and the places that it has besides."""
    return seen.status.value, *(name for name, is_there in PLACES.items() if is_there(seen))


def _heard_says(heard: Heard, words: Sequence[str]) -> bool:
    text = f"{heard.mention.author.handle} {heard.mention.words}".casefold() if words else ""
    return all(word in text for word in words)


def _says(seen: Glance, words: Sequence[str]) -> bool:
    text = f"{seen.author} {seen.words}".casefold()
    return all(word in text for word in words)


def counts(glances: Sequence[Glance], reader: str) -> Mapping[str, Mapping[str, int]]:
    """How many alerts each choice of each filter would show."""
    return {
        "department": Counter(seen.department for seen in glances),
        "status": Counter(status for seen in glances for status in _statuses(seen)),
        "urgency": Counter(seen.urgency.value for seen in glances),
        "source": Counter(seen.network.value for seen in glances),
        "theme": Counter(seen.theme for seen in glances if seen.theme),
        "who": {
            "mine": sum(reader in seen.with_people for seen in glances),
            "nobodys": sum(seen.is_nobodys for seen in glances),
        },
    }
