"""`token`: tokens for tools that cannot sign. A new one is printed once; only its hash is kept."""

import secrets
from argparse import Namespace

from chalicelib.domain.people.tool import NAME, Scope, Tool, token_hash, token_of
from infra.errors import OperatorError
from infra.records import now, store
from infra.stage import Stage

MOST_A_MINUTE = 6_000


def run(stage: Stage, flags: Namespace) -> int:
    """Do what is asked."""
    if flags.what != "list" and not NAME.fullmatch(flags.name or ""):
        raise OperatorError("a token needs the name of its tool: 1 to 32 small letters, digits and - between them")
    return {"new": _new, "list": _list, "revoke": _revoke}[flags.what](stage, flags)


def _new(stage: Stage, flags: Namespace) -> int:
    records = store(stage)
    if not flags.scope:
        raise OperatorError("a new token needs --scope read, --scope act or --scope mentions")
    if not 1 <= flags.rate <= MOST_A_MINUTE:
        raise OperatorError(f"--rate: must be 1 to {MOST_A_MINUTE}, got {flags.rate}")
    if records.tool(flags.name):
        raise OperatorError(f"there is a token {flags.name}: take it back first, or choose another name")
    token = token_of(flags.name, secrets.token_hex(32))
    scopes = tuple(Scope(scope) for scope in dict.fromkeys(flags.scope))
    records.keep_tool(Tool(name=flags.name, hash=token_hash(token), scopes=scopes, made_at=now(), rate=flags.rate))
    print(f"{token}\nis shown this once: send it as `Authorization: Bearer ...`")
    return 0


def _list(stage: Stage, _flags: Namespace) -> int:
    tools = store(stage).tools()
    for tool in tools:
        print(f"{tool.name}: {', '.join(tool.scopes)}; {tool.rate} a minute; since {tool.made_at:%Y-%m-%d}")
    if not tools:
        print("no tool has a token")
    return 0


def _revoke(stage: Stage, flags: Namespace) -> int:
    if not store(stage).drop_tool(flags.name):
        raise OperatorError(f"there is no token {flags.name}: `./earshot token list` lists them")
    print(f"the token {flags.name} opens nothing any more")
    return 0
