"""What should become of a post, and what does: `.venv/bin/python -m bench.decisions [FILE] [--policies DIR] [--json]`.

FILE is JSONL of {text, title, network, addressed, parent, wanted, urgent, departments}; without it the held-out sets of
bench/sets are measured. Beside Earshot stand VADER, where it is installed, and whoever calls for everything.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from bench.figures import Figure, of_decisions
from bench.heldout import measure, measured
from bench.judges import Judge, judges
from bench.labelled import Labelled, rows
from policyreader import PolicyFaults, load
from training import baselines

POLICIES = Path("policies")
Table = Mapping[str, Sequence[Figure]]
"""For each judge, the figures of one set in the same order."""


def main(arguments: Sequence[str] = ()) -> None:
    asked = _arguments(arguments)
    try:
        found = judges(load(asked.policies))
        posts = rows(asked.file, Labelled) if asked.file else ()
    except (OSError, ValueError, PolicyFaults) as error:
        raise SystemExit(str(error)) from error
    tables = {asked.file.name: of_file(posts, found)} if asked.file else of_sets(found)
    if asked.json:
        print(msgspec.json.encode(plain(tables)).decode())
        return
    for name, table in tables.items():
        print(f"\n{name}")
        for line in lines(table):
            print(line)
    if not baselines.ARE_INSTALLED:
        print(f"\nVADER is missing: {baselines.WHY_NOT}")


def of_file(posts: Sequence[Labelled], found: Mapping[str, Judge]) -> Table:
    return {name: of_decisions(posts, judge(posts)) for name, judge in found.items()}


def of_sets(found: Mapping[str, Judge]) -> dict[str, Table]:
    """A table for each held-out set."""
    by_judge = {name: measure(tuple(measured()), judge) for name, judge in found.items()}
    return {name: {judge: sets[name] for judge, sets in by_judge.items()} for name in measured()}


def lines(table: Table) -> list[str]:
    """The table as it is printed: a figure a line, the goal last, and a mark where Earshot misses it."""
    names = list(table)
    head = f"{'':52}" + "".join(f"{name:>18}" for name in names) + f"{'goal':>10}"
    return [head, *(_line(figures) for figures in zip(*table.values(), strict=True))]


def plain(tables: Mapping[str, Table]) -> object:
    """The same as values: for each set, judge and figure the count, of how many, and the goal."""
    return {
        name: {judge: {each.name.strip(): _plain(each) for each in figures} for judge, figures in table.items()}
        for name, table in tables.items()
    }


def _line(figures: Sequence[Figure]) -> str:
    first = figures[0]
    goal = "" if first.goal is None else f"{'<=' if first.is_ceiling else '>='}{100 * first.goal:.0f} %"
    shown = "".join(f"{_shown(figure):>18}" for figure in figures)
    return f"{first.name:52}{shown}{goal:>10}{'' if first.is_met else '  missed'}"


def _shown(figure: Figure) -> str:
    return f"{figure.hits}/{figure.of} {100 * figure.share:5.1f} %" if figure.of else "-"


def _plain(figure: Figure) -> dict[str, object]:
    return {"hits": figure.hits, "of": figure.of, "goal": figure.goal, "is_met": figure.is_met}


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.decisions", description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", help="labelled posts, one JSON object a line")
    parser.add_argument("--policies", type=Path, default=POLICIES, help="the folder of rules (default: policies)")
    parser.add_argument("--json", action="store_true", help="one line of JSON instead of tables")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
