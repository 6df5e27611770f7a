"""The five policy files together, in the order in which their faults are reported."""

import hashlib

import msgspec

from chalicelib.domain.rules.compiled import Policies
from policyreader.shapes.base import Shape
from policyreader.shapes.brand import BrandShape
from policyreader.shapes.escalation import EscalationsShape
from policyreader.shapes.guidelines import GuidelinesShape
from policyreader.shapes.people import PeopleShape, former_names
from policyreader.shapes.routing import RoutingShape


class FilesShape(Shape):
    """Each field is the content of the file of that name."""

    brand: BrandShape
    people: PeopleShape
    routing: RoutingShape
    escalation: EscalationsShape
    guidelines: GuidelinesShape

    def to_domain(self) -> Policies:
        """The rules, under the version that their content gives them."""
        people, routing = self.people, self.routing
        policies = Policies(
            version="",
            brand=self.brand.to_domain(),
            people={name: person.to_domain(name, people.company_days) for name, person in people.people.items()},
            departments={
                name: department.to_domain(name, people.company_days) for name, department in people.departments.items()
            },
            escalation={name: policy.to_domain(name) for name, policy in self.escalation.root.items()},
            routes=tuple(route.to_domain() for route in routing.routes),
            duty_manager=people.duty_manager,
            rotas={name: rota.to_domain(name) for name, rota in people.rotas.items()},
            themes={name: theme.to_domain(name) for name, theme in routing.themes.items()},
            guidelines={name: guideline.to_domain() for name, guideline in self.guidelines.root.items()},
            link_lifetime=self.brand.link_lifetime,
            fallback_department=routing.fallback_department,
            storm=routing.storm.to_domain(),
            crisis=routing.crisis.to_domain() if routing.crisis else None,
            nobody=tuple(routing.nobody or ()),
            people_were=former_names(people.people),
            rotas_were=former_names(people.rotas),
        )
        return msgspec.structs.replace(policies, version=version_of(policies))


def version_of(policies: Policies) -> str:
    """Twelve hexadecimal digits that stand for the content: the same rules always have the same version."""
    content = msgspec.json.encode(msgspec.structs.replace(policies, version=""), order="sorted")
    return hashlib.sha256(content).hexdigest()[:12]
