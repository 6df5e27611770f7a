"""The emulated AWS as a process of ours: a clean environment, a watched life, a stop that saves its state."""

import os
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

from infra.errors import OperatorError

ADAPTER = Path(__file__).with_name("ministack_adapter.py")
READY_SECONDS = 30
STOP_SECONDS = 15
REGION = "us-east-1"
ACCOUNT = "000000000000"


@dataclass(frozen=True)
class Emulator:
    """A running emulator. `home` holds its state, its temporary files and its log."""

    process: subprocess.Popen[bytes]
    port: int
    home: Path

    @property
    def url(self) -> str:
        """Where every AWS client finds it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What points boto3 and chalice at the emulator, as its root user, and at no real account."""
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": REGION,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def check(self) -> None:
        """Raise OperatorError when the process has died."""
        if self.process.poll() is not None:
            raise OperatorError(
                f"the AWS emulator stopped (exit {self.process.returncode}); its last words: {self._last_words()}"
            )

    def _last_words(self) -> str:
        lines = (self.home / "emulator.log").read_text(errors="replace").strip().splitlines()
        return f"{lines[-1] if lines else 'none'} ({self.home / 'emulator.log'})"

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            self.check()
            try:
                with urllib.request.urlopen(f"{self.url}/_ministack/ready", timeout=2):  # noqa: S310  # loopback
                    return
            except (URLError, OSError):
                time.sleep(0.1)
        raise OperatorError(
            f"the AWS emulator did not answer within {READY_SECONDS} s: see {self.home / 'emulator.log'}"
        )

    def _stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)  # functions that were at work outlive their emulator


@contextmanager
def running_emulator(python: Path, home: Path, port: int, *, layers: Path, keep: bool) -> Iterator[Emulator]:
    """Run the emulator on 127.0.0.1:`port` with IAM enforced, and stop it at the end.

    `keep` saves its state in `home`, now and then and at the end; `layers` is where it unpacks the functions' layers.
    """
    shutil.rmtree(home / "tmp", ignore_errors=True)  # what an emulator that was killed could not tidy up
    for folder in (home / "state", home / "tmp"):
        folder.mkdir(parents=True, exist_ok=True)
    with (home / "emulator.log").open("ab") as log:
        # Its own session: Ctrl-C goes to us alone, and we stop it in order. It stops by itself if we are killed.
        process = subprocess.Popen(
            [python, ADAPTER],
            env=_environment(home, port, layers, keep=keep),
            cwd=home,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    emulator = Emulator(process, port, home)
    try:
        emulator._wait_until_ready()
        yield emulator
    finally:
        emulator._stop()


def _environment(home: Path, port: int, layers: Path, *, keep: bool) -> dict[str, str]:
    """Everything the emulator sees, and, because it hands its own environment on, everything the functions see."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "AUTH": "true",
        "PERSIST_STATE": str(int(keep)),
        "OPENBLAS_NUM_THREADS": "1",  # a function has one processor, and there are several functions
        "STATE_DIR": str(home / "state"),
        "TMPDIR": str(home / "tmp"),
        "LAYERS_DIR": str(layers),
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "MINISTACK_REGION": REGION,
        "LOG_LEVEL": "WARNING",
    }
