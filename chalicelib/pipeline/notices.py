"""Notices: what tools are owed is sent to them, and what no queue has is queued again."""

from dataclasses import dataclass
from datetime import timedelta

from chalicelib.domain.alert.notice import Notice
from chalicelib.domain.errors import RefusedError
from chalicelib.pipeline.noticing import hand_to_queue
from chalicelib.ports import Clock, GivesPolicies, NoticeQueue, NoticeStore, SendsNotices, Telemetry

FORGOTTEN_AFTER = timedelta(seconds=30)
"""What was owed for so long was not queued by whoever saved it."""


@dataclass(frozen=True)
class SendNotices:
    """Sends one notice; the queue brings back what failed, ever later, and keeps apart what failed for good."""

    policies: GivesPolicies
    sends: SendsNotices
    clock: Clock
    telemetry: Telemetry

    def handle(self, notice: Notice) -> None:
        """Send it, unless its receiver is told nothing any more. Raise where it is to be tried again."""
        receiver = self.policies().brand.receiver(notice.receiver)
        if receiver is None:
            self.telemetry.noticed(notice, "its receiver is not in brand.yaml any more")
            return
        try:
            self.sends.send(receiver, notice, at=self.clock())
        except RefusedError as error:
            self.telemetry.noticed(notice, str(error))
        else:
            self.telemetry.noticed(notice, "")


@dataclass(frozen=True)
class QueueNotices:
    """Runs every minute."""

    store: NoticeStore
    queue: NoticeQueue
    clock: Clock

    def run(self) -> int:
        """Queue again what was owed and is kept still; how many changes that were of."""
        owed = self.store.owed_before(self.clock() - FORGOTTEN_AFTER)
        if owed:
            hand_to_queue(owed, self.queue, self.store)
        return len(owed)
