"""How a post is written down before a model reads it: the same in training and at run time."""

import html
import re
import unicodedata

FEATURES = 1
"""Raise it whenever `normalised` or the tokens change: a model reads only what it was trained on."""

LONGEST_READ = 1_200
"""Characters of a text that are read; a post's point is made by then, and a 100 kB text costs no more than this."""

_LINK = re.compile(r"(?:https?://|www\.)\S+|\bt\.co/\S+", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w@])@\w+")
_HASHTAG = re.compile(r"[#＃](\w+)")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_ELONGATED = re.compile(r"(\w)\1{3,}")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_SKIPPED = {"Cc", "Cf", "Cs", "Co", "Cn", "Mn"}
_MODIFIER = range(0x1F3FB, 0x1F400)
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "–": "-", "—": "-"})


def readable(text: str) -> str:
    """Return `text` cut to what is read, with entities resolved and no control, format or surrogate characters."""
    cut = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text[:LONGEST_READ])
    if cut.isascii() and cut.isprintable():
        return cut
    composed = unicodedata.normalize("NFC", cut.translate(_PLAIN))
    kept = (
        character if unicodedata.category(character) not in _SKIPPED else _blank(character) for character in composed
    )
    return "".join(kept)


def normalised(text: str) -> str:
    """Return `text` as TweetEval writes it: @user for handles, http for links; words for emoji and hashtags."""
    post = _LINK.sub(" http ", readable(text))
    post = _HANDLE.sub("@user", post)
    post = _HASHTAG.sub(lambda tag: "# " + words_of_hashtag(tag[1]), post)
    post = _ELONGATED.sub(r"\1\1\1", post)
    if not post.isascii():
        post = "".join(_spelled(character) for character in post)
    return _SPACE.sub(" ", post).strip()


def words_of_post(text: str) -> str:
    """Return what is left of `text` when links, handles, emoji and signs are taken away: the author's own words."""
    post = _HANDLE.sub(" ", _LINK.sub(" ", readable(text)))
    post = _HASHTAG.sub(lambda tag: words_of_hashtag(tag[1]), post)
    return "".join(character if unicodedata.category(character)[0] in "LMP" else " " for character in post)


def words_of_hashtag(tag: str) -> str:
    """Return the words of a CamelCase or under_scored hashtag (without its sign), parted by spaces."""
    return _HUMP.sub(" ", tag.replace("_", " "))


def _blank(character: str) -> str:
    return " " if character in "\n\r\t" else ""


def _spelled(character: str) -> str:
    """Return the name of an emoji: a vocabulary made from books knows "face with tears of joy", and not the picture."""
    if unicodedata.category(character) != "So":
        return "" if ord(character) in _MODIFIER else character
    return f" {unicodedata.name(character, '').lower()} "
