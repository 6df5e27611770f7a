"""The folder of one local run: a copy of what deploys, the emulator's state, and a fingerprint of what was deployed."""

import hashlib
import json
import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
DEPLOYED_FILES = ("app.py", "requirements.txt", ".chalice/config.json")
DEPLOYED_FOLDERS = ("chalicelib", "infra/iam")
TEMPLATE = "infra/resources.yaml"
PATIENCE_SECONDS = {
    "collect_mentions": 110,
    "triage_mentions": 300,
    "escalate_alerts": 110,
    "audit_alerts": 110,
    "fold_figures": 300,
    "deliver_notifications": 150,
}
"""A busy laptop is slower than AWS, and a function that is cut off takes its batch along for minutes."""

ARCHITECTURES = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}


@dataclass(frozen=True)
class Workspace:
    """Everything of one run lies under `root`, so that two runs never meet and removing it begins anew.

    `layers` is shared by all runs: dependencies packaged once are packaged for good.
    """

    root: Path
    layers: Path = REPOSITORY / ".earshot" / "layers"

    @property
    def emulator(self) -> Path:
        """The emulator's home."""
        return self.root / "emulator"

    @property
    def project(self) -> Path:
        """The Chalice project that this run deploys: its own copy, because `chalice` records in it what it deployed."""
        return self.root / "project"

    @property
    def deployed(self) -> Path:
        """Chalice's record of what it deployed."""
        return self.project / ".chalice" / "deployed" / "local.json"

    @property
    def packages(self) -> Path:
        """Where Chalice keeps the archives that it made."""
        return self.project / ".chalice" / "deployments"

    @property
    def unpacked_layers(self) -> Path:
        """Where emulators unpack them."""
        return self.layers / "unpacked"

    def remove(self) -> None:
        """Begin anew."""
        shutil.rmtree(self.root, ignore_errors=True)

    def copy_project(self, environment: dict[str, str]) -> None:
        """Copy what deploys, with `environment` added to the local stage's and the architecture of this machine."""
        self.packages.mkdir(parents=True, exist_ok=True)
        for folder in DEPLOYED_FOLDERS:
            shutil.rmtree(self.project / folder, ignore_errors=True)
        for source in _deployed_files():
            target = self.project / source.relative_to(REPOSITORY)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        config = self.project / ".chalice" / "config.json"
        config.write_text(json.dumps(_local_config(json.loads(config.read_text()), environment), indent=2))

    def fetch_layers(self) -> None:
        """Take over the archives that an earlier run made; Chalice names them by what is in them."""
        for archive in self.layers.glob("managed-layer-*.zip"):
            shutil.copyfile(archive, self.packages / archive.name)

    def keep_layers(self) -> None:
        """Keep this run's archives for the next, and drop those of other requirements."""
        self.layers.mkdir(parents=True, exist_ok=True)
        made = list(self.packages.glob("managed-layer-*.zip"))
        for stale in {found.name for found in self.layers.glob("*.zip")} - {archive.name for archive in made}:
            (self.layers / stale).unlink(missing_ok=True)
        for archive in made:
            # A name of its own until it is whole: another run may be doing the same.
            with NamedTemporaryFile(dir=self.layers, suffix=".part", delete=False) as copied:
                copied.write(archive.read_bytes())
            Path(copied.name).replace(self.layers / archive.name)

    def is_current(self, environment: dict[str, str]) -> bool:
        """Whether what was deployed last is what would be deployed now."""
        stamp = self.root / "fingerprint"
        return self.deployed.exists() and stamp.exists() and stamp.read_text() == fingerprint(environment)

    def mark_current(self, environment: dict[str, str]) -> None:
        """Remember what was deployed."""
        (self.root / "fingerprint").write_text(fingerprint(environment))


def fingerprint(environment: dict[str, str]) -> str:
    """A hash of everything that a deploy depends on."""
    digest = hashlib.sha256(json.dumps([environment, platform.python_version()], sort_keys=True).encode())
    for path in [*_deployed_files(), REPOSITORY / TEMPLATE]:
        digest.update(f"\n{path.relative_to(REPOSITORY)}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _deployed_files() -> Iterator[Path]:
    yield from (REPOSITORY / name for name in DEPLOYED_FILES)
    for folder in DEPLOYED_FOLDERS:
        files = sorted(path for path in (REPOSITORY / folder).rglob("*") if path.is_file())
        yield from (path for path in files if "__pycache__" not in path.parts)


def _local_config(config: dict[str, Any], environment: dict[str, str]) -> dict[str, Any]:
    for handler, seconds in PATIENCE_SECONDS.items():
        config["lambda_functions"][handler]["lambda_timeout"] = seconds
    local = config["stages"]["local"]
    local["environment_variables"] |= environment
    local["lambda_architecture"] = ARCHITECTURES.get(platform.machine().lower(), "x86_64")
    return config
