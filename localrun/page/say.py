"""The "Say something" box: a mention posted to the inbound webhook, signed as any tool would sign it."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from standardwebhooks import Webhook

WAIT_SECONDS = 30


@dataclass(frozen=True)
class Said:
    """What somebody typed into the box."""

    text: str
    handle: str
    followers: int


def say(said: Said, *, api: str, secret: str, at: datetime) -> tuple[int, str]:
    """Post it to the deployed webhook; return the HTTP status and the words of the answer."""
    post = uuid4().hex
    mention = {
        "id": post,
        "text": said.text,
        "author": {"handle": said.handle.removeprefix("@"), "followers": said.followers},
        "posted_at": at.isoformat(),
    }
    body = json.dumps(mention)
    headers = {
        "content-type": "application/json",
        "webhook-id": f"msg_{post}",
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(f"msg_{post}", at, body),
    }
    request = urllib.request.Request(f"{api}/webhook/mentions", body.encode(), headers)  # noqa: S310  # loopback
    try:
        with urllib.request.urlopen(request, timeout=WAIT_SECONDS) as answer:  # noqa: S310  # loopback
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")
