"""Which route a mention takes: ordered rules, the first that matches wins, and what must never wait never does."""

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any, Protocol

import jmespath
from jmespath.exceptions import JMESPathError
from msgspec import Struct, json, to_builtins
from msgspec.structs import replace

from chalicelib.domain.heard.classification import Classification
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.judged.themes import Themes, themes_of
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.routes import Action, Route, Urgency
from chalicelib.domain.said import said

TAKES_ALL = said("it takes every mention")
ASKS_FOR_DEPARTMENT = "classification.department"


class Tried(Struct, frozen=True, kw_only=True):
    """One route that was tried on a mention, and why it matched or did not."""

    route: str
    matched: bool
    why: str


class Decision(Struct, frozen=True, kw_only=True):
    """What the rules ask for. `reason` is a sentence; `tried` holds every route up to the one that matched.

    The reason is for people, and names no condition: `tried` does. `theme` is the matched theme that says most: an
    urgent one, else the route's, else any. `reply_within` is the route's own, None where the escalation policy's holds.
    `silence` is the id of the silence that it fell under; empty for none. `like` is the example that the post is most
    like, where the route asked whose examples those are.
    """

    action: Action
    department: str | None = None
    urgency: Urgency = Urgency.ROUTINE
    route: str | None = None
    theme: str | None = None
    reason: str
    tried: tuple[Tried, ...] = ()
    reply_within: timedelta | None = None
    silence: str = ""
    like: str = ""


class Expression(Protocol):
    """A compiled JMESPath expression."""

    def search(self, value: object) -> object: ...


def decide(mention: Mention, classification: Classification, policies: Policies) -> Decision:
    """Try the routes in order. An urgent theme makes an alert of the mention whatever its route says."""
    found = themes_of(mention, classification, policies)
    themes = found.counting
    document = routing_document(mention, classification, found)
    tried: list[Tried] = []
    decision = Decision(action=Action.IGNORE, theme=next(iter(themes), None), reason=said("no route matched"))
    for route in policies.routes:
        like = classification.department.like if ASKS_FOR_DEPARTMENT in (route.when or "") else ""
        tried.append(_try(route, found, document, like))
        if tried[-1].matched:
            decision = replace(_follow(route, themes), like=like)
            break
    urgent = next((theme for theme in themes if theme in policies.themes and policies.themes[theme].urgent), None)
    return replace(_made_urgent(decision, urgent, policies) if urgent else decision, tried=tuple(tried))


def routing_document(mention: Mention, classification: Classification, themes: Themes) -> dict[str, Any]:
    """What a route's `when` is asked of: as JSON has it, since JMESPath takes a tuple for nothing that it knows."""
    named = {"themes": list(themes.counting), "themes_of_others": list(themes.of_others)}
    asked = {"mention": mention, "classification": to_builtins(classification) | named}
    document: dict[str, Any] = json.decode(json.encode(asked))
    return document


def _try(route: Route, themes: Themes, document: Mapping[str, object], like: str) -> Tried:
    found = [theme for theme in themes.counting if theme in route.themes]
    if route.themes and not found:
        let_be = [why for theme, why in themes.let_be.items() if theme in route.themes]
        why = " and ".join(let_be) or f"none of its themes matched: {', '.join(route.themes)}"
        return Tried(route=route.name, matched=False, why=why)
    if route.when is not None:
        try:
            value = _compiled(route.when).search(document)
        except JMESPathError as error:
            return Tried(route=route.name, matched=False, why=f"its condition cannot be told: {error}")
        except Exception as error:  # noqa: BLE001  # JMESPath lets Python's own errors through: no mention dies of a rule
            why = f"its condition cannot be told: {type(error).__name__}: {error}"
            return Tried(route=route.name, matched=False, why=why)
        if not _is_true(value):
            return Tried(route=route.name, matched=False, why=f"its condition does not hold: {route.when}")
    facts = [f"theme '{theme}' matched" for theme in found] + ([f"{route.when} holds"] if route.when else [])
    facts += [f"it is most like '{like}'"] if like else []
    return Tried(route=route.name, matched=True, why=" and ".join(facts) or TAKES_ALL)


def _follow(route: Route, themes: tuple[str, ...]) -> Decision:
    named = [theme for theme in themes if theme in route.themes]
    why = " and ".join(said("theme '{theme}' matched", theme=theme) for theme in named) or (
        "" if route.when else TAKES_ALL
    )
    return Decision(
        action=route.action,
        department=route.department,
        urgency=route.urgency,
        route=route.name,
        theme=next(iter(named or themes), None),
        reason=said("route '{route}': {why}", route=route.name, why=why)
        if why
        else said("route '{route}'", route=route.name),
        reply_within=route.reply_within,
    )


def _made_urgent(decision: Decision, theme: str, policies: Policies) -> Decision:
    """The same decision as an urgent alert: of its own department, else of whoever has the theme, else the default."""
    decision = replace(decision, theme=theme)
    if decision.action is Action.ALERT and decision.urgency is Urgency.URGENT:
        return decision
    owners = (route.department for route in policies.routes if route.department and theme in route.themes)
    return replace(
        decision,
        action=Action.ALERT,
        urgency=Urgency.URGENT,
        department=decision.department or next(owners, policies.fallback_department),
        reason=said("theme '{theme}' never waits ({reason})", theme=theme, reason=decision.reason),
    )


def _is_true(value: object) -> bool:
    """JMESPath's own idea of truth: zero is true, and emptiness is not."""
    return value is not None and value is not False and value not in ("", [], {})


@lru_cache(maxsize=1024)
def _compiled(expression: str) -> Expression:
    compiled: Expression = jmespath.compile(expression)
    return compiled
