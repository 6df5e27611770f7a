"""How well and how fast the classifier reads, beside word lists in the same run: `make bench ARGS=classifier`.

Accuracy is of the posts that training held out, where the labelled posts are at ../shared/train. Speed needs nobody's
posts, and is told as ratios: seconds are of one machine, ratios of most.
"""

import os

# One core, as in Lambda; before numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from chalicelib.classifier import Classifier, KeywordIndex
from chalicelib.domain.heard.classification import Post
from tests.unit.classifier.hostile import HOSTILE
from training import baselines

DATA = Path(__file__).parents[2] / "shared" / "train"
TEXTS = [
    "@wayfare you lost my luggage and nobody answers the phone #LostLuggage",
    "@wayfare thank you, the crew today was wonderful!",
    "do you fly to Oslo on Sundays? asking for a friend https://t.co/Ab1",
    "three hours on the tarmac, no water, no word from @wayfare. Never again!!",
] * 25
TIMES = 5


def main() -> None:
    started = time.perf_counter()
    classifier = Classifier.load()
    print(f"loading takes {1_000 * (time.perf_counter() - started):.0f} ms")
    for row in (*speed(classifier), *accuracy(classifier)):
        print(row)


def speed(classifier: Classifier) -> Iterator[str]:
    """Yield what reading costs beside reading alone, looking phrases up, and a word list."""
    posts = [Post(text, "en") for text in TEXTS]
    batch = _seconds(lambda: classifier.classify(posts))
    alone = _seconds(lambda: [classifier.classify([post]) for post in posts])
    index = KeywordIndex({f"theme {n}": [f"phrase{n} word{m}" for m in range(100)] for n in range(50)})
    keywords = _seconds(lambda: [index.find(text) for text in TEXTS])
    yield f"a post in a batch takes {1_000 * batch / len(posts):.1f} ms; alone {alone / batch:.1f} times as long"
    yield f"looking 5,000 phrases up takes {keywords / batch:.3f} times as long as reading"
    yield hostility("reading", lambda text: classifier.classify([Post(text)]))
    yield hostility("looking phrases up in", index.find)
    for name, polarity in baselines.WORD_LISTS.items() if baselines.ARE_INSTALLED else ():
        yield f"the classifier takes {batch / _seconds(partial(_read_all, polarity)):.0f} times as long as {name}"


def hostility(what: str, work: Callable[[str], object]) -> str:
    """Say which of the texts that are made to make a reader stumble takes longest, beside a long post."""
    long = _seconds(partial(work, TEXTS[0] * 150))
    times = {kind: _seconds(partial(work, text)) for kind, text in HOSTILE.items()}
    worst = max(times, key=times.__getitem__)
    ratio = times[worst] / long
    return f"{what} the worst of {len(HOSTILE)} hostile texts ({worst}) takes {ratio:.1f} times as long as a long one"


def accuracy(classifier: Classifier) -> Iterator[str]:
    """Yield the table of the model's card, or why there is none."""
    if not baselines.ARE_INSTALLED:
        yield f"accuracy not measured: {baselines.WHY_NOT}"
    elif not DATA.exists():
        yield "accuracy not measured: there are no labelled posts in ../shared/train"
    else:
        # It needs torch, which comes with the word lists.
        from training.card import figures

        yield from figures(classifier, DATA)


def _read_all(polarity: baselines.Polarity) -> list[float]:
    return [polarity(text) for text in TEXTS]


def _seconds(work: Callable[[], object]) -> float:
    """Return the least time of several: what else the machine does only ever adds."""
    times = []
    for _ in range(TIMES):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


if __name__ == "__main__":
    main()
