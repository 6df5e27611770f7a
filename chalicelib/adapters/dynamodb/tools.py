"""Tools with tokens, all in one partition, and how often each asked in each minute."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from chalicelib.adapters.aws_errors import translated
from chalicelib.adapters.dynamodb.keys import Key
from chalicelib.adapters.dynamodb.rows import attribute, bodies, body, key_attributes, row
from chalicelib.adapters.dynamodb.table import DYNAMODB, Table
from chalicelib.adapters.dynamodb.writes import Put, condition_held, put
from chalicelib.domain.people.tool import Tool

PARTITION = "tools"
"""Nothing but the operator's command writes here: the roles of all functions deny it."""

KEPT = timedelta(hours=1)
"""How long a minute's count is kept."""


class Tools:
    """The tools in a table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def tool(self, name: str) -> Tool | None:
        found = self._table.get(Key(PARTITION, name))
        return body(found, Tool) if found else None

    def tools(self) -> Sequence[Tool]:
        return sorted(bodies(self._table.under(PARTITION), Tool), key=lambda tool: tool.name)

    def keep_tool(self, tool: Tool) -> None:
        put(self._table, Put(row=row(Key(PARTITION, tool.name), tool)))

    def drop_tool(self, name: str) -> bool:
        return condition_held(
            lambda: self._table.client.delete_item(
                TableName=self._table.name,
                Key=key_attributes(Key(PARTITION, name)),
                ConditionExpression="attribute_exists(pk)",
            )
        )

    def count_request(self, name: str, *, at: datetime) -> int:
        """A retry of the client's counts twice, which only makes a tool wait."""
        with translated(DYNAMODB):
            answer = self._table.client.update_item(
                TableName=self._table.name,
                Key=key_attributes(Key(f"requests#{name}", f"{at:%Y-%m-%dT%H:%M}")),
                UpdateExpression="ADD asked :one SET expires_at = :expires_at",
                ExpressionAttributeValues={
                    ":one": attribute(1),
                    ":expires_at": attribute(int((at + KEPT).timestamp())),
                },
                ReturnValues="UPDATED_NEW",
            )
        return int(answer["Attributes"]["asked"]["N"])
