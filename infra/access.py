"""Access rights: every function's role in every stage, written from one template; no stage reaches another's."""

from pathlib import Path

from infra.stage import FUNCTIONS, Stage

FOLDER = Path(__file__).with_name("iam")
TEMPLATE = FOLDER / "template"
ROLES = (*FUNCTIONS, "api_handler")
PLACE = "${Stage}"
"""What stands in the template for a stage's name."""


def role(name: str, stage: Stage) -> str:
    """The policy document of a stage's role, as it lies in its file."""
    return (TEMPLATE / f"{name}.json").read_text().replace(PLACE, stage.name)


def write_roles(stage: Stage, folder: Path = FOLDER) -> list[Path]:
    """Write the stage's files; return those that changed, which belong into version control."""
    changed = []
    for name in ROLES:
        path, wanted = folder / stage.name / f"{name}.json", role(name, stage)
        if not path.exists() or path.read_text() != wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted)
            changed.append(path)
    return changed
