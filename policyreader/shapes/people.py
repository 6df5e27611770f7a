"""people.yaml: who answers, how to reach them, whose turn it is, and when departments are open."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Annotated, Any

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from chalicelib.domain.rules.person import Hours, Override, Period, Person, Role, Rota
from chalicelib.domain.rules.tiers import Department
from policyreader.amounts import DAY, shown
from policyreader.calendars import (
    local,
    parse_day,
    parse_handoff,
    parse_holidays,
    parse_hours,
    parse_moment,
    parse_zone,
)
from policyreader.contacts import parse_email, parse_phone
from policyreader.days_off import DaysOff, parse_company_days, parse_days_off
from policyreader.faults import PartFaults
from policyreader.shapes.base import Examples, Id, Network, OneOrMore, PersonId, Shape, Text, ToldLanguage, sized
from policyreader.shapes.brand import Handle
from policyreader.shapes.notify import NotifyShape

FIRST_MONDAY = date(2024, 1, 1)
"""Rotas that do not say since when they run count their turns from here."""

LONGEST_TURN = 366


def text_or_list(example: str) -> WithJsonSchema:
    """What editors are told of a key that takes one text or a list of them."""
    return WithJsonSchema(
        {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}], "examples": [example]}
    )


def parse_turn(value: object) -> int:
    """The days in `day`, `week` or `3d`."""
    text = {"day": "1d", "week": "7d"}.get(str(value), str(value))
    days = int(text[:-1]) if text.endswith("d") and text[:-1].isdecimal() and len(text) < 6 else 0
    if not 1 <= days <= LONGEST_TURN:
        raise ValueError(f"must be day, week or a number of days like 3d, got {shown(value)}")
    return days


Zone = Annotated[str, PlainValidator(parse_zone, json_schema_input_type=str)]
Moment = Annotated[date | datetime, PlainValidator(parse_moment, json_schema_input_type=str)]


FormerNames = Annotated[list[PersonId], OneOrMore, sized(0, 20, "")]


class OpenShape(Shape):
    """Somebody who keeps hours."""

    hours: Annotated[
        tuple[Period, ...], PlainValidator(parse_hours, json_schema_input_type=str), text_or_list("mon-fri 09:00-17:30")
    ] = ()
    zone: Zone = "UTC"
    holidays: Annotated[
        tuple[str, ...], PlainValidator(parse_holidays, json_schema_input_type=str), text_or_list("US-NY")
    ] = ()
    closed: Annotated[
        DaysOff, PlainValidator(parse_days_off, json_schema_input_type=str), text_or_list("2026-12-24 from 12:00")
    ] = Field(default_factory=DaysOff)

    def opening(self, company: DaysOff) -> Hours:
        """The hours; `company` are the company's days, where they are days off here."""
        country, _, region = (self.holidays or ("",))[0].partition("-")
        return Hours(
            zone=self.zone,
            periods=self.hours,
            country=country or None,
            region=region or None,
            closures=tuple(dict.fromkeys((*self.closed.days, *company.days))),
            places=self.holidays[1:],
            closings=tuple(dict.fromkeys((*self.closed.closings, *company.closings))),
        )


class PersonShape(OpenShape):
    """Somebody who can be told, or who answers for the brand."""

    name: Text
    email: Annotated[str, PlainValidator(parse_email, json_schema_input_type=str)] | None = None
    phone: Annotated[str, PlainValidator(parse_phone, json_schema_input_type=str)] | None = None
    handles: dict[Network, Handle] = Field(default_factory=dict)
    credit: bool = True
    notify: NotifyShape = Field(default_factory=NotifyShape)
    language: ToldLanguage | None = None
    was: FormerNames = Field(default_factory=list)
    role: Role = Role.RESPONDER
    hide_phone: bool = False

    def to_domain(self, name: str, company: DaysOff) -> Person:
        return Person(
            id=name,
            name=self.name,
            email=self.email,
            phone=self.phone,
            handles={str(network): handle for network, handle in self.handles.items()},
            hours=self.opening(company if self.closed.company else DaysOff()),
            credit=self.credit,
            notify=self.notify.to_domain(),
            language=self.language,
            role=self.role,
            hide_phone=self.hide_phone,
        )


