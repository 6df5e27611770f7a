"""What can go wrong with the model file."""

from chalicelib.domain.errors import EarshotError


class ModelError(EarshotError):
    """The model file is missing, damaged or of another version: only a new deployment can mend it."""
