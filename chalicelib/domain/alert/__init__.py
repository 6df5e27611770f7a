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
    "first_reading",
    "glance",
    "hearing",
    "inhibition",
    "last_resort",
    "notification",
    "opening",
    "owing",
    "patience",
    "spread",
    "timers",
    "undoing",
)
