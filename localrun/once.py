"""A local run that ends: everything collected has its outcome, everybody who must be told first was told."""

import json
import shutil
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from rich.console import Console

from infra.errors import OperatorError
from infra.queues import depth
from infra.records import now
from localrun.completeness import Missing, Settling, missing
from localrun.functions import STAGE, invoke
from localrun.narrator import Narrator
from localrun.options import Options
from localrun.ports import free_ports
from localrun.report import report
from localrun.run import AskedToStopError, look, stop_when_asked
from localrun.stage import LocalStage, running_stage
from localrun.watch import Snapshot, Watch
from localrun.workspace import REPOSITORY, Workspace

LOOK_SECONDS = 2.0
LONGEST_SECONDS = 480.0
REMEMBERED = timedelta(hours=1)


def run_once(options: Options) -> int:
    """Collect, wait, and report on standard output; the log goes to standard error. 0 if nothing is missing."""
    stop_when_asked()
    narrator = Narrator(Console(stderr=True, highlight=False))
    home = REPOSITORY / ".earshot"
    home.mkdir(exist_ok=True)
    root = Path(tempfile.mkdtemp(prefix="once-", dir=home))
    try:
        with running_stage(
            Workspace(root), options, free_ports(), lambda words: narrator.say("local", words, now())
        ) as local:
            snapshot, lacking = _complete(local, narrator)
    except AskedToStopError as error:
        raise OperatorError("stopped before everything had its outcome") from error
    finally:
        _keep_log(root)
        shutil.rmtree(root, ignore_errors=True)
    _print(report(snapshot, lacking), as_json=options.as_json)
    for words in lacking.anything:
        narrator.say("missing", f"{words} (the functions' own log: {root.with_name('once.log')})", now())
    return 1 if lacking.anything else 0


def _complete(local: LocalStage, narrator: Narrator) -> tuple[Snapshot, Missing]:
    """Collect until the sources are dry and the pipeline with them, or until the time is over."""
    watch = Watch(local.records, local.outbox, now, since=now() - REMEMBERED)
    settling, deadline = Settling(), time.monotonic() + LONGEST_SECONDS
    while True:
        try:
            invoke("collect_mentions")
        except OperatorError as error:
            narrator.say("local", str(error), now())
        snapshot = look(watch, local)
        narrator.tell(snapshot)
        lacking = missing(snapshot, settling, STAGE, depth)
        if not lacking.pending or time.monotonic() > deadline:
            return look(watch, local), lacking
        time.sleep(LOOK_SECONDS)


def _keep_log(root: Path) -> None:
    """Keep what the functions and their emulator said of the last run, for whoever asks why something is missing."""
    log = Workspace(root).emulator / "emulator.log"
    if log.exists():
        shutil.copyfile(log, root.with_name("once.log"))


def _print(summary: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        json.dump(summary, sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
    else:
        print(f"{summary['collected']} collected: {summary['outcomes']}")
