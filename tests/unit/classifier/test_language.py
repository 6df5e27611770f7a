import pytest

from chalicelib.classifier.language import language_of
from chalicelib.domain.heard.classification import UNDETERMINED

FOREIGN = {
    "de": "Mein Koffer ist seit drei Tagen verschwunden und niemand antwortet mir",
    "es": "Mi vuelo ha sido cancelado otra vez y nadie contesta el teléfono",
    "fr": "Mon bagage est perdu depuis trois jours et personne ne répond",
    "it": "Il mio volo è stato cancellato e nessuno mi risponde",
    "nl": "Mijn vlucht is alweer vertraagd en niemand geeft antwoord",
    "pt": "O meu voo foi cancelado outra vez e ninguém responde",
    "pl": "Mój lot został odwołany i nikt nie odpowiada",
    "sv": "Mitt flyg är försenat igen och ingen svarar i telefon",
    "tr": "Uçuşum yine iptal edildi ve kimse cevap vermiyor",
    "ru": "Мой рейс снова отменили, и никто не отвечает",
    "ar": "تم إلغاء رحلتي مرة أخرى ولا أحد يجيب",
    "he": "הטיסה שלי בוטלה שוב ואף אחד לא עונה",
    "ja": "また飛行機が欠航になりました。誰も答えません",
    "ko": "비행기가 또 취소됐는데 아무도 대답하지 않아요",
    "zh": "我的航班又被取消了，没有人回答",
}
ENGLISH = [
    "your service is awful",
    "Thanks!",
    "lost my bag again",
    "flight cancelled AGAIN",
    "why is nobody answering the phone?",
    "great crew today",
    "y r u so slow",
    "on hold for two hours now",
]


@pytest.mark.parametrize(("language", "text"), FOREIGN.items())
def test_another_language_is_told_without_a_tag(language: str, text: str) -> None:
    assert language_of(f"@wayfare {text} https://t.co/abc").value == language


@pytest.mark.parametrize("text", ENGLISH)
def test_short_english_is_english(text: str) -> None:
    assert language_of(text).value == "en"


@pytest.mark.parametrize(
    "text", ["", "ok", "\U0001f621\U0001f621", "https://t.co/abc www.wayfare.example", "@wayfare", "12:30"]
)
def test_a_text_without_words_has_no_language(text: str) -> None:
    assert language_of(text, "en").value == UNDETERMINED


def test_the_tag_of_the_source_is_believed() -> None:
    assert language_of("Gift in dem Land", "en-GB").value == "en"
    assert language_of("Gift in dem Land", "de").value == "de"


@pytest.mark.parametrize("tag", [None, "", "und", "zxx", "qme"])
def test_a_tag_that_names_no_language_says_nothing(tag: str | None) -> None:
    assert language_of(FOREIGN["es"], tag).value == "es"


def test_a_tag_that_the_letters_belie_is_not_believed() -> None:
    assert language_of(FOREIGN["ja"], "en").value == "ja"


@pytest.mark.parametrize(
    ("language", "text"),
    [pair for pair in FOREIGN.items() if pair[0] in ("de", "es", "fr", "it", "nl", "pt", "pl", "tr")],
)
def test_a_tag_that_says_english_is_doubted_where_the_detector_is_sure(language: str, text: str) -> None:
    assert language_of(f"@wayfare {text}", "en").value == language


@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", "valise perdue, merci pour rien"), ("de", "wieder kein Sitz"), ("nl", "weer geen trein")],
)
def test_a_small_word_is_enough_where_the_detector_is_half_sure(language: str, text: str) -> None:
    assert language_of(text, "en").value == language


@pytest.mark.parametrize(
    "text", [*ENGLISH, "rude AF staff", "la bouche was lit", "zero chill", "déjà vu at the gate again"]
)
def test_a_tag_that_says_english_is_believed_of_english(text: str) -> None:
    assert language_of(text, "en").value == "en"


@pytest.mark.parametrize("tag", ["en", None])
@pytest.mark.parametrize(
    "text", ["bhai refund kab milega", "aapka app kaam nahi kar raha hai", "paise kat gaye par ticket nahi mila"]
)
def test_hindi_in_latin_letters_is_not_english(text: str, tag: str | None) -> None:
    assert language_of(text, tag).value == "hi"


@pytest.mark.parametrize("text", ["hai ragione, non mi risponde nessuno", "the koi pond at the hotel is lovely"])
def test_a_word_that_hindi_has_too_makes_no_hindi(text: str) -> None:
    assert language_of(text).value != "hi"


@pytest.mark.parametrize("text", ["rude AF staff", "staff b rude", "bruh", "app dead af lol"])
def test_short_english_slang_is_english(text: str) -> None:
    assert language_of(text).value == "en"
