"""Writes what the golden test holds: everything of the gallery as text, one file a language."""

from pathlib import Path

from chalicelib.told_in import languages
from gallery.register import as_text, rendered

GOLDEN = Path("tests/golden")


def main() -> None:
    """Write each language's file anew, and remove those of languages that are gone."""
    for path in GOLDEN.glob("messages.*.txt"):
        path.unlink()
    for language in languages():
        (GOLDEN / f"messages.{language}.txt").write_text(as_text(rendered(language)), encoding="utf-8")


if __name__ == "__main__":
    main()
