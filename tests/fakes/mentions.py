"""Mentions and public replies in memory."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from chalicelib.domain.errors import DuplicateMentionError
from chalicelib.domain.heard.mention import Network
from chalicelib.domain.heard.reply import Reply
from chalicelib.domain.judged.outcome import Heard
from tests.fakes.alerts import FakeAlerts
from tests.fakes.limits import require_storable


class FakeMentions(FakeAlerts):
    """Mentions and replies."""

    def __init__(self) -> None:
        super().__init__()
        self._replies: dict[str, Reply] = {}

    def heard(self, key: str) -> Heard | None:
        self._require_up()
        return self._heard.get(self._key_of.get(key, ""))

    def record(self, heard: Heard) -> None:
        self._require_up()
        require_storable(heard)
        if self._is_known(heard):
            raise DuplicateMentionError(f"mention {heard.mention.key} is recorded already")
        self._keep(heard)

    def heard_between(self, start: datetime, end: datetime) -> Iterable[Heard]:
        self._require_up()
        between = (heard for heard in self._heard.values() if start <= heard.heard_at < end)
        return sorted(between, key=lambda heard: (heard.heard_at, heard.mention.key))

    def note_reply(self, reply: Reply) -> None:
        self._require_up()
        self._replies.setdefault(reply.key, reply)

    def replies(self, network: Network, thread: str) -> Sequence[Reply]:
        self._require_up()
        found = (reply for reply in self._replies.values() if (reply.network, reply.thread) == (network, thread))
        return sorted(found, key=lambda reply: (reply.at, reply.key))
