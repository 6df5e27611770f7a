"""What a person reads of a page: its title, then its words line by line, buttons and choices in brackets."""

from html.parser import HTMLParser

UNREAD = frozenset({"style", "script"})
INLINE = frozenset({"b", "bdi", "span", "strong", "time", "a"})
PRESSED = frozenset({"button", "summary", "option"})


def readable(html: str) -> str:
    """The words of a page, a line for each block, without markup."""
    reader = _Reader()
    reader.feed(html)
    lines = (" ".join(line.split()) for line in "".join(reader.words).split("\n"))
    return "\n".join(line for line in lines if line)


class _Reader(HTMLParser):
    """Collects words; what stands in `UNREAD` is passed over."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unread += tag in UNREAD
        if tag not in INLINE:
            self.words.append("\n")
        if tag in PRESSED:
            self.words.append("[")
        label = dict(attrs).get("label")
        if label:
            self.words.append(f"{label}:")

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in UNREAD
        if tag in PRESSED:
            self.words.append("]")
        if tag not in INLINE:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.words.append(data.replace("\n", " "))
