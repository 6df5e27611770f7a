"""Whoever deploys is told what the shipped model may be used for, until one ships that is free."""

from pathlib import Path

from infra.checks import check_licence
from infra.licence import CARD, NOT_FREE, notice

README = Path(__file__).parents[3] / "README.md"


def test_the_notice_is_given_for_as_long_as_the_card_says_so(tmp_path: Path) -> None:
    free, bound = tmp_path / "free.md", tmp_path / "bound.md"
    free.write_text("Everybody may use this model.")
    bound.write_text("**This model is for research and\nnon-commercial use.**")

    assert notice(free) == ""
    assert "non-commercial" in notice(bound)


def test_the_first_screen_and_the_doctor_say_what_the_card_says() -> None:
    is_bound = NOT_FREE in " ".join(CARD.read_text().split())
    first_screen = "\n".join(README.read_text().splitlines()[:24])
    [finding] = check_licence()

    assert ("research and non-commercial use" in first_screen) is is_bound
    assert ("non-commercial" in finding.found) is is_bound
