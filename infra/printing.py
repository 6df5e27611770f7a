"""Printing what strangers wrote: a terminal obeys control characters, and a mention must not command it."""


def plain(words: str) -> str:
    """The words with a space in place of whatever a terminal would act on instead of showing it."""
    return "".join(character if character.isprintable() else " " for character in words)
