"""Outgoing webhooks: a notice signed with its receiver's own secret and posted there, to a public address only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote, urlsplit

from chalicelib.adapters.signatures import sign
from chalicelib.adapters.sources.line import Line, origin_of
from chalicelib.domain.alert.notice import Notice
from chalicelib.domain.errors import RefusedError, SettingsError, SourceError, UnavailableError
from chalicelib.domain.rules.receiver import Receiver

PATIENCE = 5.0
"""Seconds for all of one try."""

GONE = 410
"""By this answer a receiver says that it wants no more of them (Standard Webhooks)."""

_SAFE = "/%:=&?~+!$,;'@()*[]"


@dataclass(frozen=True)
class HttpReceivers:
    """Fulfils SendsNotices. `allowed_hosts` (host:port) may be private, and without TLS: the local run needs that."""

    secrets: Mapping[str, str] = field(repr=False)
    allowed_hosts: frozenset[str] = frozenset()
    patience: float = PATIENCE

    def send(self, receiver: Receiver, notice: Notice, *, at: datetime) -> None:
        """Post it once. A redirect is not followed: it counts as a failure, as every answer but a success does."""
        body = notice.body.encode()
        signed = sign(body, message_id=notice.id, at=at, secret=self._secret(receiver))
        try:
            status = self._post(receiver, body, {**signed, "Content-Type": "application/json"})
        except SourceError as error:
            raise UnavailableError(str(error)) from error
        if status == GONE:
            raise RefusedError(f"{receiver.name}: wants no more notices ({GONE})")
        if not 200 <= status < 300:
            raise UnavailableError(f"{receiver.name}: answered {status}")

    def _secret(self, receiver: Receiver) -> str:
        """While one secret replaces another both stand there, the new one first."""
        secrets = self.secrets[receiver.secret].split()
        if not secrets:
            raise SettingsError(f"the secret {receiver.secret} is empty")
        return secrets[0]

    def _post(self, receiver: Receiver, body: bytes, headers: Mapping[str, str]) -> int:
        parts, hosts, name = urlsplit(receiver.url), self.allowed_hosts, receiver.name
        origin = origin_of(f"{parts.scheme}://{parts.netloc}", of=name, allowed_hosts=hosts)
        target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
        line = Line(network=name, origin=origin, allowed_hosts=hosts, timeout=self.patience)
        return line.ask("POST", target, headers=headers, body=body).status
