"""The other side being down, when the test says so."""

from chalicelib.domain.errors import UnavailableError


class Breakable:
    """Something of the world that can be down: then every call raises UnavailableError and changes nothing."""

    def __init__(self) -> None:
        self.is_down = False

    def _require_up(self) -> None:
        if self.is_down:
            raise UnavailableError("the fake was told to be down")
