"""The brand's business rules as one value: what a push stores and what every decision reads."""

from datetime import timedelta

from msgspec import Struct

from chalicelib.domain.rules.brand import Brand, Guideline
from chalicelib.domain.rules.by_example import ExamplesHead
from chalicelib.domain.rules.person import Person, Rota
from chalicelib.domain.rules.routes import Route, Theme
from chalicelib.domain.rules.storms import CrisisRule, StormRule
from chalicelib.domain.rules.tiers import Department, EscalationPolicy

NOBODYS = "nobody"
"""What the classification calls what nobody needs to answer; so no department may be called that."""


class Policies(Struct, frozen=True, kw_only=True):
    """One pushed version of all five files. `version` is derived from the content.

    `fallback_department` gets the urgent mention that no route gives to a department. Without a `crisis` rule
    none is ever declared. `nobody` are examples of what no department needs to answer. `head` is what a push learned
    from all examples. `people_were` and `rotas_were` hold former names with the present ones: what runs under a
    former name goes on.
    """

    version: str
    brand: Brand
    people: dict[str, Person]
    departments: dict[str, Department]
    escalation: dict[str, EscalationPolicy]
    routes: tuple[Route, ...]
    duty_manager: str
    rotas: dict[str, Rota] = {}
    themes: dict[str, Theme] = {}
    guidelines: dict[str, Guideline] = {}
    link_lifetime: timedelta = timedelta(days=3)
    fallback_department: str | None = None
    storm: StormRule = StormRule()
    crisis: CrisisRule | None = None
    nobody: tuple[str, ...] = ()
    head: ExamplesHead | None = None
    people_were: dict[str, str] = {}
    rotas_were: dict[str, str] = {}

    @property
    def examples(self) -> dict[str, tuple[str, ...]]:
        """The examples of each department that has some, and NOBODYS under its own name."""
        named = {name: department.examples for name, department in self.departments.items()} | {NOBODYS: self.nobody}
        return {name: texts for name, texts in named.items() if texts}

    @property
    def has_examples(self) -> bool:
        """Whether there are any to tell apart: one department's alone are not."""
        return len(self.examples) > 1

    @property
    def phrases(self) -> dict[str, tuple[str, ...]]:
        """Each theme's phrases, as an index of keywords takes them."""
        return {theme.name: theme.phrases for theme in self.themes.values()}

    def name_now(self, person: str) -> str:
        """What somebody is called now, given their present name or a former one."""
        return self.people_were.get(person, person)

    def names_of(self, person: str) -> frozenset[str]:
        """Every name that somebody has or had."""
        return frozenset((person, *(was for was, now in self.people_were.items() if now == person)))

    def person(self, name: str | None) -> Person | None:
        """Who has or had this name; None for nobody."""
        return self.people.get(self.name_now(name)) if name else None

    def rota(self, name: str) -> Rota | None:
        """The rota that has or had this name."""
        return self.rotas.get(self.rotas_were.get(name, name))

    def language_of(self, person: Person | None) -> str:
        """What somebody is told in; strangers in the brand's language."""
        return (person.language if person else None) or self.brand.language

    def escalations_of(self, department: str) -> tuple[EscalationPolicy, ...]:
        """The escalation policies that call people in the department's name: its own, and that of a crisis."""
        own = self.escalation[self.departments[department].escalation]
        if self.crisis is None or self.crisis.department != department:
            return (own,)
        return (own, self.escalation[self.crisis.escalation])
