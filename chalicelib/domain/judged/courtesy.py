"""Whether a post says nothing but thanks, "ok" or a picture: nobody needs to hear of it."""

import re
import unicodedata

_HANDLE_OR_LINK = re.compile(r"(?<!\w)@\S+|https?://\S+")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_AS_GOOD_AS_THANKS = re.compile(r"\b(?:no (?:worries|problem|probs|prob)|will do|got it|same to you|(?:you|u) too)\b")


def _each(words: str) -> frozenset[str]:
    return frozenset(words.split())


_COURTEOUS = _each(
    "alright amazing appreciate appreciated awesome bedankt best brilliant cheers cool dank danke excellent fab"
    " fantastic fine good gotcha gracias grazie great haha hahaha hehe k kay kk lol lovely merci nice noted"
    " obrigada obrigado ok okay okey okie perfect roger super sure thank thanks thankyou thanx thx tks ty tysm"
    " understood vale valeu welcome wonderful yay"
)
_BESIDE_IT = _each(
    "a about again ah all an and anyway are as back beaucoup bless both bunch day did do each evening everybody"
    " everyone fast folks for from getting great guys happy have heads help helpful helping how i i'd i'll i'm"
    " info is it it's je kind kindly kindness lads loads lot love ma'am made make man many mate me mille million"
    " months much muchas mucho muchos my of oh on one quick quickly really reply replying responding response"
    " right sir so sorted sorting star stars such super team that that's the this those to today u up update very"
    " was weekend well will wow x xx xxx you you're your"
)


def is_courtesy(text: str) -> bool:
    """Whether `text` is thanks, agreement, a picture or nothing, and neither asks nor tells anything."""
    said = written(text)
    if not letters(said):
        return "?" not in said
    words = _WORD.findall(_AS_GOOD_AS_THANKS.sub("thanks", said))
    return "?" not in said and not _COURTEOUS.isdisjoint(words) and (_COURTEOUS | _BESIDE_IT).issuperset(words)


def written(text: str) -> str:
    """The author's own words in small letters: no handles and no links."""
    return _HANDLE_OR_LINK.sub(" ", text).casefold().replace("’", "'")


def letters(text: str) -> str:
    """What words and numbers are made of: a number may be all that was asked for."""
    return "".join(character for character in text if unicodedata.category(character)[0] in "LN")
