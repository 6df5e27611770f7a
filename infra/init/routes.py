"""The shipped routes for other departments: what is for one that is not there is left out, or customer care's."""

import re
from collections.abc import Collection, Sequence

from infra.init.answers import DEPARTMENTS, FALLBACK
from infra.init.files import EVERY_KEY

ROUTES = "\nroutes:\n"
MACHINES = "  # Trouble with machines.\n"
THEMES_OF_MACHINES = "[website, app, login, payment"
OWN_THEME = "service"


def routing(shipped: str, departments: Collection[str], machines: Sequence[str], *, alone: bool) -> str:
    """routing.yaml for these departments, with `machines` as a theme of its own.

    Where somebody is `alone`, only harm rings at night, and not a complaint that many read.
    """
    themes, routes = shipped.replace("Every key: README.md", EVERY_KEY).split(ROUTES)
    if machines:
        own = f"  {OWN_THEME}:\n    phrases:\n" + "".join(f"      - {phrase}\n" for phrase in machines)
        themes = themes.replace(MACHINES, MACHINES + own)
        routes = routes.replace(THEMES_OF_MACHINES, f"{THEMES_OF_MACHINES}, {OWN_THEME}")
    missing = set(DEPARTMENTS) - set(departments)
    kept = [route for route in re.split(r"(?m)^(?=  - name: )", routes) if not _asks_for(route, missing)]
    if alone:
        kept = [_quiet(route) for route in kept]
    return re.sub(
        r"(?m)^( +department: )(\S+)$",
        lambda found: found[1] + (FALLBACK if found[2] in missing else found[2]),
        themes + ROUTES + "".join(kept),
    )


def _asks_for(route: str, missing: Collection[str]) -> bool:
    return any(f"classification.department.value == '{name}'" in route for name in missing)


def _quiet(route: str) -> str:
    return route.replace("    urgency: urgent\n", "") if route.startswith("  - name: loud-complaint") else route
