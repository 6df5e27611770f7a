"""Durations and money as people write them: `15m`, `1h30m`, `2d`, `$2.50`."""

import re
from datetime import timedelta
from decimal import Decimal

from pydantic import PlainValidator, WithJsonSchema

UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1), "s": timedelta(seconds=1)}
NAMES = {"d": "day", "h": "hour", "m": "minute", "s": "second"}
DURATION = re.compile(r"(?:(\d{1,6})d)?(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,6})s)?")
MONEY = re.compile(r"\$(\d{1,9}(?:\.\d{1,6})?)")

MINUTE, HOUR, DAY = UNITS["m"], UNITS["h"], UNITS["d"]
DURATION_SCHEMA = WithJsonSchema(
    {"type": "string", "pattern": r"^(\d+d)?(\d+h)?(\d+m)?(\d+s)?$", "examples": ["1h30m"]}
)
MONEY_SCHEMA = WithJsonSchema({"type": "string", "pattern": r"^\$\d+(\.\d+)?$", "examples": ["$2"]})


def parse_duration(value: object) -> timedelta:
    """The timedelta of `1h30m`; a bare 0 is no time at all."""
    if value == 0 and not isinstance(value, bool):
        return timedelta()
    found = DURATION.fullmatch(value) if isinstance(value, str) and value else None
    if found is None:
        raise ValueError(f"must be a duration like 15m, 1h30m or 2d, got {shown(value)}")
    return sum((int(n) * unit for n, unit in zip(found.groups(), UNITS.values(), strict=True) if n), timedelta())


def lasting(least: timedelta, most: timedelta) -> PlainValidator:
    """Read a duration of at least `least` and at most `most`."""

    def validate(value: object) -> timedelta:
        duration = parse_duration(value)
        if duration < least:
            raise ValueError(f"must be at least {in_words(least)}, got {shown(value)}")
        if duration > most:
            raise ValueError(f"must be at most {in_words(most)}, got {shown(value)}")
        return duration

    return PlainValidator(validate, json_schema_input_type=str)


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
            return f"'{value[:80]}'" if not DURATION.fullmatch(value) or not value else value
        case list():
            return "a list"
    return "keys of its own"
