"""Writes a JSON Schema for each policy file, so that editors complete keys and mark mistakes."""

import json
from pathlib import Path
from typing import Any, get_type_hints

from pydantic import TypeAdapter

from policyreader.shapes.files import FilesShape

DIRECTORY = Path("policies/schema")


def schema(stem: str) -> str:
    """The JSON Schema of one file, as text."""
    shape = TypeAdapter(get_type_hints(FilesShape)[stem]).json_schema(by_alias=True)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"{stem}.yaml"}
    return json.dumps(_plain(shape) | head, indent=2, sort_keys=True) + "\n"


def _plain(part: Any) -> Any:
    """Without titles, which repeat the keys, and defaults, which are not written as people write them."""
    if isinstance(part, list):
        return [_plain(entry) for entry in part]
    if not isinstance(part, dict):
        return part
    return {
        key: _plain(value) for key, value in part.items() if isinstance(value, dict) or key not in ("title", "default")
    }


def main() -> None:
    DIRECTORY.mkdir(parents=True, exist_ok=True)
    for stem in FilesShape.model_fields:
        (DIRECTORY / f"{stem}.json").write_text(schema(stem), encoding="utf-8")


if __name__ == "__main__":
    main()
