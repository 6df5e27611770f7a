"""Whether a public reply of ours waits for the customer: it asks something, or points to a private channel."""

import re

_ASKS = re.compile(
    r"[?？؟]|\b(?:dms?|pm|direct messages?|private(?:ly)?|inbox|let us know"
    r"|(?:please|pls|kindly|just|and) (?:\w+ ){0,2}(?:send|share|tell|confirm|provide|check|try|give|reply|drop|follow)"
    r"|(?:send|tell|give|drop|share with|message|write to|e-?mail|call|contact) us|can you|could you"
    r"|mensaje (?:directo|privado)|por privado|env[ií]anos|message priv[eé]|en priv[eé]|envoyez"
    r"|privatnachricht|per dm|(?:schreib|schick)(?:en sie)? uns"
    r"|messaggio privato|in privato|scrivici|mensagem (?:direta|privada)|envie|stuur ons|priv[eé]bericht)\b",
    re.IGNORECASE,
)


def waits_for_customer(text: str) -> bool:
    """Whether whoever reads `text` is expected to write again."""
    return bool(_ASKS.search(text))
