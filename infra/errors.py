"""What an operator's command says when it cannot go on."""

from chalicelib.domain.errors import EarshotError

INTERRUPTED = 130
"""The exit status that a shell expects of what Ctrl-C ended."""


class OperatorError(EarshotError):
    """The command cannot go on. The message is one line that says what to do."""
