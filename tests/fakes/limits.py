"""What DynamoDB and SQS refuse, so that the fakes refuse it too."""

from datetime import timedelta

import msgspec
from msgspec import Struct

from chalicelib.domain.errors import TooLargeError

LARGEST_ITEM = 400 * 1024
LARGEST_POLICIES = 380 * 1024
MOST_IN_A_CHANGE = 100
LARGEST_MESSAGE = 1024 * 1024
LONGEST_DELAY = timedelta(minutes=15)


def require_storable(*values: Struct) -> None:
    """Raise TooLargeError for more than 100 items at once, or one of more than 400 KB."""
    if len(values) > MOST_IN_A_CHANGE:
        raise TooLargeError(f"a change writes {len(values)} items, and at most {MOST_IN_A_CHANGE} go together")
    for value in values:
        if len(msgspec.json.encode(value)) > LARGEST_ITEM:
            raise TooLargeError(f"a {type(value).__name__} does not fit into {LARGEST_ITEM} bytes")
