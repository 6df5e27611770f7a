"""Told: how often and in which words people hear of an alert, and what they answer."""

DOOR = (
    "clock",
    "gsm",
    "lanes",
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
