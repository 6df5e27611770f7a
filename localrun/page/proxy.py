"""The public address of the local stage: every request that is not the page's own goes to the deployed REST API."""

import urllib3
from flask import Request, Response

HOP_BY_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
OURS = HOP_BY_HOP | {"host", "content-length", "accept-encoding"}
TIMEOUT = urllib3.Timeout(connect=5, read=60)


class Proxy:
    """Passes requests on as they came, and answers back as they were given."""

    def __init__(self, api: str) -> None:
        self._api = api
        self._pool = urllib3.PoolManager(retries=False, timeout=TIMEOUT)

    def forward(self, request: Request) -> Response:
        """Answer as the deployed API does; 502 where it does not answer at all."""
        raw = request.environ["RAW_URI"]  # as it was sent: decoded once, by the API
        headers = {name: value for name, value in request.headers if name.lower() not in OURS}
        try:
            answer = self._pool.request(
                request.method, self._api + raw, body=request.get_data(), headers=headers, redirect=False
            )
        except urllib3.exceptions.HTTPError:
            return Response("the emulated API does not answer\n", status=502, mimetype="text/plain")
        kept = [(name, value) for name, value in answer.headers.items() if name.lower() not in OURS]
        return Response(answer.data, status=answer.status, headers=kept)
