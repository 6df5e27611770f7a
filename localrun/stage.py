"""The local stage, brought up: emulator, resources, functions, policies, and something to listen to."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import boto3

import policyreader
from chalicelib.domain.heard.mention import Network
from chalicelib.domain.rules.compiled import Policies
from chalicelib.ports import Store
from infra import secrets, stack
from infra.by_example import learned
from infra.errors import OperatorError
from infra.records import finish, now, push, store
from localrun import bluesky, feeds, mastodon, x_server
from localrun.emulator import Emulator, running_emulator
from localrun.functions import STAGE, api_root, deploy
from localrun.options import DEMO, SHIPPED_POLICIES, Options
from localrun.outbox import Outbox
from localrun.ports import Ports
from localrun.rules import Listening, localized
from localrun.workspace import REPOSITORY, Workspace

EMULATOR_PYTHON = REPOSITORY / ".venv-emulator" / "bin" / "python"
Says = Callable[[str], None]


@dataclass(frozen=True)
class LocalStage:
    """A running local stage. `api` is where the emulator answers for the deployed REST API."""

    emulator: Emulator
    records: Store
    outbox: Outbox
    api: str
    webhook_secret: str


@contextmanager
def running_stage(workspace: Workspace, options: Options, ports: Ports, say: Says) -> Iterator[LocalStage]:
    """Bring everything up in order, telling each step, and take it down in the opposite order."""
    if not EMULATOR_PYTHON.exists():
        raise OperatorError("the emulator is not installed: start this with `make run`, which installs it")
    rules = policyreader.load(options.policies)
    with ExitStack() as running:
        listening = _listening(options, ports, rules, running)
        say("starting the AWS emulator")
        layers, keep = workspace.unpacked_layers, not options.once
        emulator = running.enter_context(
            running_emulator(EMULATOR_PYTHON, workspace.emulator, ports.emulator, layers=layers, keep=keep)
        )
        os.environ.update(emulator.environment)  # boto3's own way of being told where AWS is, for all that follows
        say(f"resources {_make_resources()}")
        say("deploying the functions with chalice")
        is_new = deploy(workspace, emulator, _addresses(ports))
        say("functions deployed" if is_new else "functions unchanged since the last run")
        outbox = Outbox(emulator, STAGE)
        say(f"policies {_put_in_force(localized(rules, listening), ports, outbox)} pushed")
        yield LocalStage(emulator, store(STAGE), outbox, api_root(workspace, emulator), _webhook_secret())


def _make_resources() -> str:
    """The steps of `up`; returns what became of the stack."""
    outcome = stack.bring_up(STAGE)
    secrets.make_missing(STAGE)
    for _, name in secrets.OF_SOURCES.values():
        secrets.put_once(STAGE, name, "any-token-will-do-for-what-is-played")
    return outcome


def _addresses(ports: Ports) -> dict[str, str]:
    """What the functions must know of this run beyond their stage's own environment."""
    hosts = (f"127.0.0.1:{port}" for port in (ports.feeds, ports.mastodon, ports.bluesky))
    return {"X_API_URL": f"http://127.0.0.1:{ports.x}", "EARSHOT_FEED_HOSTS": ",".join(hosts)}


def _put_in_force(rules: Policies, ports: Ports, outbox: Outbox) -> str:
    """The steps of `finish` and `push`, with the outbox subscribed to every topic; returns the rules' version."""
    records = store(STAGE)
    finish(STAGE, records, public_url=f"http://127.0.0.1:{ports.page}")
    outbox.listen(push(STAGE, records, learned(rules)[0], at=now()).topics)
    return rules.version


def _listening(options: Options, ports: Ports, policies: Policies, running: ExitStack) -> Listening:
    """Start serving the recordings and the feed files, and say what that makes readable."""
    files = (DEMO / "feed.xml",) if options.is_demo else options.feed_files
    newest = now() if options.is_demo else None
    served = running.enter_context(feeds.served(list(files), ports.feeds, newest=newest))
    recordings = DEMO / "x" if options.is_demo else options.x_replay
    if recordings is not None:
        _require_folder(recordings, "--x-replay")
        handle = options.handle or next(iter(policies.brand.handles.get(Network.X, ())), None)
        running.enter_context(x_server.serve(recordings, shift_to=now(), handle=handle, port=ports.x))
    servers: dict[str, str] = {}
    if options.is_demo:
        toots, skies = DEMO / "mastodon.json", DEMO / "bluesky.json"
        servers = {
            "mastodon": running.enter_context(mastodon.played(toots, newest=now(), port=ports.mastodon)),
            "bluesky": running.enter_context(bluesky.played(skies, newest=now(), port=ports.bluesky)),
        }
    return Listening(
        handle=options.handle,
        reads_x=recordings is not None,
        feeds=(*served, *options.feed_urls),
        keeps_feeds=not options.is_demo and options.policies != SHIPPED_POLICIES,
        servers=servers,
        at_once=options.once,
    )


def _require_folder(path: Path, flag: str) -> None:
    if not path.is_dir():
        raise OperatorError(f"{flag} {path}: there is no such folder")


def _webhook_secret() -> str:
    name = STAGE.secret("webhook-secret")
    return boto3.client("ssm").get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]
