"""The colours of pictures stand out from what they are drawn on, in light and in dark."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "chalicelib" / "web" / "shelf" / "page.css").read_text()
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", block)) for block in re.findall(r":root \{(.*?)\}", CSS, re.S)
)
GRAPHICS = 3.0
TEXT = 4.5
"""What WCAG 2.2 AA asks of graphics and of text."""


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_what_is_drawn_stands_out_from_its_ground(theme: dict[str, str]) -> None:
    drawn = [name for name in theme if re.fullmatch(r"c\d", name)] + ["alarm"]

    assert len(drawn) == 6
    assert {
        name: contrast(theme[name], theme["tint"]) for name in drawn if contrast(theme[name], theme["tint"]) < GRAPHICS
    } == {}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["card", "ground"])
def test_words_can_be_read(theme: dict[str, str], ground: str) -> None:
    assert min(contrast(theme[name], theme[ground]) for name in ("ink", "quiet", "alarm", "main")) >= TEXT
