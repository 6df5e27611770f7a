"""The curl example of docs/webhooks.md, run exactly as it is printed against a real HTTP server."""

import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from chalice.config import Config
from chalice.local import LocalDevServer

from chalicelib.domain.alert.event import Noted
from tests.builders import a_link, an_alert
from tests.fakes import HandClock
from tests.functional.api import SECRET, a_world, the_app

DOC = Path(__file__).parents[2] / "docs" / "webhooks.md"
TOOLS = ("sh", "curl", "openssl", "base64", "od", "date")


@pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason=f"needs {', '.join(TOOLS)}")
def test_the_documented_curl_example_works_as_printed() -> None:
    [script] = re.findall(r"<!-- tested -->\n```sh\n(.*?)```", DOC.read_text(), re.DOTALL)
    started = datetime.now(UTC)  # the script reads the wall clock

    with a_world(clock=HandClock(started)) as world, serving() as address:
        world.has(an_alert(), a_link())
        values = {"EARSHOT": address, "SECRET": SECRET, "ALERT": "a1", "PATH": os.environ["PATH"]}
        done = subprocess.run(["sh", "-eu", "-c", script], env=values, capture_output=True, timeout=30, check=True)

        assert json.loads(done.stdout)["status"] == "triggered"
        assert world.store.timeline("a1") == (Noted(alert_id="a1", at=started, by="ana", text="called the gate"),)


@contextmanager
def serving() -> Iterator[str]:
    """Chalice's own development server on a free port."""
    server = LocalDevServer(the_app(), Config(), "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server.server_close()
