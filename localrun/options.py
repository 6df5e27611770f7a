"""What was asked of a local run."""

from argparse import ArgumentParser, Namespace
from dataclasses import dataclass
from pathlib import Path

from infra.errors import OperatorError
from localrun.ports import DEFAULT
from localrun.workspace import REPOSITORY

DEMO = Path(__file__).with_name("demo")
SHIPPED_POLICIES = REPOSITORY / "policies"
WEB = ("http://", "https://")


@dataclass(frozen=True)
class Options:
    """The flags, read. `feed_files` are served over loopback; `feed_urls` are read as they are."""

    fresh: bool
    once: bool
    as_json: bool
    port: int
    handle: str | None
    x_replay: Path | None
    feed_files: tuple[Path, ...]
    feed_urls: tuple[str, ...]
    policies: Path
    state: Path

    @property
    def is_demo(self) -> bool:
        """Whether nothing else to listen to was named."""
        nothing_named = not self.feed_files and not self.feed_urls and self.x_replay is None
        return nothing_named and self.policies == SHIPPED_POLICIES


def add_flags(parser: ArgumentParser) -> None:
    """The flags of `./earshot local`."""
    parser.add_argument("--fresh", action="store_true", help="begin anew, without yesterday's state")
    parser.add_argument(
        "--feed",
        action="append",
        default=[],
        metavar="URL_OR_FILE",
        help="listen to this RSS or Atom feed, too (repeatable)",
    )
    parser.add_argument("--x-replay", type=Path, metavar="DIR", help="serve these recordings as X")
    parser.add_argument("--handle", metavar="NAME", help="listen for this account instead of the policies' brand")
    parser.add_argument("--policies", type=Path, default=SHIPPED_POLICIES, metavar="DIR", help="another brand's rules")
    parser.add_argument("--once", action="store_true", help="run until everything collected has an outcome, then stop")
    parser.add_argument("--json", action="store_true", help="with --once: print what happened as one JSON object")
    parser.add_argument("--port", type=int, default=DEFAULT, metavar="N", help=f"the page's port (default {DEFAULT})")
    parser.add_argument(
        "--state", type=Path, default=REPOSITORY / ".earshot" / "local", metavar="DIR", help="where the state is kept"
    )


def read_flags(flags: Namespace) -> Options:
    """The flags as one value. Raise OperatorError where they ask for what there is not."""
    if flags.json and not flags.once:
        raise OperatorError("--json tells how a run ended, and only one with --once ends: add --once")
    if not flags.policies.is_dir():
        raise OperatorError(f"--policies {flags.policies}: there is no such folder")
    strange = next((feed for feed in flags.feed if "://" in feed and not feed.startswith(WEB)), None)
    if strange:
        raise OperatorError(f"--feed {strange}: only http and https addresses and files are read")
    urls = tuple(feed for feed in flags.feed if feed.startswith(WEB))
    return Options(
        fresh=flags.fresh,
        once=flags.once,
        as_json=flags.json,
        port=flags.port,
        handle=flags.handle,
        x_replay=flags.x_replay,
        feed_files=tuple(Path(feed).resolve() for feed in flags.feed if feed not in urls),
        feed_urls=urls,
        policies=flags.policies.resolve(),
        state=flags.state.resolve(),
    )
