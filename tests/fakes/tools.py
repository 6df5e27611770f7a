"""Tools with tokens, in memory."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from chalicelib.domain.people.tool import Tool
from tests.fakes.breakable import Breakable


class FakeTools(Breakable):
    """Tools, and how often each asked."""

    def __init__(self) -> None:
        super().__init__()
        self._tools: dict[str, Tool] = {}
        self._asked = Counter[tuple[str, str]]()

    def tool(self, name: str) -> Tool | None:
        self._require_up()
        return self._tools.get(name)

    def tools(self) -> Sequence[Tool]:
        self._require_up()
        return [self._tools[name] for name in sorted(self._tools)]

    def keep_tool(self, tool: Tool) -> None:
        self._require_up()
        self._tools[tool.name] = tool

    def drop_tool(self, name: str) -> bool:
        self._require_up()
        return self._tools.pop(name, None) is not None

    def count_request(self, name: str, *, at: datetime) -> int:
        self._require_up()
        minute = (name, f"{at:%Y-%m-%dT%H:%M}")
        self._asked[minute] += 1
        return self._asked[minute]
