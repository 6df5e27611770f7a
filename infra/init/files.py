"""brand.yaml and escalation.yaml of a first folder, as text with comments."""

import json
import re

from infra.init.answers import Answers, Somebody

PLAIN = re.compile(r"[A-Za-z][\w.-]*(?: [\w.-]+)*")
EVERY_KEY = "Every key: policies/README.md of Earshot."
NO_TEXT = {"true", "false", "null"}
SLOW = {"sales": ("1h", "4h"), "business-development": ("1h", "4h"), "hr": ("4h", "1d")}
"""Departments that need not hurry: how long a tier has, and how long a watched post may wait."""


def text(value: str) -> str:
    """The value as YAML reads it back, whatever is in it."""
    return value if PLAIN.fullmatch(value) and value not in NO_TEXT else json.dumps(value, ensure_ascii=False)


def head(stem: str, words: str) -> str:
    """The lines that begin a file."""
    return f"# yaml-language-server: $schema=schema/{stem}.json\n# {words}\n# {EVERY_KEY}\n"


def brand(answers: Answers) -> str:
    """Whom we listen for, and where."""
    lines = [
        head("brand", "Whom we listen for, where, how often, and what it may cost.") + f"name: {text(answers.brand)}"
    ]
    if answers.accounts:
        lines += ["", "# Posts of these open no alert, and their replies end one.", "handles:"]
        lines += [f"  {network}: {text(handle)}" for network, handle in answers.accounts.items()]
    lines += ["", "sources:"]
    if "x" in answers.accounts:
        lines += ["  # The account's own mentions; `mode: search` asks X's search, and can cost more.", "  x-mentions:"]
        lines += ["    kind: x", "    mode: mentions", "    every: 1m", "    daily_budget: $5", "    max_age: 7d"]
    for number, address in enumerate(answers.feeds, start=1):
        lines += [f"  feed-{number}:", "    kind: feed", f"    url: {text(address)}"]
    lines += ["  # What other tools send, signed (docs/webhooks.md): reviews, Mastodon, Bluesky.", "  reviews:"]
    return "\n".join([*lines, "    kind: webhook"]) + "\n"


def escalation(answers: Answers) -> str:
    """Who is told, in which order: those of a department, then whoever is called last."""
    lines = [head("escalation", "Who is told, in which order, and how long each of them has.").rstrip("\n")]
    for department in answers.departments:
        wait, reply_within = SLOW.get(department, ("15m", "1h"))
        lines += [f"{department}:", "  tiers:"]
        for number, notify in enumerate(_tiers(department, answers)):
            lines += [f"    - notify: {notify}", f"      wait: {wait}", f"      urgent_wait: {1 + 4 * number}m"]
        lines += ["  repeat: 1", f"  reply_within: {reply_within}", ""]
    known = answers.of("press") if "press" in answers.departments else ()
    everybody = _several(list(dict.fromkeys([*(each.id for each in known), answers.last])))
    lines += ["# A crisis calls these at once, again and again.", "crisis:", "  tiers:"]
    lines += [f"    - notify: {everybody}", "      wait: 10m", "  repeat: 3", "  acknowledged_for: 4h"]
    return "\n".join(lines) + "\n"


def rota_of(department: str, answers: Answers) -> tuple[Somebody, ...]:
    """Who takes turns: several people of one department."""
    people = answers.of(department)
    return people if len(people) > 1 else ()


def _tiers(department: str, answers: Answers) -> list[str]:
    names = [each.id for each in answers.of(department)]
    tiers = [f"rota:{department}", _several(names)] if len(names) > 1 else [names[0]]
    return tiers if tiers == [answers.last] else [*tiers, answers.last]


def _several(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"[{', '.join(names)}]"
