"""Printing what strangers wrote: a terminal obeys control characters, and a mention must not command it."""

import json


def plain(words: str) -> str:
    """The words with a space in place of whatever a terminal would act on instead of showing it."""
    return "".join(character if character.isprintable() else " " for character in words)


def escaped(json_text: str) -> str:
    """JSON with its own escapes in place of control characters and marks that turn the reading order around."""
    return "".join(
        character if character.isprintable() or character == "\n" else _escape(character) for character in json_text
    )


def _escape(character: str) -> str:
    return json.dumps(character)[1:-1]
