"""The heartbeat: fetching an outside address that raises the alarm once it is no longer fetched."""

import urllib3
from aws_lambda_powertools import Logger


class UrlHeartbeat:
    """Fulfils ports.Heartbeat; without an address it does nothing."""

    def __init__(self, url: str | None) -> None:
        self._url = url
        self._logger = Logger(child=True)

    def beat(self) -> None:
        if not self._url:
            return
        try:
            urllib3.PoolManager().request("GET", self._url, timeout=3.0, retries=False)
        except urllib3.exceptions.HTTPError as error:
            self._logger.warning("heartbeat failed", extra={"error": type(error).__name__})
