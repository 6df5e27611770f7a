from pathlib import Path

from chalicelib.classifier import Classifier
from chalicelib.domain.heard.classification import HarmKind
from training.harm_figures import Case, Share, figures, read

HELD_OUT = Path(__file__).parents[3] / "bench" / "sets" / "harm_en.jsonl"


def test_what_is_urgent_is_found_and_little_else_is_called_so(classifier: Classifier) -> None:
    found = figures(classifier, read(HELD_OUT))

    assert found.recall.percent >= 80
    assert found.precision.percent >= 80
    assert found.called["idiom"].percent <= 100 * 2 / 30
    assert found.called["plain"].percent <= 10


def test_each_case_is_counted_once(classifier: Classifier) -> None:
    harm = Case(text="@wayfare there is smoke in the cabin and we cannot breathe", harm=HarmKind.DANGER)
    idiom = Case(text="@wayfare those seats are to die for", harm=None, trap="idiom")

    found = figures(classifier, [harm, idiom])

    assert found.recall == Share(1, 1)
    assert found.precision == Share(1, 1)
    assert (found.found, found.called) == ({"danger": Share(1, 1)}, {"idiom": Share(0, 1)})
