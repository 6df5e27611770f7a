"""Plain text from what strangers send: tags, scripts and control characters gone, entities resolved."""

import html
import re
import unicodedata
from html.parser import HTMLParser

_SILENT = frozenset({"script", "style", "template"})
_BREAKING = frozenset({"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"})
_KEPT_CONTROLS = "\n\t"
_HIDDEN = frozenset({"Cc", "Cs", "Co"})
_BIDIRECTIONAL = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def printable(text: str) -> str:
    """Drop control characters and the marks that reverse reading order; newlines and tabs stay."""
    kept = (c for c in text if c in _KEPT_CONTROLS or not _is_hidden(c))
    return "".join(kept).strip()


def one_line(text: str) -> str:
    """Printable text with every run of white space as one space, as titles and names are shown."""
    return " ".join(printable(text).split())


def unescaped(text: str) -> str:
    """Resolve HTML entities once, for networks that escape text but send no tags (X)."""
    return printable(html.unescape(text))


def untagged(markup: str) -> str:
    """The words of a piece of HTML: no tags, nothing of scripts and styles, a line break for each block."""
    reader = _Words()
    reader.feed(markup)
    reader.close()
    lines = (" ".join(line.split()) for line in printable("".join(reader.words)).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _is_hidden(character: str) -> bool:
    return character in _BIDIRECTIONAL or unicodedata.category(character) in _HIDDEN


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
