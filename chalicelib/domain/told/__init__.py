"""Told: how often and in which words people hear of an alert, and what they answer."""

DOOR = (
    "gsm",
    "link",
    "message",
    "pace",
    "readable",
    "sms_answer",
    "sms_command",
    "sms_numbers",
    "storm",
    "telling",
    "tongue",
    "why",
)
