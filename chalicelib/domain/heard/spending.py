"""What a source may still cost: a day's budget is spread over its hours, so that no hour is without."""

from datetime import datetime

RESERVE = 4
"""The part of a day's budget, one in so many, that is there from the first minute; the others come hour by hour."""


def left(daily: int, spent: int, at: datetime) -> int:
    """Of a day's budget, what its hours until `at` have given and nobody has spent, in millionths of a dollar."""
    reserve = daily // RESERVE
    given = reserve + (daily - reserve) * (at.hour + 1) // 24
    return max(0, given - spent)
