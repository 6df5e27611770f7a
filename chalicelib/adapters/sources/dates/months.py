"""The names of the months in the languages whose feeds are written by hand, by the letters that tell them apart."""

import unicodedata

_BEGINNINGS = {
    1: "jan gen ene янв sty oca ιαν",
    2: "feb fev fév fëv фев lut şub sub φεβ",
    3: "mar mär maa mrt мар μαρ",
    4: "apr avr abr апр kwi nis απρ",
    5: "may mai maj mag mei máj май мая мае ΜΑΪ",
    6: "jun juin giu jún июн cze haz ιουν",
    7: "jul juil lug júl июл lip tem ιουλ",
    8: "aug aoû aou ago авг sie ağu agu αυγ",
    9: "sep set szept сен wrz eyl σεπ",
    10: "oct okt ott out окт paź paz eki οκτ",
    11: "nov ноя lis kas νοε",
    12: "dec dez dic déc дек gru ara δεκ",
}
"""Month -> how its names begin: English, German, French, Spanish, Italian, Portuguese, Dutch, Scandinavian, Hungarian,
Russian, Polish, Turkish, Greek. No beginning stands for two months."""


def month_named(name: str) -> int | None:
    """1 to 12; None for a word that is no month."""
    word = _folded(name)
    return next((month for beginning, month in _LONGEST_FIRST if word.startswith(beginning)), None)


def _folded(word: str) -> str:
    """Without accents and capitals."""
    parts = unicodedata.normalize("NFD", word.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


_LONGEST_FIRST = sorted(
    ((_folded(beginning), month) for month, words in _BEGINNINGS.items() for beginning in words.split()),
    key=lambda known: -len(known[0]),
)
