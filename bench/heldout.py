"""The held-out sets beside this module, and the figures of each."""

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from bench.figures import Figure, ignored, of_decisions, of_departments, of_harm, told_or_watched
from bench.judges import Judge
from bench.labelled import Labelled, rows
from chalicelib.domain.heard.mention import Network

SETS = Path(__file__).parent / "sets"


class _Harm(Struct, frozen=True):
    text: str
    harm: str | None
    trap: str | None


class _Answer(Struct, frozen=True):
    parent: str
    text: str
    tell: bool


class _Headline(Struct, frozen=True):
    title: str
    text: str
    sentiment: str
    about_us_bad: bool


class _Mistagged(Struct, frozen=True):
    text: str
    language: str
    tag: str


Measure = Callable[[Judge], list[Figure]]


def measured() -> dict[str, Measure]:
    """How to measure each set, by its name."""
    return {
        "decisions": _decisions,
        "harm_en": _harm,
        "departments": _departments,
        "answers": _answers,
        "headlines": _headlines,
        "mistagged": _mistagged,
    }


def _decisions(judge: Judge) -> list[Figure]:
    posts = rows(SETS / "decisions.jsonl", Labelled)
    return of_decisions(posts, judge(posts))


def _harm(judge: Judge) -> list[Figure]:
    lines = rows(SETS / "harm_en.jsonl", _Harm)
    posts = [Labelled(text=line.text, addressed=_names_a_handle(line.text), urgent=bool(line.harm)) for line in lines]
    return of_harm(posts, judge(posts), [bool(line.trap) for line in lines])


def _departments(judge: Judge) -> list[Figure]:
    posts = [_said_to_us(post) for post in rows(SETS / "departments.jsonl", Labelled)]
    return of_departments(posts, judge(posts))


def _answers(judge: Judge) -> list[Figure]:
    lines = rows(SETS / "answers.jsonl", _Answer)
    said = judge([Labelled(text=line.text, parent=line.parent, addressed=True) for line in lines])
    told = [verdict for line, verdict in zip(lines, said, strict=True) if line.tell]
    thanks = [verdict for line, verdict in zip(lines, said, strict=True) if not line.tell]
    return [
        told_or_watched("customers' answers that somebody is told of", told, 30 / 32),
        ignored("thanks and chat that wake nobody", thanks, None),
    ]


def _headlines(judge: Judge) -> list[Figure]:
    lines = rows(SETS / "headlines.jsonl", _Headline)
    said = judge([Labelled(title=line.title, text=line.text, network=Network.FEED) for line in lines])
    pairs = list(zip(lines, said, strict=True))
    bad = [verdict for line, verdict in pairs if line.about_us_bad]
    right = sum(line.sentiment == verdict.sentiment for line, verdict in pairs)
    return [
        Figure(name="headline and text read right", hits=right, of=len(pairs), goal=14 / 16),
        told_or_watched("bad news about us that somebody hears of", bad, 14 / 16),
        ignored("other news that wakes nobody", [verdict for line, verdict in pairs if not line.about_us_bad], None),
    ]


def _mistagged(judge: Judge) -> list[Figure]:
    lines = rows(SETS / "mistagged.jsonl", _Mistagged)
    said = judge([Labelled(text=line.text, language=line.tag, addressed=True) for line in lines])
    pairs = list(zip(lines, said, strict=True))
    figures = [ignored("negative posts with a wrong tag that are ignored", said, 0.05)]
    for language in dict.fromkeys(line.language for line in lines):
        of_language = [verdict for line, verdict in pairs if line.language == language]
        figures.append(ignored(f"  {language}", of_language, 0.05))
    return figures


def _said_to_us(post: Labelled) -> Labelled:
    """Sentences of a set that does not say so are said to us where they name a handle."""
    return Labelled(
        text=post.text,
        title=post.title,
        network=post.network,
        addressed=_names_a_handle(post.text),
        departments=post.departments,
    )


def _names_a_handle(text: str) -> bool:
    return "@" in text


def measure(names: Sequence[str], judge: Judge) -> dict[str, list[Figure]]:
    """The figures of the named sets, by a judge."""
    return {name: measured()[name](judge) for name in names}
