"""The pages behind personal links, as HTML that needs no script and lets nothing foreign in."""

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from chalicelib.domain.errors import EarshotError, LinkExpiredError, NotFoundError
from chalicelib.pipeline.respond import View
from chalicelib.web.card import card

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


def link_page(view: View, *, problem: str = "") -> str:
    """The page of a personal link; `problem` says what could not be done."""
    cards = [card(shown, view) for shown in view.shown]
    free = [each for each in cards if not (each.alert.is_acknowledged or each.alert.is_resolved)]
    return _template("link.html").render(css=_css(), view=view, cards=cards, free=free, problem=problem)


def problem_page(error: EarshotError) -> str:
    """A page that says in plain words what is wrong and what to do about it."""
    title = {LinkExpiredError: "This link has expired", NotFoundError: "Nothing is here"}
    return _template("problem.html").render(
        css=_css(), title=title.get(type(error), "This did not work"), problem=str(error), again=error.retryable
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("chalicelib.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _css() -> str:
    return files("chalicelib.web").joinpath("page.css").read_text(encoding="utf-8")


def _template(name: str) -> Template:
    return _environment().get_template(name)
