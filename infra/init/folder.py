"""Writes a first folder of policies: checked as a push checks it, and never over another."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import policyreader
from chalicelib.domain.rules.compiled import Policies
from infra.errors import OperatorError
from infra.init.answers import Answers
from infra.init.files import brand, escalation
from infra.init.people import guidelines, people
from infra.init.routes import routing
from infra.init.trades import SHIPPED, Trade, examples_of

SCHEMA = "schema"


def files(answers: Answers, trade: Trade) -> dict[str, str]:
    """The five files, by name without their ending."""
    return {
        "brand": brand(answers),
        "people": people(answers, examples_of(trade)),
        "routing": routing(_shipped("routing"), answers.departments, trade.machines, alone=answers.is_alone),
        "escalation": escalation(answers),
        "guidelines": guidelines(_shipped("guidelines"), answers.departments, trade.number),
    }


def require_new(folder: Path) -> None:
    """Refuse a place where something lies already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OperatorError(f"{folder}: there is something already, and nothing is written over it: name a new folder")


def write(folder: Path, written: Mapping[str, str]) -> Policies:
    """Write the files and their schemas to `folder`, if they are in order; return what they hold."""
    require_new(folder)
    with TemporaryDirectory() as place:
        for stem, content in written.items():
            (Path(place) / f"{stem}.yaml").write_text(content, encoding="utf-8")
        shutil.copytree(SHIPPED / SCHEMA, Path(place) / SCHEMA)
        loaded = policyreader.load(Path(place))
        shutil.copytree(place, folder, dirs_exist_ok=True)
    return loaded


def _shipped(stem: str) -> str:
    return (SHIPPED / f"{stem}.yaml").read_text(encoding="utf-8")
