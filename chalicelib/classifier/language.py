"""Which language a post is in: what its source says, else what a small detector makes of it."""

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from chalicelib.classifier.text import words_of_post
from chalicelib.domain.heard.classification import UNDETERMINED, Label

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ENGLISH = "en"
FEWEST_LETTERS = 4
"""Below this ("ok", "lol") there is nothing to tell a language, or a feeling, by."""

SURE = 0.5
"""Of 1,500 airline posts the detector took 9 for another language; at this probability and above, one of them."""

OF_THE_SOURCE = 0.99
"""The confidence in a tag that the source gave: it saw the author's settings, and is seldom wrong."""

# X's codes for posts with only links, media, hashtags or mentions; BCP 47's for "undetermined" and "no language".
_NOT_A_LANGUAGE = {"und", "zxx", "mul", "mis", "art", "qam", "qct", "qht", "qme", "qst", ""}

# The languages that most posts are in. Rarer ones only drew short English posts away from English.
_LIKELY = tuple(
    "ar cs da de el en es fa fi fr he hi hu id it ja ko ms nl no pl pt ro ru sv th tl tr uk vi zh".split()  # noqa: SIM905
)


def language_of(text: str, tag: str | None = None) -> Label[str]:
    """Return the language's primary subtag, or `und` where `text` is too short, only links, or hard to tell.

    `tag` is the source's own word for it, such as "en-GB". It is believed, unless it says English and the letters
    are not Latin.
    """
    words = words_of_post(text)
    letters = [character for character in words if character.isalpha()]
    if len(letters) < FEWEST_LETTERS:
        return Label(UNDETERMINED, 1.0)
    primary = (tag or "").lower().replace("_", "-").split("-")[0]
    if primary not in _NOT_A_LANGUAGE and not (primary == ENGLISH and _is_foreign("".join(letters))):
        return Label(primary, OF_THE_SOURCE)
    language, probability = _identifier().classify(words)
    if language != ENGLISH and probability < SURE:
        return Label(UNDETERMINED, 1 - float(probability))
    return Label(language, float(probability))


@cache
def _identifier() -> "LanguageIdentifier":
    """py3langid, loaded when a post first comes without a tag: it takes longer to load than the whole model."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_LIKELY)
    return identifier


def _is_foreign(letters: str) -> bool:
    latin = sum(character.isascii() or "LATIN" in unicodedata.name(character, "") for character in letters)
    return latin * 2 < len(letters)
