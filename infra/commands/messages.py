"""`messages`: every SMS, email and page that exists, with sample data, in any language."""

from argparse import Namespace
from pathlib import Path

from chalicelib.told_in import languages
from gallery.register import KINDS, Rendered, as_text, rendered
from infra.errors import OperatorError
from infra.printing import plain
from infra.stage import Stage


def run(_stage: Stage, flags: Namespace) -> int:
    """Print what is asked for, or write its pages."""
    if flags.language not in languages():
        raise OperatorError(f"nobody can be told in '{flags.language}': there are {', '.join(languages())}")
    shown = rendered(flags.language, (flags.kind,) if flags.kind else tuple(KINDS))
    if flags.html:
        print("\n".join(str(_written(page, flags.html)) for page in shown if page.html))
    else:
        print("\n".join(map(plain, as_text(shown).split("\n"))), end="")
    return 0


def _written(page: Rendered, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{page.name.replace(',', '').replace(' ', '-')}.html"
    path.write_text(page.html, encoding="utf-8")
    return path
