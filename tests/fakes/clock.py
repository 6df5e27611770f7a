"""Time that the test owns."""

from datetime import datetime, timedelta


class HandClock:
    """A clock that stands still until the test moves it."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **units: float) -> None:
        """Move on by a timedelta's units: `forward(minutes=15)`."""
        self.at += timedelta(**units)
