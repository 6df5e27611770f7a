"""The register of everything that a person can be told: by kind, by name, in any language."""

from collections.abc import Iterator

from msgspec import Struct

from gallery.messages import answers, emails, texts
from gallery.pages import pages
from gallery.reading import readable

KINDS = {"sms": texts, "email": emails, "answer": answers, "page": pages}
"""Each kind, and what renders all of it in a language."""


class Rendered(Struct, frozen=True, kw_only=True):
    """One message or page as its reader gets it. `html` is empty but for pages, of which `text` is what is read."""

    kind: str
    name: str
    text: str
    html: str = ""


def rendered(language: str, kinds: tuple[str, ...] = tuple(KINDS)) -> Iterator[Rendered]:
    """Everything of these kinds in `language`."""
    for kind in kinds:
        for name, told in KINDS[kind](language):
            if kind == "page":
                yield Rendered(kind=kind, name=name, text=readable(told), html=told)
            else:
                yield Rendered(kind=kind, name=name, text=told)


def as_text(shown: Iterator[Rendered]) -> str:
    """All of it to read through, or to compare with what it was."""
    return "\n\n".join(f"=== {each.kind}: {each.name}\n{each.text}" for each in shown) + "\n"
