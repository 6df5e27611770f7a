"""What stands before a feed's root, where entities are declared: looked at before a parser sees it, and cheaply."""

import re

from chalicelib.domain.errors import SourceError

LONGEST = 64 * 1024
"""Bytes before the root, white space apart: all of HTML's entities declared take a sixth of it."""

LONGEST_ROOT = 16 * 1024
"""Bytes of the root's own tag, which names the feed's vocabularies."""

_BEFORE_ROOT = re.compile(
    rb"""\s+|<\?(?:[^?]|\?(?!>))*+\?>|<!--(?:[^-]|-(?!->))*+-->
    |(?P<doctype><!DOCTYPE(?:[^\[>"']|"[^"]*"|'[^']*')*+(?:\[(?:[^\]"']|"[^"]*"|'[^']*')*+\]\s*)?>)""",
    re.IGNORECASE | re.VERBOSE,
)
_MARKS = b"\xef\xbb\xbf\xff\xfe"
_ROOT = re.compile(rb"<\w")
_TAG_ENDS = re.compile(rb">")
_ENTITY_OF_ENTITIES = re.compile(rb"""<!ENTITY\s+[^\s"'<]+\s+(?:"[^"]*&(?!#)|'[^']*&(?!#))""")
_SPACES = re.compile(rb"[ \t\r\n]{2,}")


def checked(body: bytes) -> bytes:
    """The document with the white space before its root shortened; raise SourceError for what only an attack holds.

    Entities of entities are looked for before the root only: an article may quote them.
    """
    body = _shortened(body.lstrip())
    legible = body.replace(b"\0", b"")  # the tags are legible in UTF-16 too once its zeros are gone
    declared, root = _split(legible)
    if root is not None and root > LONGEST:
        raise SourceError(f"feed: {root} bytes stand before its root; no more than {LONGEST} are read")
    if root is not None and _root_length(legible, root) > LONGEST_ROOT:
        raise SourceError(f"feed: the tag of its root is longer than {LONGEST_ROOT} bytes")
    if _ENTITY_OF_ENTITIES.search(declared):
        raise SourceError("feed: it declares entities made of entities, as only an attack does")
    return body


def _shortened(body: bytes) -> bytes:
    root = _ROOT.search(body)
    if root is None or b"\0" in body[: root.start()]:
        return body  # no white space of UTF-16 can be told by its bytes
    return _SPACES.sub(b"\n", body[: root.start()]) + body[root.start() :]


def _split(body: bytes) -> tuple[bytes, int | None]:
    """Where entities are declared, and where the root begins; all up to the first tag where that cannot be told."""
    place, declared = len(body) - len(body.lstrip(_MARKS)), b""
    while found := _BEFORE_ROOT.match(body, place):
        declared, place = declared or found["doctype"] or b"", found.end()
    root = _ROOT.search(body, place)
    begins = root.start() if root else None
    return declared + body[place : begins or place + LONGEST], begins


def _root_length(body: bytes, root: int) -> int:
    ends = _TAG_ENDS.search(body, root, root + LONGEST_ROOT + 1)
    return (ends.end() if ends else len(body)) - root
