"""What ends a command with one line instead of a traceback: our own errors, and what AWS refuses."""

from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from chalicelib.domain.errors import EarshotError

REFUSALS = (EarshotError, BotoCoreError, ClientError)


def advice(error: Exception, stage: str) -> str:
    """The error in one line, with what to do where that is known."""
    if isinstance(error, NoCredentialsError):
        return "AWS does not know who asks: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
    if isinstance(error, ClientError) and error.response["Error"]["Code"] == "ResourceNotFoundException":
        return f"stage '{stage}' lacks something here: is it the right --stage, account and region? ({error})"
    return str(error)
