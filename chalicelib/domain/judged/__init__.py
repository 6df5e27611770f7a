"""Judged: what the rules make of a mention: ours or not, its route, its group, silenced, and its one outcome."""

DOOR = (
    "addressed",
    "awaiting",
    "courtesy",
    "crowd",
    "group",
    "ours",
    "outcome",
    "routing",
    "series",
    "silence",
    "talk",
    "themes",
)
