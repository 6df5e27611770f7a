"""The world in memory, exactly as strict as the real one: the contract suite runs on both."""

from tests.fakes.clock import HandClock
from tests.fakes.notices import FakeNoticeQueue, FakeReceivers
from tests.fakes.phone import Delivered, FakePhone
from tests.fakes.queues import FakeMentionQueue, FakeNotificationQueue, FakeSourceQueue
from tests.fakes.store import FakeStore
from tests.fakes.tokens import FakeTokens

__all__ = [
    "Delivered",
    "FakeMentionQueue",
    "FakeNoticeQueue",
    "FakeNotificationQueue",
    "FakePhone",
    "FakeReceivers",
    "FakeSourceQueue",
    "FakeStore",
    "FakeTokens",
    "HandClock",
]
