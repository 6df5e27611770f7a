"""What operators would see: telemetry and heartbeats, counted."""

from collections.abc import Sequence

from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.notice import Notice
from chalicelib.domain.alert.notification import Notification
from chalicelib.domain.judged.outcome import Heard


class CountingTelemetry:
    """Keeps what the stages reported.

    `late_sources` and `silent_sources` name them, minute by minute.
    `unpaid` names a source at each reading that its budget did not pay for.
    `lateness` holds (alerts, notifications) of each audit, `silent` the people whose phones said STOP,
    `forgotten` the alerts that nobody could be told about, `proven` of each sweep whether the last resort works,
    `noticings` what tools were told, each with its fault.
    """

    def __init__(self) -> None:
        self.changes: list[Change] = []
        self.failures: list[Exception] = []
        self.unpaid: list[str] = []
        self.late_sources: list[tuple[str, ...]] = []
        self.silent_sources: list[tuple[str, ...]] = []
        self.lateness: list[tuple[int, int]] = []
        self.silent: list[str] = []
        self.forgotten: list[str] = []
        self.proven: list[bool] = []
        self.failed_alerts: list[tuple[str, str]] = []
        self.set_aside: list[int] = []
        self.noticings: list[tuple[Notice, str]] = []

    def collected(self, *, source: str, mentions: int, faults: int) -> None: ...

    def source_failed(self, *, source: str, error: Exception, failures: int) -> None:
        self.failures.append(error)

    def sources_stand(self, *, late: Sequence[str], silent: Sequence[str]) -> None:
        self.late_sources.append(tuple(late))
        self.silent_sources.append(tuple(silent))

    def out_of_budget(self, *, source: str) -> None:
        self.unpaid.append(source)

    def heard(self, heard: Heard) -> None: ...

    def changed(self, change: Change) -> None:
        self.changes.append(change)

    def delivered(self, notification: Notification) -> None: ...

    def noticed(self, notice: Notice, fault: str) -> None:
        self.noticings.append((notice, fault))

    def untold(self, *, alert: str) -> None:
        self.forgotten.append(alert)

    def last_resort(self, *, is_proven: bool) -> None:
        self.proven.append(is_proven)

    def stopped(self, *, people: Sequence[str]) -> None:
        self.silent.extend(people)

    def shift_changed(self, *, what: str, by: str, person: str) -> None: ...

    def signed(self, *, what: str, by: str) -> None: ...

    def failed(self, *, alert: str, error: Exception) -> None:
        self.failed_alerts.append((alert, type(error).__name__))

    def unbound(self, *, route: str) -> None: ...

    def aside(self, count: int) -> None:
        self.set_aside.append(count)

    def late(self, *, alerts: int, notifications: int) -> None:
        self.lateness.append((alerts, notifications))


class CountingHeartbeat:
    """Counts the beats."""

    def __init__(self) -> None:
        self.beats = 0

    def beat(self) -> None:
        self.beats += 1
