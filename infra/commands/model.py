"""`model`: which of the models reads posts, and on which terms; another is taken into use by copying its files."""

import shutil
from argparse import Namespace
from pathlib import Path

from chalicelib.classifier.classifier import BESIDE_THE_CODE
from chalicelib.classifier.modelfile import FILE
from infra.errors import OperatorError
from infra.flags.model import NAMES
from infra.stage import Stage

MODELS = Path(__file__).parents[2] / "models"
CARD = "CARD.md"
TERMS = {
    "research": "reads English; it learned from sets that permit research and non-commercial use only",
    "free": "reads ten languages; Apache-2.0, and it learned only from what permits commercial use",
}


def run(_stage: Stage, flags: Namespace) -> int:
    """Tell which model is in use, or take the one that is named."""
    if not flags.act:
        print(told(MODELS, BESIDE_THE_CODE))
        return 0
    if not flags.name:
        raise OperatorError(f"say which model to use: {' or '.join(NAMES)}")
    print(f"{flags.name}: {TERMS[flags.name]}")
    if not flags.yes:
        print("nothing was changed: say --yes to agree to these terms")
        return 1
    take(flags.name, MODELS, BESIDE_THE_CODE)
    print("it is in use from the next deployment on")
    return 0


def told(models: Path, place: Path) -> str:
    """Say of each model in `models` what its terms are, and which of them lies in `place`."""
    used = (place / FILE).read_bytes()
    return "\n".join(
        f"{name}{' (in use)' if (models / name / FILE).read_bytes() == used else ''}: {TERMS[name]}" for name in NAMES
    )


def take(name: str, models: Path, place: Path) -> None:
    """Put the model called `name`, and its card, into `place`."""
    for file in (FILE, CARD):
        shutil.copyfile(models / name / file, place / file)
