"""brand.yaml: whom we listen for, where, how often, and what it may cost."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from chalicelib.domain.rules.brand import Brand, CreditRule, SmsPolicy, SourcePolicy
from policyreader.amounts import DAY, DURATION_SCHEMA, HOUR, MINUTE, MONEY_SCHEMA, lasting, parse_money, shown
from policyreader.contacts import (
    parse_handle,
    parse_hashtag,
    parse_phone,
    parse_sender_id,
    parse_server,
    parse_ticket_url,
    parse_url,
)
from policyreader.faults import PartFaults, suggestion
from policyreader.mapping import PRESETS, expressions, rules_of
from policyreader.shapes.base import MAX_ID, Id, Network, OneOrMore, Shape, Text, ToldLanguage, counted, sized, worded

Handle = Annotated[str, PlainValidator(parse_handle, json_schema_input_type=str)]
Handles = Annotated[list[Handle], OneOrMore, sized(1, 20, "must name at least one handle")]

OPTIONS = {
    "x": {"mode", "query", "reposts", "parents"},
    "feed": {"url"},
    "mastodon": {"server", "query"},
    "bluesky": {"server", "query"},
    "webhook": {"token", "preset", "map"},
}
"""What each kind of source can be told beside its cadence and budget."""

ALL_OPTIONS = frozenset[str]().union(*OPTIONS.values())

TOKEN = re.compile(r"inbound-[a-z0-9]+(?:-[a-z0-9]+)*")


def parse_token(value: object) -> str:
    """The name of a secret that a sender may show: those of no other use begin with `inbound-`."""
    if isinstance(value, str) and TOKEN.fullmatch(value) and len(value) <= MAX_ID:
        return value
    raise ValueError(f"must be the name of a secret like inbound-reviews, got {shown(value)}")


def parse_preset(value: object) -> str:
    """The name of a file in policyreader/presets/."""
    if value in PRESETS:
        return str(value)
    raise ValueError(f"must be one of {', '.join(PRESETS)}, got {shown(value)}{suggestion(str(value), PRESETS)}")


WITH_AN_ACCOUNT: tuple[Literal["mastodon", "bluesky"], ...] = ("mastodon", "bluesky")
"""Kinds that are read with the brand's own account there, of which the stage knows one secret."""

HOMES: dict[str, Callable[[str], bool]] = {
    "mastodon": lambda handle: "@" in handle,
    "bluesky": lambda handle: "." in handle and "@" not in handle,
}
EXAMPLES = {"mastodon": "wayfare@social.wayfare.example", "bluesky": "wayfare.example"}
"""Whether a handle says where it is at home, and one that does."""


class SourceShape(Shape):
    """One thing to read. The options after `first_reading` belong to one kind each."""

    kind: Literal["x", "feed", "mastodon", "bluesky", "webhook"]
    every: Annotated[timedelta, lasting(MINUTE, DAY), DURATION_SCHEMA] = timedelta(minutes=5)
    daily_budget: Annotated[int, PlainValidator(parse_money, json_schema_input_type=str), MONEY_SCHEMA] | None = None
    max_age: Annotated[timedelta, lasting(HOUR, 365 * DAY), DURATION_SCHEMA] | None = None
    first_reading: Annotated[timedelta, lasting(DAY, 365 * DAY), DURATION_SCHEMA] = timedelta(days=1)
    url: Annotated[str, PlainValidator(parse_url, json_schema_input_type=str)] | None = None
    mode: Literal["search", "mentions"] | None = None
    query: Annotated[str, worded(512)] | None = None
    server: Annotated[str, PlainValidator(parse_server, json_schema_input_type=str)] | None = None
    reposts: Literal["yes", "no"] | None = None
    parents: Literal["yes", "no"] | None = None
    token: Annotated[str, PlainValidator(parse_token, json_schema_input_type=str)] | None = None
    preset: (
        Annotated[
            str, PlainValidator(parse_preset, json_schema_input_type=str), WithJsonSchema({"enum": list(PRESETS)})
        ]
        | None
    ) = None
    map: Annotated[dict[str, str], PlainValidator(expressions, json_schema_input_type=dict[str, str])] | None = None

    @property
    def options(self) -> dict[str, str]:
        """What was written for the adapter."""
        names = sorted(set().union(*OPTIONS.values()) - OPTIONS["webhook"])
        return {name: value for name in names if (value := getattr(self, name)) is not None}

    @model_validator(mode="after")
    def _options_fit_the_kind(self) -> "SourceShape":
        alien = sorted({name for name in ALL_OPTIONS if getattr(self, name) is not None} - OPTIONS[self.kind])
        faults = [(name, f"a source of kind {self.kind} has no such option") for name in alien]
        if self.kind == "feed" and self.url is None:
            faults.append(("url", "a feed needs its address"))
        try:
            rules_of(self.preset, self.map)
        except ValueError as error:
            faults.append(("map", str(error)))
        if faults:
            raise PartFaults(*faults)
        return self

    def to_domain(self, name: str) -> SourcePolicy:
        return SourcePolicy(
            name=name,
            kind=self.kind,
            every=self.every,
            daily_budget=self.daily_budget,
            max_age=self.max_age,
            first_reading=self.first_reading,
            options=self.options,
            token=self.token or "",
            map=rules_of(self.preset, self.map),
        )


