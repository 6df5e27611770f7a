"""What every shape of a policy file shares: strictness, names, and lists that may be a single entry."""

import re
import unicodedata
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, PlainValidator, WithJsonSchema

from chalicelib.told_in import languages
from policyreader.amounts import shown

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
PERSON_ID = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
MAX_ID = 40

Network = Literal["x", "feed", "mastodon", "bluesky", "webhook"]


class Shape(BaseModel):
    """A mapping whose keys are all known and whose values have exactly the type that is written."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, populate_by_name=False)


def named(pattern: re.Pattern[str], like: str) -> Any:
    """A name that can stand in addresses, topics and paths."""

    def validate(value: str) -> str:
        if not pattern.fullmatch(value) or len(value) > MAX_ID:
            words = f"must be a name like {like}, of small letters a to z, at most {MAX_ID} long, got {shown(value)}"
            raise ValueError(f"{words}{_plainer(pattern, value)}")
        return value

    return AfterValidator(validate)


def _plainer(pattern: re.Pattern[str], value: str) -> str:
    """The same name in the letters that it may have, where there is one."""
    plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return f" (did you mean '{name}'?)" if pattern.fullmatch(name) and len(name) <= MAX_ID else ""


Id = Annotated[str, named(ID, "customer-care")]
PersonId = Annotated[str, named(PERSON_ID, "ana or zoe.k")]


def sized(least: int, most: int, words: str) -> AfterValidator:
    """A list or mapping of `least` to `most` entries; `words` says what is wrong with fewer."""

    def validate(value: Any) -> Any:
        if len(value) < least:
            raise ValueError(words)
        if len(value) > most:
            raise ValueError(f"must have at most {most} entries, got {len(value)}")
        return value

    return AfterValidator(validate)


def worded(most: int) -> AfterValidator:
    """A text that says something, of at most `most` characters."""

    def validate(value: str) -> str:
        if not value.strip():
            raise ValueError("must say something, got nothing")
        if len(value) > most:
            raise ValueError(f"must be at most {most} characters, got {len(value)}")
        return value

    return AfterValidator(validate)


def counted(least: float, most: float) -> AfterValidator:
    """A number from `least` to `most`."""

    def validate(value: float) -> float:
        if not least <= value <= most:
            raise ValueError(f"must be from {least} to {most}, got {value}")
        return value

    return AfterValidator(validate)


def listed(value: object) -> object:
    """A single entry as a list of one."""
    return value if isinstance(value, list) or value is None else [value]


def parse_told_language(value: object) -> str:
    """A language that people can be told in: one that the catalogue has."""
    if value in languages():
        return str(value)
    raise ValueError(f"must be {' or '.join(languages())}, got {shown(value)}")


Text = Annotated[str, worded(200)]
Examples = Annotated[
    list[Annotated[str, worded(280)]],
    sized(5, 30, "must be at least 5 posts, so that something can be learned from them"),
]
ToldLanguage = Annotated[
    str, PlainValidator(parse_told_language, json_schema_input_type=str), WithJsonSchema({"enum": list(languages())})
]
OneOrMore = BeforeValidator(listed, json_schema_input_type=str | list[str])
