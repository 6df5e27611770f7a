"""`--once --json`: one object on standard output, of what really arrived."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.local_run import REPOSITORY, without_aws

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("e2e")]

TWO_ARTICLES = Path(__file__).with_name("two_articles.xml")


def test_everything_collected_is_accounted_for(need_emulator: None) -> None:
    command = [sys.executable, "-m", "infra", "local", "--once", "--json", "--feed", str(TWO_ARTICLES)]

    done = subprocess.run(command, cwd=REPOSITORY, env=without_aws(), capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr[-2000:]
    happened = json.loads(done.stdout)
    [alert] = happened["alerts"]
    assert happened["collected"] == 2
    assert happened["outcomes"] == {"triggered": 1, "ignored": 1}
    assert happened["failures"] == []
    assert (alert["department"], alert["urgency"], alert["tier"]) == ("press", "urgent", 1)
    told = {(message["channel"], message["alert"], message["tier"]) for message in happened["notifications"]}
    assert told == {("sms", alert["id"], 1), ("email", alert["id"], 1)}
    assert all(len(message["text"]) <= 160 for message in happened["notifications"] if message["channel"] == "sms")


def test_a_feed_file_that_cannot_be_read_is_named_before_anything_starts(need_emulator: None, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "infra", "local", "--once", "--json", "--feed", str(tmp_path / "nowhere.xml")]

    done = subprocess.run(command, cwd=REPOSITORY, env=without_aws(), capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines()[-1].endswith("nowhere.xml cannot be read: No such file or directory")
