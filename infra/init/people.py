"""people.yaml and guidelines.yaml of a first folder, as text with comments."""

import re
from collections.abc import Mapping, Sequence

from infra.init.answers import Answers, Somebody
from infra.init.files import head, rota_of, text

TITLES = {
    "customer-care": "Customer care",
    "tech-support": "Tech support",
    "press": "Press office",
    "executives": "Executives",
    "sales": "Sales",
    "business-development": "Business development",
    "hr": "People and jobs",
}
OF_THE_AIRLINE = "booking or order number"
SAFE_NIGHTS = """\
    # Nights are safe: what can wait comes by email, and by day. Only harm rings the phone at any hour.
    notify:
      routine: {by: email}
      urgent: {by: [sms, email]}
"""


def people(answers: Answers, examples: Mapping[str, Sequence[str]]) -> str:
    """Who answers, whose turn it is, and when departments are open."""
    parts = [
        head("people", "Who answers, how to reach them, whose turn it is, when departments are open."),
        "# Called when nobody else acknowledges, at any hour: so without hours, closed days or holidays.\n",
        f"duty_manager: {answers.last}\n\npeople:\n",
        *(_person(each, alone=answers.is_alone) for each in answers.people),
        *_rotas(answers),
        "\n# `examples` are posts of the department's own kind: put your own in their place as they come in.\n",
        "departments:\n",
        *(_department(name, answers, examples[name]) for name in answers.departments),
    ]
    return "".join(parts)


def guidelines(shipped: str, departments: Sequence[str], number: str) -> str:
    """What the shipped departments say, with what this trade asks a customer for."""
    sections = re.split(r"(?m)^(?=[a-z-]+:$)", shipped)
    kept = "".join(section for section in sections if section.partition(":")[0] in departments)
    plain = re.sub(r"write to \w+@wayfare\.example", "send us a direct message", kept.replace(OF_THE_AIRLINE, number))
    return head("guidelines", "What each department says and does not say; the first reply is suggested.") + plain


def _person(somebody: Somebody, *, alone: bool) -> str:
    lines = [f"  {somebody.id}:", f"    name: {text(somebody.name)}"]
    lines += [f"    email: {text(somebody.email)}"] if somebody.email else []
    lines += [f'    phone: "{somebody.phone}"'] if somebody.phone else []
    safe = SAFE_NIGHTS if alone and somebody.email and somebody.phone else ""
    return "\n".join(lines) + "\n" + safe


def _rotas(answers: Answers) -> list[str]:
    turns = {name: rota_of(name, answers) for name in answers.departments}
    rotas = [
        f"  {name}:\n    members: [{', '.join(each.id for each in members)}]\n    turn: week\n    handoff: mon 09:00\n"
        f"    zone: {answers.country[1]}\n"
        for name, members in turns.items()
        if members
    ]
    return ["\n# Who takes turns, a week each.\nrotas:\n", *rotas] if rotas else []


def _department(name: str, answers: Answers, examples: Sequence[str]) -> str:
    country, zone = answers.country
    opening = "    hours: always\n"
    if answers.hours.strip().lower() != "always":
        opening = f"    hours: {text(answers.hours)}\n    zone: {zone}\n    holidays: {country}\n"
    posts = "".join(f"      - {text(post)}\n" for post in examples)
    return f"  {name}:\n    name: {TITLES[name]}\n    escalation: {name}\n{opening}    examples:\n{posts}"
