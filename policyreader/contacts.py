"""Phone numbers, email addresses, handles and web addresses as people write them, and as machines dial them."""

import re
from urllib.parse import urlsplit

import phonenumbers

from policyreader.amounts import shown

FICTION = re.compile(r"\+1(\d{3})?55501\d\d|\+447700900\d{3}")
"""Numbers that are reserved for stories: rules may be rehearsed with them."""

EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")
HANDLE = re.compile(r"[^\s@#/]{1,100}(@[^\s@#/]{1,100})?")
SERVER = re.compile(r"(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}(:\d{1,5})?")
SENDER_ID = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9]{3,11}")
HASHTAG = re.compile(r"\w{1,100}")


def parse_phone(value: object) -> str:
    """The number in E.164: `+12125550101`."""
    text = str(value)
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        raise ValueError(
            f"must be a phone number with its country, like '+1 212 555 0101', got {shown(value)}"
        ) from None
    plain = str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    if not phonenumbers.is_valid_number(number) and not FICTION.fullmatch(plain):
        raise ValueError(f"no phone can have this number, got {shown(value)}")
    return plain


def parse_email(value: object) -> str:
    """An address that mail can be sent to."""
    if isinstance(value, str) and EMAIL.fullmatch(value) and len(value) <= 254 and ".." not in value:
        return value
    raise ValueError(f"must be an email address like ana@wayfare.example, got {shown(value)}")


def parse_handle(value: object) -> str:
    """A handle without its @."""
    text = value.removeprefix("@") if isinstance(value, str) else ""
    if HANDLE.fullmatch(text):
        return text
    raise ValueError(f"must be a handle like wayfare, got {shown(value)}")


def parse_hashtag(value: object) -> str:
    """A hashtag without its #, which YAML would read as a comment."""
    text = value.removeprefix("#") if isinstance(value, str) else ""
    if HASHTAG.fullmatch(text):
        return text
    raise ValueError(f"must be a hashtag like AskWayfare, without #, got {shown(value)}")


def parse_server(value: object) -> str:
    """The name of a server, as handles have it behind their @; a web address of it by https will do."""
    text = value.removeprefix("https://").removesuffix("/") if isinstance(value, str) else ""
    if SERVER.fullmatch(text):
        return text
    raise ValueError(f"must be the name of a server like social.wayfare.example, got {shown(value)}")


def parse_ticket_url(value: object) -> str:
    """A web address with one {} in its path or query, for a ticket's number."""
    if isinstance(value, str) and value.startswith("https://") and value.count("{}") == 1:
        host, _, _ = value.partition("{}")
        if re.fullmatch(r"https://[\w.:-]+[/?].*", host):
            return parse_url(value)
    raise ValueError(
        f"must be an address that begins with https:// and has one {{}} for the ticket's number, got {shown(value)}"
    )


def parse_sender_id(value: object) -> str:
    """What phones show instead of a number, as carriers take it."""
    if isinstance(value, str) and SENDER_ID.fullmatch(value):
        return value
    raise ValueError(f"must be 3 to 11 letters and digits, with at least one letter, like WAYFARE, got {shown(value)}")


def parse_url(value: object) -> str:
    """A web address that a feed can be read from."""
    try:
        parts = urlsplit(value if isinstance(value, str) else "")
        fine = parts.scheme in ("http", "https") and parts.hostname and not parts.username and parts.port != 0
    except ValueError:
        fine = False
    if fine and isinstance(value, str) and not re.search(r"[\s\x00-\x1f]", value) and len(value) <= 2000:
        return value
    raise ValueError(f"must be a web address that begins with http:// or https://, got {shown(value)}")
