"""What the pipeline needs of storage for tools with tokens of their own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.domain.people.tool import Tool


class ToolStore(Protocol):
    """Tools by their names."""

    def tool(self, name: str) -> Tool | None:
        """The tool of this name, read consistently; None where there is none, or it was taken back."""
        ...

    def tools(self) -> Sequence[Tool]:
        """All of them, by name."""
        ...

    def keep_tool(self, tool: Tool) -> None:
        """Keep it in place of any other of its name, whose token ends."""
        ...

    def drop_tool(self, name: str) -> bool:
        """Take it back at once; False where there is none."""
        ...

    def count_request(self, name: str, *, at: datetime) -> int:
        """Count one request of it; how many that makes in the minute of `at`, at the least."""
        ...
