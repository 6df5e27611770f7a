"""The catalogue: every sentence that people read, one file a language, each read when somebody is first told in it."""

from functools import cache
from gettext import GNUTranslations
from importlib.resources import files

from chalicelib.domain.told.tongue import ENGLISH, Tongue

KEPT = "said\x04"
"""How the catalogue marks the forms of kept sentences: by a context, as gettext writes it."""


@cache
def languages() -> tuple[str, ...]:
    """Every language that people can be told in, by its code."""
    compiled = (file.name for file in files(__name__).iterdir() if file.name.endswith(".mo"))
    return tuple(sorted({ENGLISH.language, *(name.removesuffix(".mo") for name in compiled)}))


@cache
def tongue(language: str) -> Tongue:
    """The tongue of a language; English where the catalogue lacks it (any more), since a message must go out."""
    if language not in languages() or language == ENGLISH.language:
        return ENGLISH
    with files(__name__).joinpath(f"{language}.mo").open("rb") as compiled:
        translations = GNUTranslations(compiled)
    sentences = vars(translations)["_catalog"].items()
    kept = {key.removeprefix(KEPT): told for key, told in sentences if isinstance(key, str) and key.startswith(KEPT)}
    return Tongue(language=language, translations=translations, kept=kept)
