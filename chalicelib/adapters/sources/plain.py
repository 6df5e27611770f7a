"""Plain text from what strangers send: tags, scripts and control characters gone, entities resolved."""

import html
import re
from html.parser import HTMLParser

_SILENT = frozenset({"script", "style", "template"})
_BREAKING = frozenset({"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"})
_ESCAPED = 3
"""How often what is left is taken for HTML that was escaped."""

_TAG = re.compile(
    r"</(?:a|abbr|b|blockquote|code|div|em|figure|font|h[1-6]|i|li|ol|p|pre|s|script|section|small|span|strong|style|"
    r"sub|sup|table|td|th|tr|tt|u|ul)\s*>|<(?:br|hr|iframe|img|li|p)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
"""Tags that somebody who writes about HTML seldom writes: those that end something or stand alone."""

_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,6}|#x[0-9a-f]{1,5});", re.IGNORECASE)
_HIDDEN = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\uf8ff"
    "\\U000f0000-\\U000ffffd\\U00100000-\\U0010fffd]"
)
"""Unicode's categories Cc, Cs and Co, but newlines and tabs, and the marks that reverse reading order."""


def printable(text: str) -> str:
    """Drop control characters and the marks that reverse reading order; newlines and tabs stay."""
    return _HIDDEN.sub("", text).strip()


def one_line(text: str) -> str:
    """Printable text with every run of white space as one space, as titles and names are shown."""
    return " ".join(printable(text).split())


def unescaped(text: str) -> str:
    """Resolve HTML entities once, for networks that escape text but send no tags (X)."""
    return printable(_resolved(text))


def untagged(markup: str) -> str:
    """The words of a piece of HTML: no tags, nothing of scripts and styles, a line break for each block.

    What was escaped twice and turns out to be HTML again is read again.
    """
    words = _words(markup)
    for _ in range(_ESCAPED):
        if _TAG.search(words):
            words = _words(words)
        elif _ENTITY.search(words):
            words = _resolved(words)
    lines = (" ".join(line.split()) for line in printable(words).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _resolved(text: str) -> str:
    try:
        return html.unescape(text)
    except ValueError:  # a character's number of thousands of digits
        return text


def _words(markup: str) -> str:
    reader = _Words()
    try:
        reader.feed(markup)
        reader.close()
    except (AssertionError, ValueError):  # a marked section of no kind, or such a number
        return re.sub(r"<[^<>]*>", " ", markup)
    return "".join(reader.words)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag in _BREAKING:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)
