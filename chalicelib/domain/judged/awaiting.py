"""Whether a public reply of ours waits for the customer: it asks something, or points to a private channel."""

import re
from collections.abc import Iterable, Mapping

ASKING: Mapping[str, tuple[str, ...]] = {
    "en": (
        "let us know",
        r"(?:please|pls|kindly|just|and) (?:\w+ ){0,2}"
        r"(?:send|share|tell|confirm|provide|check|try|give|reply|drop|follow)",
        r"(?:send|tell|give|drop|share with) us",
        "can you",
        "could you",
    ),
    "es": (r"env[ií](?:a|e|ad)nos", r"(?:dinos|d[ií]ganos|cu[eé]ntanos|ind[ií]canos|conf[ií]rmanos|comprueba)"),
    "pt": (
        r"(?:envie|mande)(?:-nos)?",
        r"(?:diga|conte|informe|confirme)(?:-nos)?",
        "pode(?:ria)? (?:enviar|confirmar)",
    ),
    "fr": (r"(?:envoyez|indiquez|dites|pr[eé]cisez|confirmez|transmettez)[- ]nous", "(?:pouvez|pourriez)-vous"),
    "de": (
        r"(?:schick|send|sag|nenn|teil|best[aä]tig)(?:e|en sie|t)? uns",
        r"(?:kannst|k[oö]nntest) du",
        r"(?:k[oö]nnen|k[oö]nnten) sie",
    ),
    "it": (r"(?:inviaci|mandaci|dicci|facci sapere|indicaci|confermaci)", "(?:puoi|potresti|può) (?:inviarci|dirci)"),
    "nl": (r"(?:stuur|vertel|geef|laat) (?:het )?ons", r"(?:kun|kan|zou) (?:je|u)"),
}
"""What asks a customer something without a question mark, by language: expressions of whole words."""

PRIVATE: Mapping[str, tuple[str, ...]] = {
    "en": (
        "dms?",
        "dm(?:ed|'d|ing)",
        "pm",
        "direct messages?",
        "private(?:ly)?",
        "inbox",
        r"(?:message|write to|e-?mail|call|contact|ring|phone) (?:us|our)",
        r"(?:fill (?:in|out)|use|complete) (?:the|our|this) (?:\w+ )?form",
    ),
    "es": (r"mensajes? (?:directos?|privados?)", "(?:por|en) privado", r"(?:escr[ií]benos|ll[aá]manos)", "formulario"),
    "pt": (r"mensage[nm]s? (?:diretas?|privadas?)", "(?:por|em|no) privado", "inbox", "(?:ligue|escreva)(?:-nos)?"),
    "fr": (r"messages? priv[eé]s?", r"en priv[eé]", "mp", r"(?:[eé]crivez|appelez|contactez)[- ]nous", "formulaire"),
    "de": (
        "privatnachricht",
        "direktnachricht",
        "per (?:dm|pn|mail|e-mail)",
        r"(?:schreib|ruf|kontaktier)(?:e|en sie|t)? uns",
        "formular",
    ),
    "it": (r"messagg[io]o? privat[io]", "in privato", "in dm", "(?:scrivici|chiamaci|contattaci)", "modulo"),
    "nl": (r"priv[eé]bericht(?:je)?", r"(?:via|per|een) (?:dm|pb)", "(?:mail|bel|app|dm) ons", "formulier"),
}
"""What points to a place that the public does not see, by language."""

_ADDRESS = r"[\w.+-]+@[\w-]+\.\w+"
"""An email address; a handle of a network with servers begins with an @ of its own."""


def waits_for_customer(text: str) -> bool:
    """Whether whoever reads `text` is expected to write again."""
    return bool(re.search(r"[?？؟]", text) or _ASKS.search(text)) or points_to_private(text)


def points_to_private(text: str) -> bool:
    """Whether `text` sends its reader to a private channel: a direct message, an email, the phone, a form."""
    return bool(_POINTS.search(text))


def _any_of(forms: Iterable[tuple[str, ...]]) -> str:
    return rf"\b(?:{'|'.join(form for each in forms for form in each)})\b"


_ASKS = re.compile(_any_of(ASKING.values()), re.IGNORECASE)
_POINTS = re.compile(rf"{_any_of(PRIVATE.values())}|(?<![@\w]){_ADDRESS}", re.IGNORECASE)
