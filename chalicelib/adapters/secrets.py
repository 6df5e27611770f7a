"""The stage's secrets, each read from SSM when it is first asked for, and then kept; a session anew each time."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.adapters.aws_errors import error_code, translated
from chalicelib.domain.errors import SettingsError

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient


class MissingSecretError(SettingsError, KeyError):
    """A secret was never put into SSM; the message names the parameter."""

    __str__ = Exception.__str__


class Secrets(Mapping[str, str]):
    """The parameters below `path`, such as "/earshot/prod/", by name.

    One by one, since each function is allowed to read its own only. Going through them goes through those that
    were read already.
    """

    def __init__(self, client: "SSMClient", path: str) -> None:
        self._client = client
        self._path = path.rstrip("/") + "/"
        self._kept: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        if name not in self._kept:
            self._kept[name] = self._read(self._path + name)
        return self._kept[name]

    def fresh(self, name: str) -> str | None:
        """A secret as it is now, whoever replaced it since; None where there is none."""
        try:
            return self._read(self._path + name)
        except MissingSecretError:
            return None
        except ClientError as error:
            raise self._forbidden(name, error) from error

    def keep(self, name: str, value: str) -> None:
        """Replace a secret; it is encrypted like the others. Raise UnavailableError where it may not be there."""
        try:
            with translated("SSM"):
                self._client.put_parameter(Name=self._path + name, Value=value, Type="SecureString", Overwrite=True)
        except ClientError as error:
            raise self._forbidden(name, error) from error

    def _forbidden(self, name: str, error: ClientError) -> SettingsError:
        return SettingsError(f"the secret {self._path}{name} cannot be kept: SSM says {error_code(error)}")

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def _read(self, parameter: str) -> str:
        try:
            with translated("SSM"):
                answer = self._client.get_parameter(Name=parameter, WithDecryption=True)
        except ClientError as error:
            if error_code(error) == "ParameterNotFound":
                raise MissingSecretError(
                    f"the secret {parameter} is missing: put it into SSM as a SecureString"
                ) from error
            raise
        return answer["Parameter"]["Value"]
