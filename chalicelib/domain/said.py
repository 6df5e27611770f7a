"""English sentences marked for the catalogue: those told in a reader's language, and those kept in English."""


def phrase(sentence: str) -> str:
    """The sentence itself, a literal: it stands in a table, and `Tongue.say` tells it."""
    return sentence


def said(form: str, /, **values: object) -> str:
    """An English sentence that is recorded or raised; `form` is a literal with a `{name}` for each value.

    What was recorded stays English, so that every version can read it: `Tongue.again` finds the form that it was
    made of, and tells it in the reader's language.
    """
    return form.format(**values)
