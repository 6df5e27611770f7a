"""The local run as a test sees it: a process, its page's addresses, and what arrived on people's phones."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

REPOSITORY = Path(__file__).resolve().parents[2]
QUIET_FEED = Path(__file__).with_name("quiet.xml")
READY_SECONDS = 120
PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class LocalRun:
    """A `./earshot local` of our own, with its own ports and state."""

    process: subprocess.Popen[str]
    url: str
    state: Path

    def say(self, text: str, handle: str) -> None:
        """Type into the "Say something" box."""
        form = urllib.parse.urlencode({"text": text, "handle": handle, "followers": "300"}).encode()
        with urllib.request.urlopen(f"{self.url}/local/say", form, timeout=60) as answer:  # noqa: S310  # loopback
            assert json.load(answer)["status"] == 202

    def outbox(self) -> list[dict[str, str]]:
        """Everything that arrived so far."""
        with urllib.request.urlopen(f"{self.url}/local/outbox.json", timeout=30) as answer:  # noqa: S310  # loopback
            received: list[dict[str, str]] = json.load(answer)
            return received

    def arrived(self, *, about: str, channel: str, to: str | None = None) -> list[dict[str, str]]:
        """The messages about something, by a channel, to everybody or to one address."""
        return [
            found
            for found in self.outbox()
            if about in found["text"] and found["channel"] == channel and to in (None, found["to"])
        ]

    def board(self) -> str:
        """What the page shows."""
        with urllib.request.urlopen(f"{self.url}/local/board", timeout=30) as answer:  # noqa: S310  # loopback
            return str(answer.read().decode())

    def stop(self) -> int:
        """Ask it to stop as a supervisor does; return its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)


def start(state: Path, port: int) -> LocalRun:
    """Start it with nothing to listen to but the box, and wait until its page answers."""
    command = [
        sys.executable,
        "-m",
        "infra",
        "local",
        "--state",
        str(state),
        "--port",
        str(port),
        "--feed",
        str(QUIET_FEED),
    ]
    with (state.parent / f"{state.name}.log").open("a") as log:
        process = subprocess.Popen(
            command, cwd=REPOSITORY, stdout=log, stderr=log, text=True, env=without_aws(), start_new_session=True
        )
    run = LocalRun(process, f"http://127.0.0.1:{port}", state)
    eventually(lambda: answers(run), within=READY_SECONDS)
    return run


def answers(run: LocalRun) -> bool:
    """Whether the page is there; fails at once if the process has ended."""
    log = run.state.parent / f"{run.state.name}.log"
    assert run.process.poll() is None, f"the local run ended: {log.read_text()[-2000:]}"
    try:
        return bool(run.board())
    except (urllib.error.URLError, OSError):
        return False


def eventually(look: Callable[[], T], *, within: float = PATIENCE_SECONDS) -> T:
    """The first answer that is not empty, asked for until the time is over."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.5)
    raise AssertionError(f"nothing came within {within:.0f} s")


def link_in(message: dict[str, str]) -> str:
    """The personal link of a message."""
    found = re.search(r"http://127\.0\.0\.1:\d+/a/\S+", message["text"])
    assert found is not None, f"no link in {message['text']!r}"
    return found.group()


def emulator_of(run: LocalRun) -> dict[str, str]:
    """What points boto3 at the run's emulator."""
    port = int(run.url.rsplit(":", 1)[1]) + 1
    return {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }


def without_aws() -> dict[str, str]:
    """The environment without any account that this machine may know."""
    return {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}


def emulated_processes(state: Path) -> list[Any]:
    """The emulator and the functions that run out of `state`."""
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if str(state) in line]
