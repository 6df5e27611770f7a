"""Whether the shipped model may be sold with: its card says it, and whoever deploys is told."""

from pathlib import Path

CARD = Path(__file__).parents[1] / "chalicelib" / "classifier" / "model" / "CARD.md"
NOT_FREE = "for research and non-commercial use"
"""What the card of a model says whose training sets forbid more."""

NOTICE = (
    "the shipped classifier is for research and non-commercial use: its training sets forbid more. Before a company "
    "relies on it, train one on sets that permit that (chalicelib/classifier/model/CARD.md)"
)


def notice(card: Path = CARD) -> str:
    """What to tell whoever deploys; empty for a model that everybody may use."""
    words = " ".join(card.read_text().split())
    return NOTICE if NOT_FREE in words else ""
