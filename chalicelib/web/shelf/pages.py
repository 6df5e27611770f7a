"""What every page shares: layout, style, and headers that let nothing foreign in; it needs no script."""

import base64
import hashlib
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from chalicelib.domain.errors import EarshotError, ForbiddenError, LinkExpiredError, NotFoundError, SignedOutError
from chalicelib.domain.said import said
from chalicelib.domain.told.tongue import Tongue
from chalicelib.told_in import tongue

POLICY = "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


SCRIPTS = "script-src 'nonce-{nonce}'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types htmx; "
"""What a page of the desk may run besides: our own files, and nothing that is written into the page."""


def headers(nonce: str = "") -> dict[str, str | list[str]]:
    """Nobody caches, indexes, frames or learns the address of a page; it loads and runs nothing but its own style.

    With a `nonce` it runs the scripts that carry it, too.
    """
    scripts = SCRIPTS.format(nonce=nonce) if nonce else ""
    style = base64.b64encode(hashlib.sha256(_css().encode()).digest()).decode()
    return {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{style}'; {scripts}{POLICY}",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex, nofollow",
        "X-Content-Type-Options": "nosniff",
    }


def render(template: str, language: str, **values: object) -> str:
    """The page that `template`, of this room or of one beside it, makes of `values` in a language."""
    return _environment(language).get_template(template).render(css=_css(), **values)


def say_in(language: str, sentence: str) -> str:
    """A sentence of a table, in a language."""
    return tongue(language).say(sentence)


def problem_page(error: EarshotError, language: str, *, sign_in: str = "") -> str:
    """A page that says in plain words what is wrong and what to do about it; `sign_in` is where to ask for a link."""
    say = tongue(language).say
    title = {LinkExpiredError: say("This link has expired"), NotFoundError: say("Nothing is here")}
    title |= {SignedOutError: say("Sign in"), ForbiddenError: say("You may not do that")}
    return render(
        "problem.html",
        language,
        title=title.get(type(error), say("This did not work")),
        problem=tongue(language).again(str(error)),
        again=error.retryable,
        expired=isinstance(error, LinkExpiredError),
        sign_in=sign_in,
        kept=error.kept,
        signed_out=isinstance(error, SignedOutError),
    )


@cache
def _environment(language: str) -> Environment:
    """Templates that tell every sentence by `say` and `count`, and mark by `said` what a form posts to be kept."""
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(f"chalicelib.web.{room}") for room in ("shelf", "links", "desk")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(tongue=tongue(language), said=said, **_sayings(tongue(language)))
    return environment


def _sayings(tongue: Tongue) -> dict[str, Callable[..., Markup]]:
    """`Tongue.say` and `Tongue.count`, safe to stand in a page whatever their values hold."""

    def say(sentence: str, **values: object) -> Markup:
        return escape(tongue.translations.gettext(sentence)).format(**values)

    def count(one: str, several: str, number: int, **values: object) -> Markup:
        return escape(tongue.translations.ngettext(one, several, number)).format(number=number, **values)

    return {"say": say, "count": count}


@cache
def _css() -> str:
    return files("chalicelib.web.shelf").joinpath("page.css").read_text(encoding="utf-8")