class OverrideShape(Shape):
    """A stand-in for a while; `until` a day lasts to the end of that day."""

    person: str
    since: Moment = Field(alias="from")
    until: Moment

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "OverrideShape":
        if _beginning(self.since) >= _ending(self.until):
            raise ValueError("must end after it begins")
        return self

    def to_domain(self, zone: str) -> Override:
        start, end = local(_beginning(self.since), zone), local(_ending(self.until), zone)
        return Override(person=self.person, start=start, end=end)


class RotaShape(Shape):
    """Turns: who, how long, and the wall-clock time at which they hand over."""

    members: Annotated[list[str], OneOrMore, sized(1, 50, "a rota needs at least one member")]
    handoff: Annotated[Any, PlainValidator(parse_handoff, json_schema_input_type=str)]
    zone: Zone = "UTC"
    turn: Annotated[int, PlainValidator(parse_turn, json_schema_input_type=str)] = 7
    since: Annotated[date, PlainValidator(parse_day, json_schema_input_type=str)] = FIRST_MONDAY
    overrides: Annotated[list[OverrideShape], sized(0, 200, "")] = Field(default_factory=list)
    was: FormerNames = Field(default_factory=list)

    def to_domain(self, name: str) -> Rota:
        weekday, at = self.handoff
        ahead = 0 if weekday is None else (weekday - self.since.weekday()) % 7
        first = datetime.combine(self.since + ahead * DAY, at)
        written = tuple(override.to_domain(self.zone) for override in self.overrides)
        return Rota(
            id=name,
            members=tuple(self.members),
            starts=local(first, self.zone),
            zone=self.zone,
            days=self.turn,
            overrides=(*self._until(first), *written),
        )

    def _until(self, first: datetime) -> tuple[Override, ...]:
        """Between `since` and the first handoff the last member has the shift: no day of a rota is nobody's."""
        began, ends = local(_beginning(self.since), self.zone), local(first, self.zone)
        if "since" not in self.model_fields_set or began >= ends:
            return ()
        return (Override(person=self.members[-1], start=began, end=ends),)


class DepartmentShape(OpenShape):
    """Who must answer, the escalation policy that says how, and posts that are theirs."""

    name: Text
    escalation: str
    examples: Examples | None = None

    def to_domain(self, name: str, company: DaysOff) -> Department:
        return Department(
            id=name,
            name=self.name,
            escalation=self.escalation,
            hours=self.opening(company),
            examples=tuple(self.examples or ()),
        )


class PeopleShape(Shape):
    """The whole of people.yaml."""

    duty_manager: str
    people: Annotated[dict[PersonId, PersonShape], sized(1, 5000, "a brand needs at least one person")]
    rotas: Annotated[dict[Id, RotaShape], sized(0, 200, "")] = Field(default_factory=dict)
    departments: Annotated[dict[Id, DepartmentShape], sized(1, 50, "a brand needs at least one department")]
    company_days: Annotated[
        DaysOff, PlainValidator(parse_company_days, json_schema_input_type=str), text_or_list("every 12-24 from 12:00")
    ] = Field(default_factory=DaysOff)

    @model_validator(mode="after")
    def _former_names_are_free(self) -> "PeopleShape":
        """A name means one person or rota, whether it is used now or was."""
        kinds: dict[str, Mapping[str, PersonShape] | Mapping[str, RotaShape]]
        kinds = {"people": self.people, "rotas": self.rotas}
        faults = []
        for kind, entries in kinds.items():
            taken = dict.fromkeys(entries, "is a name in use")
            for name, was in ((name, was) for name, entry in entries.items() for was in entry.was):
                if was in taken:
                    faults.append((f"{kind}.{name}.was", f"'{was}' {taken[was]}"))
                taken[was] = f"was {name}, too"
        if faults:
            raise PartFaults(*faults)
        return self


def former_names(entries: Mapping[str, PersonShape] | Mapping[str, RotaShape]) -> dict[str, str]:
    """Each former name with the present one."""
    return {was: name for name, entry in entries.items() for was in entry.was}


def _beginning(moment: date | datetime) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time())


def _ending(moment: date | datetime) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time()) + DAY
