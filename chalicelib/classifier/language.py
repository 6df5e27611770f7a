"""Which language a post is in: what its source says, else what a small detector makes of it."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from chalicelib.classifier.spelling import bases, spelled
from chalicelib.classifier.text import words_of_post
from chalicelib.classifier.tongue_words import BESIDE_HINDI, HINDI, SHORT_ENGLISH, SMALL_WORDS
from chalicelib.domain.heard.classification import UNDETERMINED, Label

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ENGLISH = "en"
FEWEST_LETTERS = 4
"""Below this ("ok", "lol") there is nothing to tell a language, or a feeling, by."""

SURE = 0.5
"""Of 1,500 airline posts the detector took 9 for another language; at this probability and above, one of them."""

SURE_AGAINST_A_TAG = 0.85
"""From here on the detector is believed against a tag that says English: of 2,557 English sentences, none."""

OF_THE_SOURCE = 0.99
"""The confidence in a tag that the source gave: it saw the author's settings, and is seldom wrong."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")

_OTHER_TONGUES = HINDI.union(*SMALL_WORDS.values())

# X's codes for posts with only links, media, hashtags or mentions; BCP 47's for "undetermined" and "no language".
_NOT_A_LANGUAGE = {"und", "zxx", "mul", "mis", "art", "qam", "qct", "qht", "qme", "qst", ""}

# The languages that most posts are in. Rarer ones only drew short English posts away from English.
_LIKELY = tuple(
    "ar cs da de el en es fa fi fr he hi hu id it ja ko ms nl no pl pt ro ru sv th tl tr uk vi zh".split()  # noqa: SIM905
)


def language_of(text: str, tag: str | None = None) -> Label[str]:
    """Return the language's primary subtag, or `und` where `text` is too short, only links, or hard to tell.

    `tag` is the source's own word for it, such as "en-GB". It is believed, unless it says English and the letters, the
    small words or the detector say otherwise: most settings are in English, whatever their owners write.
    """
    words = words_of_post(text)
    letters = [character for character in words if character.isalpha()]
    if len(letters) < FEWEST_LETTERS:
        return Label(UNDETERMINED, 1.0)
    primary = (tag or "").lower().replace("_", "-").split("-")[0]
    if primary not in _NOT_A_LANGUAGE and primary != ENGLISH:
        return Label(primary, OF_THE_SOURCE)
    each = _WORD.findall(words.lower().replace("’", "'"))
    if primary == ENGLISH and _is_plainly_english(each):
        return Label(ENGLISH, OF_THE_SOURCE)
    language, probability = _detected(words, each)
    if primary == ENGLISH and not (_is_foreign("".join(letters)) or _is_doubted(language, probability, each)):
        return Label(ENGLISH, OF_THE_SOURCE)
    if language != ENGLISH and probability < SURE:
        return Label(ENGLISH, SURE) if _looks_english(each) else Label(UNDETERMINED, 1 - probability)
    return Label(language, probability)


def _is_plainly_english(each: Sequence[str]) -> bool:
    """Whether the tag needs no second opinion: the detector takes a fifth of the time that reading does."""
    return _looks_english(each) and "".join(each).isascii() and _OTHER_TONGUES.isdisjoint(each)


def _detected(words: str, each: Sequence[str]) -> tuple[str, float]:
    """What the detector makes of it; it was never shown Hindi in Latin letters, which small words tell."""
    language, probability = _identifier().classify(words)
    if probability < SURE_AGAINST_A_TAG and _is_hindi(each):
        return "hi", OF_THE_SOURCE
    return language, float(probability)


def _is_doubted(language: str, probability: float, each: Sequence[str]) -> bool:
    """Whether the tag English cannot be right: the detector is quite sure, or less so and small words agree."""
    if language == ENGLISH or probability < SURE:
        return False
    speaks_it = not SMALL_WORDS.get(language, frozenset()).isdisjoint(each)
    is_accented = not "".join(each).isascii() and not _looks_english(each)
    return probability >= SURE_AGAINST_A_TAG or speaks_it or is_accented


def _is_hindi(each: Sequence[str]) -> bool:
    found = set(each)
    telling, beside = found & HINDI, found & BESIDE_HINDI
    return bool(telling) and len(telling) + len(beside) >= 2 and 4 * len(telling | beside) >= len(found)


def _looks_english(each: Sequence[str]) -> bool:
    """Whether most of it is English: "rude AF staff" is too short for a detector of letters."""
    return 2 * sum(map(_is_english, each)) > len(each)


@lru_cache(maxsize=4_096)
def _is_english(word: str) -> bool:
    return word in SHORT_ENGLISH or not bases(word).isdisjoint(spelled())


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
