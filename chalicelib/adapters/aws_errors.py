"""What AWS says when trying again can help, told apart from what a person must mend."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import ClientError, ConnectionError, HTTPClientError

from chalicelib.domain.errors import UnavailableError
from chalicelib.domain.said import said

RETRYABLE = frozenset(
    {
        "KmsThrottled",
        "LimitExceededException",
        "OverLimit",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "ReplicatedWriteConflictException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionConflictException",
        "TransactionInProgressException",
    }
)


@contextmanager
def translated(service: str) -> Iterator[None]:
    """Raise UnavailableError where `service` throttles, fails or cannot be reached; let other errors through."""
    try:
        yield
    except ClientError as error:
        if is_retryable(error):
            raise UnavailableError(
                said("{service} cannot answer now: {code}", service=service, code=error_code(error))
            ) from error
        raise
    except (ConnectionError, HTTPClientError) as error:
        raise UnavailableError(
            said("{service} cannot be reached: {code}", service=service, code=type(error).__name__)
        ) from error


def error_code(error: ClientError) -> str:
    """The code by which AWS names the error."""
    return error.response.get("Error", {}).get("Code", "")


def is_retryable(error: ClientError) -> bool:
    """Whether the same call can succeed later."""
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return error_code(error) in RETRYABLE or status >= 500
