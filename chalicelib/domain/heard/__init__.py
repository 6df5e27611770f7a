"""Heard: what was said in public, by whom, in which conversation, and how it reads."""

DOOR = (
    "classification",
    "conversation",
    "dating",
    "identity",
    "mention",
    "public",
    "punctual",
    "reply",
    "source",
    "spending",
)
