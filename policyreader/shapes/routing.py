"""routing.yaml: which words mean which trouble, and who gets which mention."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field, PlainValidator, model_validator

from chalicelib.domain.rules.routes import Action, Exemption, Route, Theme, Urgency
from policyreader.amounts import DAY, DURATION_SCHEMA, MINUTE, lasting
from policyreader.conditions import parse_condition
from policyreader.faults import PartFaults
from policyreader.shapes.base import Examples, Id, OneOrMore, Shape, sized, worded
from policyreader.shapes.storms import CrisisShape, StormShape

Phrase = Annotated[str, worded(100)]


class ThemeShape(Shape):
    """Phrases that mean the same trouble."""

    phrases: Annotated[list[Phrase], OneOrMore, sized(1, 1000, "a theme needs at least one phrase")]
    urgent: bool = False
    unless: Literal["praise"] | None = None

    def to_domain(self, name: str) -> Theme:
        unless = None if self.unless is None else Exemption(self.unless)
        return Theme(name=name, phrases=tuple(dict.fromkeys(self.phrases)), urgent=self.urgent, unless=unless)


class RouteShape(Shape):
    """One rule. It applies when a theme of it matched (if it names any) and `when` holds (if there is one)."""

    name: Id
    themes: Annotated[list[str], OneOrMore, sized(1, 100, "must name at least one theme")] | None = None
    when: Annotated[str, PlainValidator(parse_condition, json_schema_input_type=str)] | None = None
    action: Literal["alert", "watch", "ignore"] = "alert"
    department: str | None = None
    urgency: Literal["routine", "urgent"] = "routine"
    reply_within: Annotated[timedelta, lasting(MINUTE, 30 * DAY), DURATION_SCHEMA] | None = None

    @property
    def takes_everything(self) -> bool:
        return self.themes is None and self.when is None

    @model_validator(mode="after")
    def _has_somebody_to_answer(self) -> "RouteShape":
        if self.action != "ignore" and self.department is None:
            raise PartFaults(("department", f"a route that asks to {self.action} needs a department"))
        if self.reply_within is not None and self.action != "watch":
            raise PartFaults(
                ("reply_within", f"only what is watched waits for a reply, and this route says {self.action}")
            )
        return self

    def to_domain(self) -> Route:
        return Route(
            name=self.name,
            action=Action(self.action),
            department=self.department,
            urgency=Urgency(self.urgency),
            themes=tuple(self.themes or ()),
            when=self.when,
            reply_within=self.reply_within,
        )


class RoutingShape(Shape):
    """The whole of routing.yaml."""

    fallback_department: str
    themes: Annotated[dict[Id, ThemeShape], sized(0, 500, "")] = Field(default_factory=dict)
    routes: Annotated[list[RouteShape], sized(1, 500, "must have at least one route")]
    nobody: Examples | None = None
    storm: StormShape = Field(default_factory=StormShape)
    crisis: CrisisShape | None = None

    @model_validator(mode="after")
    def _every_route_can_be_reached(self) -> "RoutingShape":
        faults, names, taker = [], set[str](), None
        for number, route in enumerate(self.routes):
            if route.name in names:
                faults.append((f"routes[{number}].name", f"another route is called '{route.name}'"))
            if taker:
                faults.append((f"routes[{number}]", f"can never match: route '{taker}' before it takes every mention"))
            names.add(route.name)
            taker = taker or (route.name if route.takes_everything else None)
        if faults:
            raise PartFaults(*faults)
        return self
