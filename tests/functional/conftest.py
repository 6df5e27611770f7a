"""The town of the stories, and hypothesis's settings for all functional tests."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.functional.town import Town

settings.register_profile(
    "earshot",
    deadline=None,
    derandomize=True,
    max_examples=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("earshot")


@pytest.fixture
def town() -> Iterator[Town]:
    """A town whose people all expect what they get: an unexpected message fails the test at its end."""
    place = Town()
    yield place
    place.expects_nothing_more()
