"""One bad file for each rule, and the exact words that its author gets. See tests/policies/bad/."""

import shutil
from pathlib import Path

import pytest

from policyreader import PolicyFaults, load

GOOD = Path("tests/policies/good")
BAD = sorted(path for path in Path("tests/policies/bad").iterdir() if path.is_dir())


def test_the_files_that_the_bad_ones_stand_among_are_good() -> None:
    assert load(GOOD).brand.name == "Wayfare"


@pytest.mark.parametrize("rule", BAD, ids=lambda path: path.name)
def test_a_bad_file_is_refused_in_words_that_its_author_can_act_on(rule: Path, tmp_path: Path) -> None:
    shutil.copytree(GOOD, tmp_path, dirs_exist_ok=True)
    shutil.copytree(rule, tmp_path, dirs_exist_ok=True)

    with pytest.raises(PolicyFaults) as refused:
        load(tmp_path)

    assert list(refused.value.faults) == (rule / "expected.txt").read_text().splitlines()
