"""people.yaml, `notify`: how a person wishes to be told of what is routine and of what is urgent."""

from datetime import time
from typing import Annotated, Any

from pydantic import Field, PlainValidator

from chalicelib.domain.rules.person import Channel, Manner, Notify
from policyreader.amounts import shown
from policyreader.calendars import parse_hours
from policyreader.shapes.base import Shape, counted

PLAIN = Notify()


def parse_span(value: object) -> tuple[time, time]:
    """The two times of `07:00-22:00`; `always` has the same twice."""
    if not isinstance(value, str):
        raise ValueError(f"must be hours like 07:00-22:00 or always, got {shown(value)}")
    if value.strip().lower() == "always":
        return time(), time()
    if len(value.split()) != 1 or "," in value:
        raise ValueError(f"must be one stretch like 07:00-22:00 or always, got {shown(value)}")
    periods = parse_hours(f"mon {value}")
    return periods[0].start, periods[-1].end


def parse_channels(value: object) -> tuple[Channel, ...]:
    """The channels of `email`, or of a list of such."""
    named = value if isinstance(value, list) else [value]
    if not named or any(each not in set(Channel) for each in named):
        raise ValueError(f"must be sms, email or both, got {shown(value)}")
    return tuple(channel for channel in Channel if channel in named)


class MannerShape(Shape):
    """How somebody is told of alerts of one urgency; what is not said stays as it is for everybody."""

    by: Annotated[Any, PlainValidator(parse_channels, json_schema_input_type=str | list[str])] = None
    sms_hours: Annotated[Any, PlainValidator(parse_span, json_schema_input_type=str)] = None
    sms_per_hour: Annotated[int, counted(1, 11)] | None = None

    def to_domain(self, plain: Manner) -> Manner:
        since, until = self.sms_hours or (plain.sms_from, plain.sms_until)
        return Manner(
            channels=self.by or plain.channels, sms_from=since, sms_until=until, sms_an_hour=self.sms_per_hour
        )


class NotifyShape(Shape):
    """Both urgencies."""

    routine: MannerShape = Field(default_factory=MannerShape)
    urgent: MannerShape = Field(default_factory=MannerShape)

    def to_domain(self) -> Notify:
        return Notify(routine=self.routine.to_domain(PLAIN.routine), urgent=self.urgent.to_domain(PLAIN.urgent))
