"""The message that brings a link which somebody asked for; its id says whose it is, and makes its link."""

from datetime import datetime

from chalicelib.domain.told.gsm import ONE_PART, fold, septets
from chalicelib.domain.told.message import Email
from chalicelib.domain.told.readable import one_line, shorten
from chalicelib.domain.told.tongue import ENGLISH, Tongue

SIGN_IN = "sign-in"
"""What the ids of these begin with: no alert is called that."""

BRAND = 30


def sign_in_id(person: str, at: datetime) -> str:
    """The id of the link that `person` asked for at `at`; another one each second."""
    return f"{SIGN_IN}/{person}/{int(at.timestamp())}"


def asker(letter_id: str) -> str | None:
    """Whose link it is; None where the id is of something else."""
    kind, _, rest = letter_id.partition("/")
    person, _, second = rest.rpartition("/")
    return person if kind == SIGN_IN and person and second.isdecimal() else None


def sign_in_sms(brand: str, link: str, tongue: Tongue = ENGLISH) -> str:
    """One SMS of one part, wherever the link leaves the room."""
    words = fold(tongue.say("{brand}: the link that you asked for:", brand=shorten(one_line(brand), BRAND)))
    return f"{shorten(words, ONE_PART - septets(link) - 1, cost=septets)} {link}".strip()


def sign_in_email(brand: str, link: str, tongue: Tongue = ENGLISH) -> Email:
    """The same as an email."""
    name = shorten(one_line(brand), BRAND)
    subject = tongue.say("{brand}: the link that you asked for", brand=name)
    words = tongue.say("It opens your alerts, and the desk from there:")
    never = tongue.say("Did you not ask for it? Then somebody else typed your address: do nothing.")
    return Email(subject=subject, body=f"{words}\n{link}\n\n{never}")
