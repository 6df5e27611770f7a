"""What can be typed, as values: read from the parser, so that nothing is listed twice."""

import argparse
from argparse import Action, ArgumentParser, HelpFormatter
from enum import StrEnum, auto

from msgspec import Struct


class Wanted(StrEnum):
    """What must follow an option, as far as a shell can help with it."""

    NOTHING = auto()
    CHOICE = auto()
    FOLDER = auto()
    FILE = auto()
    WORD = auto()


class Argument(Struct, frozen=True, kw_only=True):
    """One option, or, without `names`, one argument told by its place."""

    names: tuple[str, ...]
    help: str
    wanted: Wanted
    value: str
    choices: tuple[str, ...]
    repeatable: bool


class Command(Struct, frozen=True, kw_only=True):
    """One command with everything that may follow it, in the parser's order."""

    name: str
    help: str
    options: tuple[Argument, ...]
    places: tuple[Argument, ...]


def commands_of(parser: ArgumentParser) -> tuple[Command, ...]:
    """Every command of the parser."""
    [subparsers] = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return tuple(_command(name, command) for name, command in subparsers.choices.items())


def _command(name: str, parser: ArgumentParser) -> Command:
    arguments = [_argument(action) for action in parser._actions]
    return Command(
        name=name,
        help=parser.description or "",
        options=tuple(found for found in arguments if found.names),
        places=tuple(found for found in arguments if not found.names),
    )


def _argument(action: Action) -> Argument:
    value = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    return Argument(
        names=tuple(action.option_strings),
        help=HelpFormatter("earshot")._expand_help(action),
        wanted=_wanted(action, value),
        value=value,
        choices=tuple(str(choice) for choice in action.choices or ()),
        repeatable=isinstance(action, argparse._AppendAction),
    )


def _wanted(action: Action, value: str) -> Wanted:
    if action.nargs == 0:
        return Wanted.NOTHING
    if action.choices:
        return Wanted.CHOICE
    if value == "DIR":
        return Wanted.FOLDER
    return Wanted.FILE if value.endswith("FILE") else Wanted.WORD
