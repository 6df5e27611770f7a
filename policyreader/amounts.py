"""Durations and money as people write them: `15m`, `1h30m`, `2d`, `$2.50`."""

import re
from datetime import timedelta
from decimal import Decimal

from pydantic import PlainValidator, WithJsonSchema

from chalicelib.domain.rules.spans import UNITS, Span, lasting_in, span_in

NAMES = {"d": "day", "h": "hour", "m": "minute", "s": "second"}
MONEY = re.compile(r"\$(\d{1,9}(?:\.\d{1,6})?)")

MINUTE, HOUR, DAY = UNITS["m"], UNITS["h"], UNITS["d"]
DURATION_SCHEMA = WithJsonSchema(
    {"type": "string", "pattern": r"^(\d+d)?(\d+h)?(\d+m)?(\d+s)?$", "examples": ["1h30m"]}
)
SPAN_SCHEMA = WithJsonSchema(
    {
        "type": "string",
        "pattern": r"^((\d+d)?(\d+h)?(\d+m)?(\d+s)?|\d+ ?business ?(day|hour)s?)$",
        "examples": ["1h30m", "3 business days"],
    }
)
MONEY_SCHEMA = WithJsonSchema({"type": "string", "pattern": r"^\$\d+(\.\d+)?$", "examples": ["$2"]})


def parse_duration(value: object) -> timedelta:
    """The timedelta of `1h30m`; a bare 0 is no time at all."""
    if value == 0 and not isinstance(value, bool):
        return timedelta()
    found = lasting_in(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"must be a duration like 15m, 1h30m or 2d, got {shown(value)}")
    return found


def parse_span(value: object) -> Span:
    """The span of `1h30m`, or of business time: `3 business days`, `2 business hours`."""
    if not isinstance(value, str) or "business" not in value:
        return Span(lasts=parse_duration(value))
    found = span_in(value)
    if found is None:
        raise ValueError(f"must be business time like '3 business days' or '2 business hours', got {shown(value)}")
    return found


def lasting(least: timedelta, most: timedelta) -> PlainValidator:
    """Read a duration of at least `least` and at most `most`."""

    def validate(value: object) -> timedelta:
        return _within(parse_duration(value), least, most, value)

    return PlainValidator(validate, json_schema_input_type=str)


def spanning(least: timedelta, most: timedelta) -> PlainValidator:
    """Read a span of at least `least` and at most `most`; a business day is held against them as a day."""

    def validate(value: object) -> Span:
        span = parse_span(value)
        _within(span.lasts, least, most, value)
        return span

    return PlainValidator(validate, json_schema_input_type=str)


def _within(duration: timedelta, least: timedelta, most: timedelta, value: object) -> timedelta:
    if duration < least:
        raise ValueError(f"must be at least {in_words(least)}, got {shown(value)}")
    if duration > most:
        raise ValueError(f"must be at most {in_words(most)}, got {shown(value)}")
    return duration


def parse_money(value: object) -> int:
    """The millionths of a dollar in `$2.50`."""
    found = MONEY.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"must be an amount like $2 or $0.50, got {shown(value)}")
    return int(Decimal(found[1]) * 1_000_000)


def in_words(duration: timedelta) -> str:
    """`1 minute`, `7 days`: whole units only."""
    for letter, unit in UNITS.items():
        if duration >= unit and duration % unit == timedelta():
            count = duration // unit
            return f"{count} {NAMES[letter]}" + ("s" if count > 1 else "")
    return "nothing"


def shown(value: object) -> str:
    """The value as its author wrote it."""
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case str():
            return f"'{value[:80]}'" if lasting_in(value) is None else value
        case list():
            return "a list"
    return "keys of its own"
