"""Tools: whose token it is, whether it opens what is asked, and whether its minute has room."""

from dataclasses import dataclass

from chalicelib.domain.errors import ForbiddenError, TooOftenError, UnauthorizedError
from chalicelib.domain.people.tool import Scope, Tool, name_in
from chalicelib.ports import Clock, ToolStore


@dataclass(frozen=True)
class Tools:
    """Reads the store at each request: what is taken back is over at once."""

    store: ToolStore
    clock: Clock

    def require(self, token: str, scope: Scope) -> Tool:
        """The tool of this token, one request of its minute counted.

        Raise UnauthorizedError for no token of ours, ForbiddenError where it opens other things, TooOftenError.
        """
        name = name_in(token)
        tool = self.store.tool(name) if name else None
        if tool is None or not tool.has(token):
            raise UnauthorizedError("this token opens nothing: it was mistyped, or taken back")
        if scope not in tool.scopes:
            raise ForbiddenError(f"the token {name} opens {', '.join(tool.scopes)}, and not {scope}")
        if self.store.count_request(name, at=self.clock()) > tool.rate:
            raise TooOftenError(f"the token {name} may ask {tool.rate} times a minute")
        return tool
