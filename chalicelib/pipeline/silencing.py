"""Silencing: people decide that an author or a theme is not worth an alert for a while, and everybody can see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from chalicelib.domain.errors import NotFoundError
from chalicelib.domain.heard.mention import Network
from chalicelib.domain.judged.group import BUCKET, bucket_of, silenced, stretch
from chalicelib.domain.judged.silence import Silence, SilenceKind, silence
from chalicelib.ports import Clock, GivesPolicies, StormStore


@dataclass(frozen=True)
class Silencing:
    """Keeps who silenced what, why and until when; triage obeys it."""

    store: StormStore
    policies: GivesPolicies
    clock: Clock

    def silence(
        self,
        kind: SilenceKind,
        subject: str,
        *,
        by: str,
        reason: str,
        until: datetime,
        even_urgent: bool = False,
    ) -> Silence:
        """Begin now, in place of an earlier silence of the same; raise UnprocessableError where it makes no sense."""
        wanted = silence(
            kind,
            subject,
            by=by,
            reason=reason,
            until=until,
            policies=self.policies(),
            at=self.clock(),
            even_urgent=even_urgent,
        )
        self.store.save_silence(wanted)
        return wanted

    def running(self) -> Sequence[Silence]:
        """What is silenced now, the one that ends first first."""
        return self.store.silences(self.clock())

    def urgent_since(self, found: Silence) -> int:
        """How many urgent mentions fell under a silence since it began."""
        _, now = stretch(BUCKET, self.clock())
        return self.store.tally(silenced(found.id), bucket_of(found.at), now)

    def of_author(self, network: Network, author_id: str) -> Silence | None:
        """The running silence of an author, if there is one."""
        subject = f"{network}:{author_id}"
        running = self.store.silences(self.clock())
        return next((s for s in running if (s.kind, s.subject) == (SilenceKind.AUTHOR, subject)), None)

    def end(self, silence_id: str) -> Silence:
        """End a running silence now; raise NotFoundError if there is none."""
        found = next((running for running in self.running() if running.id == silence_id), None)
        if found is None:
            raise NotFoundError(f"no silence {silence_id} is running")
        ended = replace(found, until=self.clock())
        self.store.save_silence(ended)
        return ended
