"""What every page shares: layout, style, and headers that let nothing foreign in; it needs no script."""

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from chalicelib.domain.errors import EarshotError, LinkExpiredError, NotFoundError

POLICY = "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


def headers() -> dict[str, str | list[str]]:
    """Nobody caches, indexes, frames or learns the address of a page; it loads and runs nothing but its own style."""
    style = base64.b64encode(hashlib.sha256(_css().encode()).digest()).decode()
    return {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{style}'; {POLICY}",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex, nofollow",
        "X-Content-Type-Options": "nosniff",
    }


def render(template: str, **values: object) -> str:
    """The page that `template`, of this room or of one beside it, makes of `values`."""
    return _environment().get_template(template).render(css=_css(), **values)


def problem_page(error: EarshotError) -> str:
    """A page that says in plain words what is wrong and what to do about it."""
    title = {LinkExpiredError: "This link has expired", NotFoundError: "Nothing is here"}
    return render(
        "problem.html", title=title.get(type(error), "This did not work"), problem=str(error), again=error.retryable
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=ChoiceLoader([PackageLoader(f"chalicelib.web.{room}") for room in ("shelf", "links")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _css() -> str:
    return files("chalicelib.web.shelf").joinpath("page.css").read_text(encoding="utf-8")
