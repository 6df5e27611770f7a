"""escalation.yaml: who is told, in which order, and how long each of them has."""

from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, RootModel, WithJsonSchema, model_validator

from chalicelib.domain.rules.person import Channel, Target, TargetKind
from chalicelib.domain.rules.spans import Span
from chalicelib.domain.rules.tiers import EscalationPolicy, Tier
from policyreader.amounts import DAY, DURATION_SCHEMA, HOUR, MINUTE, SPAN_SCHEMA, in_words, lasting, spanning
from policyreader.faults import PartFaults
from policyreader.shapes.base import Id, OneOrMore, Shape, counted, sized

ROTA = "rota:"

AN_HOUR: Any = Field(default_factory=lambda: Span(lasts=HOUR))
Wait = Annotated[timedelta, lasting(MINUTE, 7 * DAY), DURATION_SCHEMA]
Channels = Annotated[list[Literal["sms", "email"]], OneOrMore, sized(1, 2, "must name sms, email or both")]


class TargetShape(Shape):
    """A person, or `rota:` and a rota's name; `by` narrows the channels."""

    to: str
    by: Channels | None = None

    def to_domain(self) -> Target:
        kind = TargetKind.ROTA if self.to.startswith(ROTA) else TargetKind.PERSON
        channels = tuple(Channel(channel) for channel in dict.fromkeys(self.by or Channel))
        return Target(kind=kind, id=self.to.removeprefix(ROTA), channels=channels)


def parse_targets(value: object) -> object:
    """`ana`, `rota:care`, {to: ana, by: sms}, or a list of such."""
    entries = value if isinstance(value, list) else [value]
    return [{"to": entry} if isinstance(entry, str) else entry for entry in entries]


TARGET_SCHEMA = {
    "anyOf": [
        {"type": "string"},
        {"type": "object", "required": ["to"], "properties": {"to": {"type": "string"}, "by": {}}},
    ]
}
Targets = Annotated[
    list[TargetShape],
    BeforeValidator(parse_targets),
    sized(1, 20, "a tier needs somebody to notify"),
    WithJsonSchema({"anyOf": [*TARGET_SCHEMA["anyOf"], {"type": "array", "items": TARGET_SCHEMA}]}),
]


class TierShape(Shape):
    """One step: tell these, then wait."""

    notify: Targets
    wait: Annotated[Span, spanning(MINUTE, 7 * DAY), SPAN_SCHEMA]
    urgent_wait: Wait | None = None

    def to_domain(self) -> Tier:
        notify = tuple(target.to_domain() for target in self.notify)
        return Tier(notify=notify, wait=self.wait.lasts, urgent_wait=self.urgent_wait, counts=self.wait.counts)


class EscalationShape(Shape):
    """One escalation policy."""

    tiers: Annotated[list[TierShape], sized(1, 10, "a policy needs at least one tier")]
    repeat: Annotated[int, counted(0, 9)] = 0
    reply_within: Annotated[Span, spanning(MINUTE, 30 * DAY), SPAN_SCHEMA] = AN_HOUR
    acknowledged_for: Annotated[Span, spanning(5 * MINUTE, 7 * DAY), SPAN_SCHEMA] = AN_HOUR
    remind_before: Annotated[timedelta, lasting(MINUTE, DAY), DURATION_SCHEMA] = timedelta(minutes=10)
    accept_within: Annotated[timedelta, lasting(MINUTE, DAY), DURATION_SCHEMA] = timedelta(minutes=15)
    returns_at: Annotated[float, counted(1.1, 1000)] = 5.0
    wait_for_customer: Annotated[timedelta, lasting(HOUR, 30 * DAY), DURATION_SCHEMA] = 2 * DAY

    @model_validator(mode="after")
    def _reminds_before_the_end(self) -> "EscalationShape":
        if self.remind_before >= self.acknowledged_for.lasts:
            lent = in_words(self.acknowledged_for.lasts)
            raise PartFaults(("remind_before", f"must be shorter than acknowledged_for, which is {lent}"))
        return self

    def to_domain(self, name: str) -> EscalationPolicy:
        return EscalationPolicy(
            id=name,
            tiers=tuple(tier.to_domain() for tier in self.tiers),
            repeat=self.repeat,
            reply_within=self.reply_within.lasts,
            acknowledged_for=self.acknowledged_for.lasts,
            remind_before=self.remind_before,
            accept_within=self.accept_within,
            returns_at=self.returns_at,
            wait_for_customer=self.wait_for_customer,
            reply_counts=self.reply_within.counts,
            acknowledged_counts=self.acknowledged_for.counts,
        )


class EscalationsShape(RootModel[dict[Id, EscalationShape]]):
    """The whole of escalation.yaml: a policy a name."""
