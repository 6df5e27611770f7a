"""The figures of a run of labelled posts: each a count out of a number, with the goal that it is held against."""

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from bench.judges import Verdict
from bench.labelled import Labelled, same_department

Pair = tuple[Labelled, Verdict]
Test = Callable[[Pair], bool]

HARD_TRADES = ("software", "telecom")
"""Where an airline's departments fit least."""


class Figure(Struct, frozen=True, kw_only=True):
    """`hits` of `of` posts; `goal` is a share from 0 to 1, at least or at most as `is_ceiling` says, or None."""

    name: str
    hits: int
    of: int
    goal: float | None = None
    is_ceiling: bool = False

    @property
    def share(self) -> float:
        return self.hits / self.of if self.of else 0.0

    @property
    def is_met(self) -> bool:
        """Whether the goal is met; true where there is none, or no post to judge by."""
        if self.goal is None or not self.of:
            return True
        return self.share <= self.goal if self.is_ceiling else self.share >= self.goal


def of_decisions(rows: Sequence[Labelled], verdicts: Sequence[Verdict]) -> list[Figure]:
    """What became of posts of every kind."""
    pairs = list(zip(rows, verdicts, strict=True))
    urgent = _which(pairs, lambda pair: pair[0].urgent)
    now = _which(pairs, lambda pair: pair[0].wanted == "now")
    watch = _which(pairs, lambda pair: pair[0].wanted == "watch")
    rung = _which(pairs, lambda pair: pair[1].urgent)
    told = _which(pairs, lambda pair: pair[1].is_told)
    called = _which(pairs, lambda pair: not pair[1].is_ignored)
    owned = _which(pairs, lambda pair: bool(pair[0].departments))
    hard = _which(owned, lambda pair: pair[0].trade in HARD_TRADES)
    return [
        _figure("urgent posts found urgent", urgent, lambda pair: pair[1].urgent, 0.8),
        _figure("urgent calls that were right", rung, lambda pair: pair[0].urgent, 0.8),
        _figure("urgent posts ignored or only watched", urgent, lambda pair: not pair[1].is_told, 0.0, is_ceiling=True),
        _figure("'now' posts told now", now, lambda pair: pair[1].is_told, 0.93),
        _figure("'now' posts ignored", now, lambda pair: pair[1].is_ignored, 0.01, is_ceiling=True),
        _figure("'watch' posts ignored", watch, lambda pair: pair[1].is_ignored),
        _figure("told at once and wanted now", told, lambda pair: pair[0].wanted == "now"),
        _figure("told at once and worth it", told, _is_worth_it, 0.95),
        _figure("told at once or watched, and worth it", called, _is_worth_it, 0.95),
        _figure("right department", owned, _is_right_department, 0.9),
        _figure(f"right department, {' and '.join(HARD_TRADES)}", hard, _is_right_department, 0.88),
    ]


def of_harm(rows: Sequence[Labelled], verdicts: Sequence[Verdict], traps: Sequence[bool]) -> list[Figure]:
    """Dangerous sentences, and those that only sound so (`traps`)."""
    pairs = list(zip(rows, verdicts, strict=True))
    harmful = _which(pairs, lambda pair: pair[0].urgent)
    idioms = [pair for pair, is_trap in zip(pairs, traps, strict=True) if is_trap]
    return [
        _figure("dangerous sentences called urgent", harmful, lambda pair: pair[1].urgent, 29 / 30),
        _figure("dangerous sentences ignored", harmful, lambda pair: pair[1].is_ignored, 0.0, is_ceiling=True),
        _figure("harmless ones called urgent", idioms, lambda pair: pair[1].urgent, 2 / 30, is_ceiling=True),
    ]


def of_departments(rows: Sequence[Labelled], verdicts: Sequence[Verdict]) -> list[Figure]:
    """Sentences of one department each, together and by the best department."""
    pairs = list(zip(rows, verdicts, strict=True))
    best = dict.fromkeys(same_department(row.departments[0]) for row in rows)
    return [_figure("sentences of rare departments routed right", pairs, _is_right_department, 0.95)] + [
        _figure(f"  {name}", _which(pairs, _is_best(name)), _is_right_department, 0.95) for name in best
    ]


def told_or_watched(name: str, verdicts: Iterable[Verdict], goal: float) -> Figure:
    """How many of these anybody hears of."""
    found = list(verdicts)
    return Figure(name=name, hits=sum(not verdict.is_ignored for verdict in found), of=len(found), goal=goal)


def ignored(name: str, verdicts: Iterable[Verdict], goal: float | None) -> Figure:
    """How many of these nobody ever hears of."""
    found = list(verdicts)
    hits = sum(verdict.is_ignored for verdict in found)
    return Figure(name=name, hits=hits, of=len(found), goal=goal, is_ceiling=True)


def _is_worth_it(pair: Pair) -> bool:
    return pair[0].wanted != "ignore"


def _is_right_department(pair: Pair) -> bool:
    """What is ignored reaches no department, so that it is wrong here, too."""
    return not pair[1].is_ignored and pair[1].department in pair[0].right_departments


def _is_best(name: str) -> Test:
    return lambda pair: same_department(pair[0].departments[0]) == name


def _which(pairs: Iterable[Pair], test: Test) -> list[Pair]:
    return [pair for pair in pairs if test(pair)]


def _figure(
    name: str, of: Sequence[Pair], test: Test, goal: float | None = None, *, is_ceiling: bool = False
) -> Figure:
    return Figure(name=name, hits=len(_which(of, test)), of=len(of), goal=goal, is_ceiling=is_ceiling)
