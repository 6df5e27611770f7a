"""Whether a post says nothing but thanks, "ok" or a picture: nobody needs to hear of it."""

import re
import unicodedata
from collections.abc import Mapping

from chalicelib.domain.heard.classification import Classification, Intent, Sentiment

SURE = 0.6
"""From this confidence on what reads as positive is taken for praise."""

_LINK = re.compile(r"https?://\S+")
_HANDLE = re.compile(r"(?<!\w)@\S+")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_UPSET = frozenset(
    "\U0001f44e\U0001f621\U0001f620\U0001f92c\U0001f624\U0001f622\U0001f62d\U0001f494\U0001f926\U0001f644\U0001f937"
)
"""Pictures that are no thanks: a thumb down, anger, tears, a palm on a face."""

_AS_GOOD_AS_THANKS = re.compile(r"\b(?:no (?:worries|problem|probs|prob)|will do|got it|same to you|(?:you|u) too)\b")
_ALL_IS_WELL = re.compile(
    r"\b(?:no(?:pe|thing)?,? (?:that's|thats|that is|that was|that'll be|else|more) ?(?:all|it|everything)?"
    r"|all (?:good|fine|set|well|done|sorted)"
    r"|(?:(?:yes|yep|yeah|yup),? )?(?:it|that|everything)(?:'s| is| has| just)? ?(?:all )?"
    r"(?:works?|worked|working|back|here|there|fixed|solved|sorted|arrived|came|perfect|fine)(?: now| again| today)?)\b"
)
"""What needs no more where thanks stand beside it; alone it may be half of an answer."""


def _each(words: str) -> frozenset[str]:
    return frozenset(words.split())


GRATITUDE: Mapping[str, frozenset[str]] = {
    "en": _each("appreciate appreciated cheers ta thank thanks thankyou thanx thx tks ty tysm tyvm obliged"),
    "es": _each("gracias"),
    "pt": _each("obrigada obrigado obg valeu vlw"),
    "fr": _each("merci"),
    "de": _each("danke dank dankeschön merci"),
    "it": _each("grazie"),
    "nl": _each("bedankt dank dankje dankjewel dankuwel"),
    "pl": _each("dziękuję dziekuje dzięki dzieki dziękujemy"),
    "tr": _each("teşekkürler tesekkurler teşekkür tesekkur sağol sagol sağolun eyvallah"),
    "ar": _each("شكرا مشكور مشكورين تسلم تسلمون"),
    "hi": _each("shukriya dhanyavad dhanyavaad dhanyawad"),
}
"""Thanks in one word, by language."""

AGREEMENT: Mapping[str, frozenset[str]] = {
    "en": _each(
        "alright amazing awesome best brilliant cool excellent fab fantastic fine good gotcha great haha hahaha hehe"
        " k kay kk lol lovely nice noted ok okay okey okie perfect roger super sure sweet understood welcome"
        " wonderful yay"
    ),
    "es": _each("vale perfecto genial estupendo listo entendido"),
    "pt": _each("perfeito ótimo otimo beleza certo entendido"),
    "fr": _each("parfait génial super nickel d'accord entendu"),
    "de": _each("perfekt prima super passt klar gut alles"),
    "it": _each("perfetto ottimo bene benissimo"),
    "nl": _each("top prima fijn perfect oké"),
    "pl": _each("super świetnie dobrze jasne okej"),
    "tr": _each("tamam süper harika güzel"),
    "ar": _each("تمام ممتاز"),
    "hi": _each("theek thik accha achha badhiya"),
}
"""What says yes and no more, by language."""

BESIDE_IT: Mapping[str, frozenset[str]] = {
    "en": _each(
        "a about again ah all an and anyway are as aw back bless both bunch day did each evening everybody"
        " everyone fast folks for from getting guys happy have heads help helpful helping how i i'd i'll i'm"
        " info into is it it's kind kindly kindness lads loads look looking lot love ma'am made make man many mate me"
        " million months much my now of oh on one prompt quick quickly really reply replying responding response"
        " right sir so sorted sorting star stars such team that that's the this those to today u up update very"
        " was weekend well will wow x xx xxx you you're your"
    ),
    "es": _each("mil muchas muchos mucho todo bien a os por la ayuda respuesta rápida muy amables"),
    "pt": _each("muito muita tudo bem pela pelo ajuda resposta a vocês mesmo"),
    "fr": _each("beaucoup mille tout va c'est bon bien pour votre réponse aide à vous je"),
    "de": _each("vielen schön sehr lieb euch dir ihnen für die schnelle hilfe antwort das ist so tausend"),
    "it": _each("mille tante tutto a posto per la risposta l'aiuto gentilissimi molto ok"),
    "nl": _each("je u jullie wel hartelijk heel erg voor de snelle hulp reactie alles goed"),
    "pl": _each("bardzo wszystko za szybką pomoc odpowiedź serdecznie"),
    "tr": _each("çok ederim ederiz size her şey için yardımınız"),
    "ar": _each("جزيلا لكم لك كل شيء على الرد المساعدة"),
    "hi": _each("ji bahut aapka hai sab"),
}
"""What stands beside thanks and adds nothing, by language."""

_THANKS = frozenset[str]().union(*GRATITUDE.values())
_COURTEOUS = _THANKS.union(*AGREEMENT.values())
_KNOWN = _COURTEOUS.union(*BESIDE_IT.values())

_OPEN = _each(
    "also another any aren't but can can't cannot could didn't doesn't don't else except hasn't haven't how however if"
    " isn't just last least more need never no nobody none not nothing only please should still though three twice two"
    " until wait waiting want wasn't what when where which who why without won't would wrong yet"
)
"""Words with which thanks are hardly all that is said."""


def is_courtesy(text: str) -> bool:
    """Whether `text` is thanks, agreement, a picture or nothing, and neither asks nor tells anything."""
    said = written(text)
    if not letters(said):
        return "?" not in said and _UPSET.isdisjoint(said)
    words = set(_WORD.findall(_ALL_IS_WELL.sub(" ", _AS_GOOD_AS_THANKS.sub("thanks", said))))
    return "?" not in said and not _COURTEOUS.isdisjoint(words) and words <= _KNOWN and _UPSET.isdisjoint(said)


def is_thanks(text: str, read: Classification) -> bool:
    """Whether `text` is courtesy, or thanks in words of its own that read as nothing but praise."""
    if is_courtesy(text):
        return True
    said = written(text)
    words = set(_WORD.findall(_ALL_IS_WELL.sub(" ", said)))
    says_more = "?" in said or any(letter.isdecimal() for letter in said) or not words.isdisjoint(_OPEN)
    if _THANKS.isdisjoint(words) or says_more or not _UPSET.isdisjoint(said):
        return False
    is_positive = read.sentiment.value is Sentiment.POSITIVE and read.sentiment.confidence >= SURE
    return is_positive and read.intent.value is Intent.PRAISE and not read.complaint.value


def is_only_shown(text: str) -> bool:
    """Whether there is a link and no word: it may be the very picture that was asked for."""
    return bool(_LINK.search(text)) and not letters(written(text))


def written(text: str) -> str:
    """The author's own words in small letters: no handles and no links."""
    return _HANDLE.sub(" ", _LINK.sub(" ", text)).casefold().replace("\u2019", "'")


def letters(text: str) -> str:
    """What words and numbers are made of: a number may be all that was asked for."""
    return "".join(character for character in text if unicodedata.category(character)[0] in "LN")
