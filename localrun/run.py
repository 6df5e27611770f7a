"""The local run as a newcomer sees it: a page, a live log, and a clean end."""

import fcntl
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from types import FrameType
from urllib.error import URLError

from botocore.exceptions import BotoCoreError
from rich.console import Console

from infra.errors import INTERRUPTED, OperatorError
from infra.records import now
from localrun.narrator import Narrator
from localrun.options import Options
from localrun.page.server import Front, Latest, serving
from localrun.ports import Ports, ports_from
from localrun.pulse import beating
from localrun.stage import LocalStage, running_stage
from localrun.watch import Snapshot, Watch
from localrun.workspace import Workspace

LOOK_SECONDS = 1.0
SHOWN = timedelta(days=2)


class AskedToStopError(KeyboardInterrupt):
    """SIGTERM came: a supervisor stops us, and that is no interruption."""


def run(options: Options) -> int:
    """Run until SIGTERM (0) or Ctrl-C (130); the state stays for the next run."""
    stop_when_asked()
    console = Console(highlight=False)
    workspace = Workspace(options.state)
    try:
        with _alone(workspace):
            ports = ports_from(options.port)
            if options.fresh:
                workspace.remove()
            _show(options, workspace, ports, Narrator(console))
    except KeyboardInterrupt as stop:
        console.print(f"Stopped. The state is kept in {workspace.root}; --fresh begins anew.")
        return 0 if isinstance(stop, AskedToStopError) else INTERRUPTED
    return 0


def stop_when_asked() -> None:
    """Let SIGTERM and SIGINT unwind the program, so that everything started is stopped; in the background, too."""

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise AskedToStopError

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, interrupt)


def look(watch: Watch, local: LocalStage) -> Snapshot:
    """Look; if the emulator is gone, say that instead of how reading it failed."""
    try:
        return watch.look()
    except (BotoCoreError, URLError):
        local.emulator.check()
        raise


def _show(options: Options, workspace: Workspace, ports: Ports, narrator: Narrator) -> None:
    began = time.monotonic()
    say: Callable[[str], None] = lambda words: narrator.say("local", words, now())  # noqa: E731
    with ExitStack() as running:
        local = running.enter_context(running_stage(workspace, options, ports, say))
        watch = Watch(local.records, local.outbox, now, since=now() - SHOWN)
        latest = Latest(look(watch, local))
        narrator.skip(latest.snapshot)
        running.enter_context(serving(Front(local.api, local.webhook_secret, ports.page, now), latest))
        running.enter_context(beating(say))
        say(f"ready after {time.monotonic() - began:.0f} s: open http://127.0.0.1:{ports.page} (Ctrl-C stops)")
        while True:
            local.emulator.check()
            latest.snapshot = look(watch, local)
            narrator.tell(latest.snapshot)
            time.sleep(LOOK_SECONDS)


@contextmanager
def _alone(workspace: Workspace) -> Iterator[None]:
    """Hold the state for this run; raise OperatorError while another run holds it."""
    workspace.root.parent.mkdir(parents=True, exist_ok=True)
    with workspace.root.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OperatorError(
                f"another local run is using {workspace.root}: stop it, or give this one another --state DIR"
            ) from error
        yield
