"""One DynamoDB table: consistent reads by key, pages of a query, and conditional writes that answer yes or no."""

import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from chalicelib.adapters.aws_errors import translated
from chalicelib.adapters.dynamodb.keys import Key
from chalicelib.adapters.dynamodb.rows import Row, attribute, key_attributes, key_of
from chalicelib.adapters.dynamodb.side_by_side import side_by_side
from chalicelib.domain.errors import UnavailableError
from chalicelib.domain.said import said

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import QueryInputTypeDef

BATCH = 100
"""Keys in one BatchGetItem."""

PAUSES = (0.02, 0.05, 0.1, 0.2)
"""Seconds between quick tries at what is usually over in milliseconds."""

DYNAMODB = "DynamoDB"


def pause_about(seconds: float) -> None:
    """Wait for so long on average, and never twice the same: who collided once would collide again."""
    time.sleep(random.uniform(0, 2 * seconds))  # noqa: S311  # nothing secret


class Table:
    """`pause` waits for some seconds; retries of throttled calls are the client's own."""

    def __init__(self, client: "DynamoDBClient", name: str, *, pause: Callable[[float], None] = pause_about) -> None:
        self.client = client
        self.name = name
        self.pause = pause

    def get(self, key: Key) -> Row | None:
        """The item as it stands now."""
        with translated(DYNAMODB):
            answer = self.client.get_item(TableName=self.name, Key=key_attributes(key), ConsistentRead=True)
        return answer.get("Item")

    def under(self, pk: str, prefix: str = "") -> Iterator[Row]:
        """The items of one partition whose sort key begins with `prefix`, in its order, as they stand now."""
        condition = "pk = :pk AND begins_with(sk, :prefix)" if prefix else "pk = :pk"
        values = {":pk": pk} | ({":prefix": prefix} if prefix else {})
        yield from self._pages(
            {
                "TableName": self.name,
                "ConsistentRead": True,
                "KeyConditionExpression": condition,
                "ExpressionAttributeValues": {name: attribute(value) for name, value in values.items()},
            }
        )

    def between(self, pk: str, start: str, end: str) -> Iterator[Row]:
        """The items of one partition whose sort key lies from `start` to `end`, in its order, as they stand now."""
        yield from self._pages(
            {
                "TableName": self.name,
                "ConsistentRead": True,
                "KeyConditionExpression": "pk = :pk AND sk BETWEEN :start AND :end",
                "ExpressionAttributeValues": {
                    ":pk": attribute(pk),
                    ":start": attribute(start),
                    ":end": attribute(end),
                },
            }
        )

    def indexed(
        self,
        index: str,
        condition: str,
        values: Mapping[str, str],
        *,
        limit: int | None = None,
        newest_first: bool = False,
        only: Sequence[str] = (),
    ) -> Iterator[Row]:
        """The items that an index lists, in its order. An index lags: `fresh` tells how they stand now.

        With `only`, those attributes alone are sent over.
        """
        request: QueryInputTypeDef = {
            "TableName": self.name,
            "IndexName": index,
            "KeyConditionExpression": condition,
            "ExpressionAttributeValues": {name: attribute(value) for name, value in values.items()},
            "ScanIndexForward": not newest_first,
        }
        if limit is not None:
            request["Limit"] = limit
        if only:
            request["ProjectionExpression"] = ", ".join(only)
        return islice(self._pages(request), limit)

    def fresh(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The same items, each once, read consistently and in no order; those that are gone are left out."""
        yield from self.fetch([key_of(row) for row in rows])

    def fetch(self, wanted: Sequence[Key]) -> Iterator[Row]:
        """The items with these keys, each once, read consistently and in no order; those that are gone are left out.

        Batches are read side by side.
        """
        keys = list(dict.fromkeys(wanted))
        batches = [keys[start : start + BATCH] for start in range(0, len(keys), BATCH)]
        for found in side_by_side([partial(self._batch, batch) for batch in batches]):
            yield from found

    def _pages(self, request: "QueryInputTypeDef") -> Iterator[Row]:
        while True:
            with translated(DYNAMODB):
                answer = self.client.query(**request)
            yield from answer["Items"]
            if not answer.get("LastEvaluatedKey"):
                return
            request = {**request, "ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def _batch(self, keys: Sequence[Key]) -> list[Row]:
        """An answer holds what fits into 16 MB and what the table has capacity for; the rest is asked for again."""
        wanted, found = [key_attributes(key) for key in keys], list[Row]()
        for pause in PAUSES:
            with translated(DYNAMODB):
                answer = self.client.batch_get_item(RequestItems={self.name: {"Keys": wanted, "ConsistentRead": True}})
            found += answer["Responses"].get(self.name, [])
            left = answer.get("UnprocessedKeys", {}).get(self.name)
            if not left:
                return found
            wanted = left["Keys"]
            self.pause(pause)
        raise UnavailableError(said("DynamoDB cannot answer now: {count} items were left unread", count=len(wanted)))
