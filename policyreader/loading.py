"""Reads a directory of five policy files into one value, or says everything that is wrong with them at once."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from chalicelib.domain.rules.compiled import Policies
from policyreader.checks import faults_of_the_whole
from policyreader.documents import read_document
from policyreader.faults import PolicyFaults
from policyreader.names import unknown_names
from policyreader.shapes.files import FilesShape
from policyreader.wording import faults_in_words

FILES = tuple(FilesShape.model_fields)


def load(directory: Path) -> Policies:
    """The policies in `directory`; raise PolicyFaults with every fault of every file."""
    if not directory.is_dir():
        raise PolicyFaults([f"{directory}: there is no such folder"])
    documents, faults = _read(directory)
    shape, wrong = _shape(documents)
    faults += [*wrong, *(f"{path}: {words}" for path, words in unknown_names(documents))]
    if shape is None or faults:
        raise PolicyFaults(dict.fromkeys(sorted(faults, key=_file_order)))
    policies = shape.to_domain()
    faults = [f"{path}: {words}" for path, words in faults_of_the_whole(policies)]
    if faults:
        raise PolicyFaults(dict.fromkeys(faults))
    return policies


def _read(directory: Path) -> tuple[dict[str, object], list[str]]:
    """What every readable file says, and why the others cannot be read."""
    documents: dict[str, object] = {}
    faults = []
    for stem in FILES:
        try:
            documents[stem] = read_document(directory / f"{stem}.yaml")
        except ValueError as error:
            faults.append(str(error))
    return documents, faults


def _shape(documents: Mapping[str, object]) -> tuple[FilesShape | None, list[str]]:
    try:
        return FilesShape.model_validate(documents), []
    except ValidationError as error:
        unread = [(stem,) for stem in FILES if stem not in documents]
        details = [detail for detail in error.errors() if detail["loc"] not in unread]
        return None, [line for detail in details for line in faults_in_words(detail)]


def _file_order(fault: str) -> int:
    return next(number for number, stem in enumerate(FILES) if fault.startswith(stem))
