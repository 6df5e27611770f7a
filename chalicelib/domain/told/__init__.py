"""Told: how often and in which words people hear of an alert, and what they answer."""

DOOR = (
    "clock",
    "gsm",
    "ical",
    "lanes",
    "letter",
    "link",
    "message",
    "pace",
    "reached",
    "readable",
    "sms_answer",
    "sms_command",
    "sms_numbers",
    "telling",
    "tongue",
    "why",
)