class CreditShape(Shape):
    """Which staff answers earn credit."""

    hashtag: Annotated[str, PlainValidator(parse_hashtag, json_schema_input_type=str)] = ""
    off_shift: bool = True


class LanguageShape(Shape):
    """What people are told in, and who reads what the shipped classifier cannot, or the rest as well."""

    told_in: ToldLanguage = "en"

    backend: Literal["local", "comprehend"] = "local"
    reads: Literal["unknown", "all"] = "unknown"
    daily_posts: Annotated[int, counted(0, 1_000_000)] = 0


class SmsShape(Shape):
    """Who SMS come from, and what one may cost."""

    origination_number: Annotated[str, PlainValidator(parse_phone, json_schema_input_type=str)] | None = None
    sender_id: Annotated[str, PlainValidator(parse_sender_id, json_schema_input_type=str)] | None = None
    max_price: Annotated[int, PlainValidator(parse_money, json_schema_input_type=str), MONEY_SCHEMA] | None = None

    def to_domain(self) -> SmsPolicy:
        return SmsPolicy(origination_number=self.origination_number, sender_id=self.sender_id, max_price=self.max_price)


class BrandShape(Shape):
    """The whole of brand.yaml."""

    name: Text
    handles: dict[Network, Handles] = Field(default_factory=dict)
    sources: Annotated[dict[Id, SourceShape], sized(1, 50, "a brand needs at least one source")]
    credit: CreditShape = CreditShape()
    language: LanguageShape = LanguageShape()
    ticket_url: Annotated[str, PlainValidator(parse_ticket_url, json_schema_input_type=str)] = ""
    sms: SmsShape = SmsShape()
    link_lifetime: Annotated[timedelta, lasting(HOUR, 30 * DAY), DURATION_SCHEMA] = timedelta(days=3)

    @model_validator(mode="after")
    def _accounts_are_whole(self) -> "BrandShape":
        """What is read with an account of ours is read once, and by a handle that says where it is at home."""
        faults = []
        for kind in WITH_AN_ACCOUNT:
            names = [name for name, source in self.sources.items() if source.kind == kind]
            faults += [(f"sources.{name}.kind", f"only one source may be of kind {kind}") for name in names[1:]]
            if names and not any(map(HOMES[kind], self.handles.get(kind, ()))):
                faults.append((f"handles.{kind}", f"{names[0]} needs our handle there, like {EXAMPLES[kind]}"))
        if faults:
            raise PartFaults(*faults)
        return self

    def to_domain(self) -> Brand:
        return Brand(
            name=self.name,
            handles={network: tuple(handles) for network, handles in self.handles.items()},
            sources=tuple(source.to_domain(name) for name, source in self.sources.items()),
            credit=CreditRule(hashtag=self.credit.hashtag, off_shift=self.credit.off_shift),
            language_backend=self.language.backend,
            comprehend_daily_posts=self.language.daily_posts,
            comprehend_reads_all=self.language.reads == "all",
            language=self.language.told_in,
            ticket_url=self.ticket_url,
            sms=self.sms.to_domain(),
        )
