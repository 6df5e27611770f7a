"""The figures of a period: counts that add up to those of a longer one, in any order and in any pieces."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from chalicelib.domain.figures.histogram import Histogram

MOST_STANDOUTS = 3


class Standout(Struct, frozen=True, order=True):
    """A post that many readers liked or passed on, as far as was known when it was heard."""

    reach: int
    mention: str


class SourceFigures(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one source brought: how many mentions by outcome, and how many of those that were read by their labels."""

    outcomes: dict[str, int] = {}
    sentiments: dict[str, int] = {}
    intents: dict[str, int] = {}

    @property
    def mentions(self) -> int:
        return sum(self.outcomes.values())


class Figures(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a period brought to one department, by source, and what was done about it.

    `urgent` counts mentions that could not wait, `opened` alerts, `called` how often one began to call people,
    `ended` how often one ended and `answered` how often that was by a public answer. `notified` and `acknowledged` are
    waits from such a beginning to the first message that left and to whoever took it; `replied` those from the post to
    the first public answer. `misrouted` counts transfers that were given back. `credits` are by person. `unheard`
    counts our own blind spots by their kind. `praise` and `blame` are the posts with the widest reach.
    Each is counted on the day on which it happened, for the department that had the alert then.
    """

    sources: dict[str, SourceFigures] = {}
    themes: dict[str, int] = {}
    urgent: int = 0
    opened: int = 0
    called: int = 0
    ended: int = 0
    answered: int = 0
    notified: Histogram = Histogram()
    acknowledged: Histogram = Histogram()
    replied: Histogram = Histogram()
    misrouted: int = 0
    exhausted: int = 0
    crises: int = 0
    credits: dict[str, int] = {}
    unheard: dict[str, int] = {}
    praise: tuple[Standout, ...] = ()
    blame: tuple[Standout, ...] = ()

    @property
    def mentions(self) -> int:
        return sum(source.mentions for source in self.sources.values())

    @property
    def solved_in_private(self) -> int:
        """How many alerts ended without an answer that the public saw."""
        return self.ended - self.answered

    @property
    def answered_share(self) -> float | None:
        """The share of the ended alerts whose end was a public answer; None where none ended."""
        return self.answered / self.ended if self.ended else None


NOTHING = Figures()


def together(parts: Sequence[Figures]) -> Figures:
    """The figures of all parts as one."""
    figures: Figures = _added(parts) if parts else NOTHING
    return figures


def _added(parts: Sequence[Any]) -> Any:
    """One value of several: numbers are added, of posts the widest kept, all else is taken apart."""
    first = parts[0]
    if isinstance(first, int):
        return sum(parts)
    if isinstance(first, dict):
        return {key: _added([part[key] for part in parts if key in part]) for key in sorted(set().union(*parts))}
    if isinstance(first, tuple):
        return tuple(sorted(set().union(*parts), reverse=True)[:MOST_STANDOUTS])
    return type(first)(**{name: _added([getattr(part, name) for part in parts]) for name in first.__struct_fields__})
