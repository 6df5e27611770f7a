"""Where a source keeps what lets it in, from one run to the next: it may replace a secret of its own."""

from typing import Protocol


class Vault(Protocol):
    """Secrets that change. What is kept is there for whoever reads next, in this process or another."""

    def fresh(self, name: str) -> str | None:
        """What is kept now; None where there is nothing yet."""
        ...

    def keep(self, name: str, value: str) -> None:
        """Replace it; raise UnavailableError where that is not certain to have happened."""
        ...
