"""Ctrl-C ends any command with one line and the status that a shell expects."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from infra.__main__ import main
from infra.parser import COMMANDS
from localrun import run as local_run
from localrun.options import SHIPPED_POLICIES, Options

ROOT = Path(__file__).resolve().parents[3]
NEEDS = {
    "init": ["rules"],
    "webhook": ["try", "payload.json"],
    "why": ["a1"],
    "rollback": ["v1"],
    "completion": ["bash"],
    "link": ["ana"],
    "sessions": ["--end"],
}
"""What a command cannot be asked without."""


@pytest.mark.parametrize("name", COMMANDS)
def test_any_command_that_is_interrupted_says_so_in_one_line(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(import_module(f"infra.commands.{name}"), "run", interrupted)

    assert main([name, *NEEDS.get(name, [])]) == 130
    assert capsys.readouterr().err == f"{name}: stopped\n"


def test_a_command_that_waits_for_aws_is_interrupted_without_a_traceback() -> None:
    """AWS is a socket here that takes the call and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as aws:
        environment = os.environ | {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{aws.getsockname()[1]}",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
        command = [sys.executable, "-m", "infra", "outputs"]
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True, preexec_fn=hear_interrupts
        ) as process:
            called, _ = aws.accept()
            process.send_signal(signal.SIGINT)
            _, said = process.communicate()
            called.close()

    assert (process.returncode, said) == (130, "outputs: stopped\n")


def hear_interrupts() -> None:
    """As in a terminal: what a shell starts in the background ignores Ctrl-C, and so would all that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def handlers_kept() -> Iterator[None]:
    """A local run takes the process's signals; afterwards they are the tests' again."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
@pytest.mark.usefixtures("handlers_kept")
def test_a_local_run_that_is_stopped_says_where_its_state_is(
    number: signal.Signals,
    status: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(local_run, "_show", lambda *_: signal.raise_signal(number))
    monkeypatch.setattr(local_run, "ports_from", lambda _: None)

    assert local_run.run(an_endless_run(tmp_path / "local")) == status
    said = f"Stopped. The state is kept in {tmp_path / 'local'}; --fresh begins anew."
    assert "".join(capsys.readouterr().out.split()) == "".join(said.split())


def an_endless_run(state: Path) -> Options:
    return Options(
        fresh=False,
        once=False,
        as_json=False,
        port=8080,
        handle=None,
        x_replay=None,
        feed_files=(),
        feed_urls=(),
        policies=SHIPPED_POLICIES,
        state=state,
    )
