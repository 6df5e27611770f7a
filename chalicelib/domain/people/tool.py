"""Tools that have a token of their own: what each may do, and how often. Only the token's hash is kept."""

import hashlib
import hmac
import re
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

BEGINS = "earshot_"
NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")


class Scope(StrEnum):
    """What a token opens. None of them opens another."""

    READ = "read"
    """See alerts, silences, and why an alert is as it is."""
    ACT = "act"
    """Do to alerts what people do, and silence."""
    MENTIONS = "mentions"
    """Pass on what was heard elsewhere."""


class Tool(Struct, frozen=True, kw_only=True):
    """One tool. `rate` is how many requests it may make in a minute."""

    name: str
    hash: str
    scopes: tuple[Scope, ...]
    made_at: datetime
    rate: int = 60

    def has(self, token: str) -> bool:
        """Whether this is its token."""
        return hmac.compare_digest(self.hash, token_hash(token))


def token_of(name: str, secret: str) -> str:
    """The token of a tool: its name, so that it is found, and at least 128 random bits, in letters of an address."""
    return f"{BEGINS}{name}_{secret}"


def name_in(token: str) -> str:
    """The name of the tool that a token claims to be of; empty where it is no token."""
    name, _, secret = token.removeprefix(BEGINS).partition("_")
    return name if token.startswith(BEGINS) and secret and NAME.fullmatch(name) else ""


def token_hash(token: str) -> str:
    """What is kept of a token: it is random, so that one round of hashing is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
