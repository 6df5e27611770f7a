"""Answers from a file, and from whoever sits at the terminal for what the file leaves open."""

from collections.abc import Callable, Mapping
from pathlib import Path

from infra.errors import OperatorError
from infra.init.answers import QUESTIONS, Answers, Question, answers_of
from policyreader.documents import read_document

Asks = Callable[[str], str]


def answered(file: Path | None, ask: Asks, tell: Callable[[str], None]) -> Answers:
    """Every answer, read; OperatorError says all that is wrong with the file's. `ask` raises EOFError at the end."""
    read = _of_file(_given(file))
    for question in QUESTIONS:
        if question.key not in read:
            read[question.key] = _asked(question, ask, tell)
    try:
        return answers_of(read)
    except ValueError as error:
        raise OperatorError(str(error)) from error


def _of_file(given: Mapping[str, object]) -> dict[str, object]:
    faults, read = [], {}
    for question in QUESTIONS:
        if question.key in given:
            try:
                read[question.key] = _read(question, given[question.key])
            except ValueError as error:
                faults.append(f"{question.key}: {error}")
    if faults:
        raise OperatorError("\n".join(faults))
    return read


def _given(file: Path | None) -> Mapping[str, object]:
    if file is None:
        return {}
    try:
        given = read_document(file)
    except ValueError as error:
        raise OperatorError(str(error)) from error
    keys = [question.key for question in QUESTIONS]
    if not isinstance(given, dict) or not set(given) <= set(keys):
        raise OperatorError(f"{file.name}: must answer some of {', '.join(keys)}, a line each, like brand: Wayfare")
    return given


def _asked(question: Question, ask: Asks, tell: Callable[[str], None]) -> object:
    while True:
        try:
            said = ask(f"{question.words}\n> ")
        except EOFError:
            raise OperatorError(f"nobody answered: {question.words} Put it into a file: --answers FILE") from None
        try:
            return _read(question, said)
        except ValueError as error:
            tell(str(error))


def _read(question: Question, said: object) -> object:
    """The answer's value; a list of a file is as good as one line."""
    entries = said if isinstance(said, list) else str(said if said is not None else "").split(question.separator)
    given = [str(each).strip() for each in entries if str(each).strip()]
    if not given and not question.may_be_empty:
        raise ValueError("must say something, got nothing")
    return question.read(given)
