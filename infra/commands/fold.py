"""`fold`: the figures from a day on, written anew from what was heard and what happened."""

from argparse import Namespace

from chalicelib.domain.figures.figures import Figures
from chalicelib.domain.figures.period import DAY
from chalicelib.pipeline.fold import Fold
from infra.errors import OperatorError
from infra.records import now, store
from infra.stage import Stage


def run(stage: Stage, flags: Namespace) -> int:
    """Fold day after day, and say what each brought."""
    today = now().date()
    first = flags.day or today - DAY
    if first > today:
        raise OperatorError(f"--from: {first} is still to come")
    for day, figures in Fold(store(stage), now).since(first):
        print(f"{day}: {line(figures)}")
    return 0


def line(figures: Figures) -> str:
    """What a day brought, in a few words."""
    return (
        f"{figures.mentions} mentions, {figures.opened} alerts opened, "
        f"{figures.ended} ended, {figures.answered} of them answered in public"
    )
