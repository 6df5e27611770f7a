"""What a local run serves, where, and what it deploys."""

import json
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.errors import OperatorError
from localrun import feeds
from localrun.options import DEMO
from localrun.ports import free_ports, ports_from
from localrun.workspace import Workspace
from tests.builders import NOON


@pytest.fixture
def served() -> Iterator[str]:
    with feeds.served([DEMO / "feed.xml"], free_ports().feeds, newest=NOON) as [address]:
        yield address


def test_the_shipped_feed_tells_of_today(served: str) -> None:
    with urllib.request.urlopen(served) as answer:  # noqa: S310  # loopback
        body = answer.read().decode()

    assert "2026-05-04T12:00:00Z" in body
    assert "2026-04-14" not in body
    assert "2026-05-04T10:34:00Z" in body


def test_nothing_but_the_named_files_is_served(served: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(served.replace("feed.xml", "../../../../Makefile"))  # noqa: S310  # loopback


def test_a_feed_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(OperatorError, match=r"--feed .*nowhere\.xml cannot be read"),
        feeds.served([tmp_path / "nowhere.xml"], 0),
    ):
        pass


def test_a_taken_port_is_named_with_the_flag_that_helps() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(OperatorError, match=rf"port {port} is taken.*--port N"):
            ports_from(port)


def test_a_deploy_is_needed_again_when_its_environment_changes(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "run", layers=tmp_path / "layers")
    workspace.copy_project({"X_API_URL": "http://127.0.0.1:1"})
    workspace.deployed.parent.mkdir(parents=True)
    workspace.deployed.write_text("{}")
    workspace.mark_current({"X_API_URL": "http://127.0.0.1:1"})

    assert workspace.is_current({"X_API_URL": "http://127.0.0.1:1"})
    assert not workspace.is_current({"X_API_URL": "http://127.0.0.1:2"})


def test_what_is_deployed_locally_is_the_repository_for_this_machine(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "run", layers=tmp_path / "layers")

    workspace.copy_project({"X_API_URL": "http://127.0.0.1:1"})

    local = json.loads((workspace.project / ".chalice" / "config.json").read_text())["stages"]["local"]
    assert local["environment_variables"]["EARSHOT_TABLE"] == "earshot-local"
    assert local["environment_variables"]["X_API_URL"] == "http://127.0.0.1:1"
    assert local["lambda_architecture"] in {"x86_64", "arm64"}
    assert (workspace.project / "app.py").exists()
    assert list(workspace.project.rglob("__pycache__")) == []
