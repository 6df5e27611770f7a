"""Tokens that tests can read."""


class FakeTokens:
    """A link's token says what it stands for."""

    def token(self, subject: str) -> str:
        return f"token-{subject}"
