"""What servers say about their limits, in the forms in which they say it."""

from datetime import datetime, timedelta

import pytest

from chalicelib.adapters.sources.limits import left, retry_at
from tests.builders import NOON

FIVE = NOON + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("headers", "instant"),
    [
        ({"x-ratelimit-reset": "2026-05-04T12:05:00.000000Z"}, FIVE),
        ({"x-ratelimit-reset": "2026-05-04T14:05:00+02:00"}, FIVE),
        ({"x-ratelimit-reset": "2026-05-04T12:05:00"}, FIVE),
        ({"ratelimit-reset": str(int(FIVE.timestamp()))}, FIVE),
        ({"retry-after": "300"}, FIVE),
        ({"x-ratelimit-reset": "soon", "retry-after": "300"}, FIVE),
        ({"x-ratelimit-reset": "2026-05-04T11:00:00Z"}, NOON),
        ({"x-ratelimit-reset": "2036-05-04T12:00:00Z"}, NOON + timedelta(days=1)),
        ({"retry-after": "9" * 30}, None),
        ({"retry-after": "²"}, None),
        ({}, None),
    ],
)
def test_when_to_ask_again(headers: dict[str, str], instant: datetime | None) -> None:
    assert retry_at(headers, NOON) == instant


@pytest.mark.parametrize(
    ("headers", "number"),
    [
        ({"x-ratelimit-remaining": "7"}, 7),
        ({"ratelimit-remaining": "0"}, 0),
        ({"x-ratelimit-remaining": "-"}, None),
        ({}, None),
    ],
)
def test_how_many_are_left(headers: dict[str, str], number: int | None) -> None:
    assert left(headers) == number
