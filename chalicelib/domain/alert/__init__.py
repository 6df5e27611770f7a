"""Alert: one situation that somebody must answer, and everything that time, people and mentions do to it."""

DOOR = (
    "alert",
    "answering",
    "asked",
    "change",
    "crisis",
    "escalation",
    "event",
    "excerpt",
    "glance",
    "hearing",
    "inhibition",
    "notification",
    "opening",
    "owing",
    "spread",
    "timers",
    "undoing",
)
