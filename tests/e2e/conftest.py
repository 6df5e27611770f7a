"""One local run for all stories, and one browser."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from infra.errors import OperatorError
from localrun.ports import free_ports, ports_from
from tests.e2e.local_run import REPOSITORY, LocalRun, start

CHROMIUM, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def need_emulator() -> None:
    if not (REPOSITORY / ".venv-emulator" / "bin" / "python").exists():
        pytest.skip("the emulator is not installed: `make test` installs it")


def four_free_neighbours() -> int:
    """The first of four neighbouring ports that are free now."""

    for _ in range(50):
        first = free_ports().page
        try:
            return ports_from(first).page
        except (OperatorError, OverflowError):
            continue
    raise AssertionError("no four free neighbouring ports")


@pytest.fixture(scope="session")
def run(need_emulator: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalRun]:
    """A local run that listens to nothing but its box."""
    running = start(tmp_path_factory.mktemp("local") / "state", four_free_neighbours())
    yield running
    if running.process.poll() is None:
        running.stop()


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[webdriver.Chrome]:
    if not (CHROMIUM.exists() and DRIVER.exists()):
        pytest.skip("Chromium is not installed: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in (*FLAGS, f"--user-data-dir={tmp_path / 'profile'}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(str(DRIVER)))
    yield driver
    driver.quit()
    shutil.rmtree(tmp_path / "profile", ignore_errors=True)
