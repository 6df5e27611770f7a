"""In which characters a feed is written: what the server says wins over what the document says, as RFC 7303 has it."""

import codecs
import re

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*encoding=[\"']([A-Za-z0-9._-]+)[\"']")
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([A-Za-z0-9._:-]+)", re.IGNORECASE)


def in_utf8(body: bytes, *, content_type: str) -> bytes:
    """The document in UTF-8 where the server named its characters; as it came where it did not, or was wrong.

    A byte order mark comes before what the server says. So does a document that says UTF-8 and is: many servers add
    a charset of their own to all that they send.
    """
    said = _CHARSET.search(content_type)
    if said is None or body.startswith(_MARKS) or _is_utf8(body):
        return body
    try:
        text = body.decode(said[1])
    except (LookupError, UnicodeError):
        return body
    return _DECLARATION.sub("", text, count=1).encode("utf-8", "replace")


def _is_utf8(body: bytes) -> bool:
    """Whether the document says that it is UTF-8, and no byte of it says otherwise."""
    declared = _DECLARED.match(body)
    if declared is None or declared[1].lower() not in (b"utf-8", b"utf8"):
        return False
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True
