"""Writes a JSON Schema for each policy file, so that editors complete keys and mark mistakes."""

import json
from pathlib import Path
from typing import get_type_hints

from pydantic import TypeAdapter

from infra.policies.shapes.files import FilesShape

DIRECTORY = Path("policies/schema")


def schema(stem: str) -> str:
    """The JSON Schema of one file, as text."""
    shape = TypeAdapter(get_type_hints(FilesShape)[stem])
    body = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | shape.json_schema(by_alias=True)
    return json.dumps(body | {"title": f"{stem}.yaml"}, indent=2, sort_keys=True) + "\n"


def main() -> None:
    DIRECTORY.mkdir(parents=True, exist_ok=True)
    for stem in FilesShape.model_fields:
        (DIRECTORY / f"{stem}.json").write_text(schema(stem), encoding="utf-8")


if __name__ == "__main__":
    main()
