"""What the desk asks of the table, in memory."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.glance import Glance, glance
from chalicelib.domain.judged.outcome import Heard
from tests.fakes.alerts import FakeAlerts


class FakeDesk(FakeAlerts):
    """Reads over the alerts in memory, and when sessions end."""

    def __init__(self) -> None:
        super().__init__()
        self._sessions_since: datetime | None = None

    def glances(self) -> Sequence[Glance]:
        self._require_up()
        return [glance(alert) for alert in self._alerts.values() if not alert.is_resolved]

    def seen(
        self, alert_ids: Sequence[str], mentions: Sequence[str]
    ) -> tuple[Mapping[str, Alert], Mapping[str, Heard]]:
        return self.alerts(alert_ids), {key: self._heard[key] for key in mentions if key in self._heard}

    def fill_desk(self) -> int:
        self._require_up()
        return 0

    def sessions_since(self) -> datetime | None:
        self._require_up()
        return self._sessions_since

    def end_sessions(self, at: datetime) -> None:
        self._require_up()
        self._sessions_since = at
